"""The bytes of the pictures that a page holds within itself, found again by their names."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from selectolax.lexbor import LexborHTMLParser

from dom_parsing.data_urls import InlinePicture, is_data_url, read_picture
from dom_parsing.embedded import background_of
from dom_parsing.lazy import LAZY_SRCSET, Attributes
from dom_parsing.srcset import parse_srcset

_SRCSETS = frozenset({"srcset", *LAZY_SRCSET})
_HOLDERS = "img,amp-img,source,input,object,embed,[style]"


def pictures_held(tree: LexborHTMLParser, names: Collection[str], least: int) -> dict[str, InlinePicture]:
    """Return the pictures that a page holds as inline data, by name.

    Args:
        tree: The page.
        names: Those that are wanted, as `InlinePicture.name` has them.
        least: Fewest bytes of a picture.
    """
    found: dict[str, InlinePicture] = {}
    for node in tree.css(_HOLDERS):
        for written in _written(node.attributes):
            picture = read_picture(written, least)
            if picture is not None and (name := picture.name) in names:
                found[name] = picture
    return found


def _written(attributes: Attributes) -> Iterator[str]:
    for name, value in attributes.items():
        if value and name in _SRCSETS:
            yield from (each.url for each in parse_srcset(value) if is_data_url(each.url))
        elif value and is_data_url(value):
            yield value
    if background := background_of(attributes):
        yield background
