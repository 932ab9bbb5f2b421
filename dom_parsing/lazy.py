"""Where the picture of an `<img>` is written until scripts show it, and what stands in its place until then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dom_parsing.css_lengths import pixels
from dom_parsing.settings import ExtractSettings
from dom_parsing.shown import shown_url
from dom_parsing.srcset import Candidate, choose, parse_srcset
from dom_parsing.tags import words

Attributes = Mapping[str, str | None]

LAZY_SRCSET = ("data-srcset", "data-lazy-srcset", "data-original-set", "data-src-set", "data-original-srcset")
LAZY_SRC = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "data-lazyload",
    "data-original-src",
    "data-img-src",
    "data-image",
    "data-image-src",
    "data-url",
    "data-hi-res-src",
    "data-full-src",
)
"""Attributes in which scripts find the picture to load, most telling first."""

_KNOWN_LAZY = frozenset({*LAZY_SRCSET, *LAZY_SRC})

_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp)(?:[?#/&;:!,@]|$)", re.IGNORECASE)
_STAND_IN = re.compile(r"fallback|error|placeholder|default")
_WORD = re.compile(r"[a-z]+|[0-9]+x[0-9]+|[0-9]+")
_EMPTY_WORDS = words(
    "spacer blank placeholder loading loader lazyload lazy transparent pixel clear grey gray empty dot trans "
    "dummy preload spinner white 1x1 default"
)
_EMPTY_NAMES = words(
    "spacer blank placeholder loading loader lazyload transparent pixel clear empty trans dummy spinner 1x1 "
    "pixel-1x1 1x1-transparent transparent-1x1 spaceball shim"
)


def reads_like_placeholder(url: str) -> bool:
    """True of a file named like what stands in for a picture until scripts bring it: `grey-loading.gif`."""
    return not _EMPTY_WORDS.isdisjoint(_WORD.findall(_stem(url)))


def is_empty(url: str) -> bool:
    """True of what surely shows nothing: no address, inline data, a file named `spacer.gif` or `1x1.png`."""
    return _is_no_address(url) or _stem(url) in _EMPTY_NAMES


def _is_no_address(url: str) -> bool:
    start = url.lstrip()[:11].lower()
    return not start or start.startswith(("data:", "about:", "javascript:", "blob:", "#"))


def _stem(url: str) -> str:
    """The file's name without its ending, lower case."""
    path = url.partition("?")[0].partition("#")[0].rstrip("/")
    return path[path.rfind("/") + 1 :].rpartition(".")[0].lower()


def names_picture(url: str) -> bool:
    """True of an address that reads like that of an image file."""
    return _FILE.search(url) is not None


def lazy_urls(attributes: Attributes, settings: ExtractSettings, *, stand_ins: bool = True) -> Iterator[str]:
    """What scripts would load: known attributes first, then any `data-*` that reads like an image file's address.

    Args:
        attributes: Of the tag.
        settings: `srcset`, `target_image_side`, `viewport_width`.
        stand_ins: Attributes named after what is shown where a picture fails (`data-fallback`) count too.
    """
    if not _KNOWN_LAZY.isdisjoint(attributes):
        yield from _known_lazy(attributes, settings)
    for name, value in attributes.items():
        if name.startswith("data-") and value and _FILE.search(value) and _is_usable(value.strip()):
            if not stand_ins and _STAND_IN.search(name):
                continue
            yield value.strip()


def _known_lazy(attributes: Attributes, settings: ExtractSettings) -> Iterator[str]:
    width = pixels(attributes.get("width"))
    for name in LAZY_SRCSET:
        value = attributes.get(name)
        if value and settings.srcset == "browser":
            url = shown_url({"srcset": value, "sizes": attributes.get("sizes")}, (), settings.viewport_width)
            if url and not is_empty(url) and "{" not in url:
                yield url
        elif value:
            chosen = choose(usable_candidates(value), settings.target_image_side, width)
            if chosen is not None:
                yield chosen.url
    for name in LAZY_SRC:
        value = (attributes.get(name) or "").strip()
        if value and _is_usable(value):
            yield value


def _is_usable(value: str) -> bool:
    """An address, not a template for one, nor a list, nor JSON."""
    return not any(mark in value for mark in ' {}[]<>"\n') and not is_empty(value) and ("/" in value or "." in value)


def usable_candidates(srcset: str | None) -> list[Candidate]:
    """Return the candidates of a srcset that show something."""
    return [c for c in parse_srcset(srcset) if not is_empty(c.url) and "{" not in c.url] if srcset else []
