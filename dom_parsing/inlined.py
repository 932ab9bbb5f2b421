"""Which picture of inline data an `<img>` shows that has no address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dom_parsing.css_lengths import pixels
from dom_parsing.data_urls import InlinePicture, is_data_url, read_picture
from dom_parsing.lazy import LAZY_SRC, Attributes
from dom_parsing.settings import ExtractSettings
from dom_parsing.shown import may_show, shown_url
from dom_parsing.srcset import choose, parse_srcset


def inlined_picture(
    attributes: Attributes, sources: Sequence[Attributes], settings: ExtractSettings, *, lazy: bool
) -> InlinePicture | None:
    """Return the picture that a tag without any address holds within itself, if it holds one.

    Args:
        attributes: Of the `<img>`.
        sources: Attributes of the `<source>` elements before it in its `<picture>`, in order.
        settings: `inline_image_bytes`, and what candidates are chosen by.
        lazy: It says that scripts bring its picture: what it shows until then is none.
    """
    for written in _in_order(attributes, sources, settings, lazy=lazy):
        if is_data_url(written) and (picture := read_picture(written, settings.inline_image_bytes)):
            return picture
    return None


def _in_order(
    attributes: Attributes, sources: Sequence[Attributes], settings: ExtractSettings, *, lazy: bool
) -> Iterator[str]:
    if settings.srcset == "browser":
        yield shown_url(attributes, sources, settings.viewport_width)
    elif not lazy:
        width = pixels(attributes.get("width"))
        for tag in (*(source for source in sources if may_show(source, settings.viewport_width)), attributes):
            candidates = [each for each in parse_srcset(tag.get("srcset") or "") if is_data_url(each.url)]
            chosen = choose(candidates, settings.target_image_side, width)
            if chosen is not None:
                yield chosen.url
        yield attributes.get("src") or ""
    for name in LAZY_SRC:
        yield attributes.get(name) or ""
