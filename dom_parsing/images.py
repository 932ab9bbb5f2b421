"""The URL a reader would see in the place of an `<img>`: lazy loading, `srcset` and `<picture>` resolved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dom_parsing.css_lengths import pixels
from dom_parsing.data_urls import is_data_url
from dom_parsing.inlined import inlined_picture
from dom_parsing.lazy import LAZY_SRCSET, Attributes, is_empty, lazy_urls, reads_like_placeholder, usable_candidates
from dom_parsing.records import Image
from dom_parsing.settings import ExtractSettings
from dom_parsing.shown import may_show, shown_url
from dom_parsing.srcset import Candidate, choose
from dom_parsing.urls import normalise
from dom_parsing.whitespace import seen

_LAZY_CLASS = re.compile(r"(?<!skip-)(?<!no-)(?<!not-)lazy|unveil|lozad", re.IGNORECASE)
_RATIO_LAYOUTS = frozenset({"responsive", "intrinsic", "fill"})
"""Layouts of AMP in which width and height are a ratio."""


class Choice(NamedTuple):
    """What stands where an image tag stands.

    Attributes:
        url: Normalised URL, where there is one, or the name of a picture of inline data (`dom_parsing.data_urls`).
        reason: Why it is no picture: `data-url`, `placeholder`, `no-url`, `hidden`; empty where it is one.
        lazy: It came from an attribute that only scripts read.
    """

    url: str
    reason: str = ""
    lazy: bool = False


def choose_image(attributes: Attributes, sources: Sequence[Attributes], base: str, settings: ExtractSettings) -> Choice:
    """Return the image that a reader would see once the page's scripts have run.

    A real `src` or `srcset` wins, except that a lazy attribute beats it where its class names lazy loading; where it is
    missing or a placeholder, lazy attributes are used. With `srcset = "browser"` the real one is what a browser shows.
    Where no address is written anywhere, a picture of inline data counts that is large enough to be one.

    Args:
        attributes: Of the `<img>` or `<amp-img>`.
        sources: Attributes of the `<source>` elements before it in its `<picture>`, in order.
        base: What its URLs are relative to.
        settings: `srcset`, `target_image_side`, `viewport_width`, `keep_hidden`, `inline_image_bytes`.
    """
    if settings.srcset == "browser":
        eager, lazy_first = _shown(attributes, sources, settings), sources
    else:
        eager, lazy_first = _eager(attributes, settings), ()
        for source in sources:
            choice = _of_source(source, attributes, base, settings)
            if choice is not None:
                return choice
    comes_last = eager is not None and _stands_in(eager, attributes, settings)
    if eager is not None and not comes_last and (url := normalise(eager, base)) is not None:
        return _shown_at_once(url, attributes, settings)
    for tag in (*lazy_first, attributes):
        for written in lazy_urls(tag, settings, stand_ins=eager is None):
            url = normalise(written, base)
            if url is not None:
                return Choice(url, "", True)
    if eager is not None and comes_last and (url := normalise(eager, base)) is not None:
        return _shown_at_once(url, attributes, settings)
    return _inlined(attributes, sources, settings) or _nothing(eager or attributes.get("src") or "", base)


def image_of(attributes: Attributes, choice: Choice) -> Image:
    """Return the record of a chosen image, with what its tag declares."""
    return Image(
        choice.url,
        alt=_words(attributes.get("alt")),
        title=_words(attributes.get("title")),
        width=pixels(attributes.get("width")),
        height=pixels(attributes.get("height")),
    )


def _words(value: str | None) -> str:
    return seen(" ".join(value.split())) if value else ""


def _stands_in(eager: str, attributes: Attributes, settings: ExtractSettings) -> bool:
    """Whether what a browser without scripts shows seems to stand in for a picture that scripts bring."""
    if _is_lazy(attributes):
        return True
    return reads_like_placeholder(eager) or (settings.keep_hidden and is_empty(eager))


def _is_lazy(attributes: Attributes) -> bool:
    """Whether its class names lazy loading."""
    classes = attributes.get("class")
    return bool(classes) and _LAZY_CLASS.search(classes or "") is not None


def _inlined(attributes: Attributes, sources: Sequence[Attributes], settings: ExtractSettings) -> Choice | None:
    picture = inlined_picture(attributes, sources, settings, lazy=_is_lazy(attributes))
    return _shown_at_once(picture.name, attributes, settings) if picture is not None else None


def _shown_at_once(url: str, attributes: Attributes, settings: ExtractSettings) -> Choice:
    too_small = not settings.keep_hidden and _is_dot(attributes)
    return Choice(url, "hidden" if too_small else "")


def _shown(attributes: Attributes, sources: Sequence[Attributes], settings: ExtractSettings) -> str | None:
    """What a browser without scripts shows, None where that is nothing; placeholders only if those are to stay."""
    url = shown_url(attributes, sources, settings.viewport_width)
    return url if url and (settings.keep_hidden or not is_empty(url)) else None


def _eager(attributes: Attributes, settings: ExtractSettings) -> str | None:
    """What a browser without scripts would load, None where that is nothing or surely a placeholder."""
    src = (attributes.get("src") or "").strip()
    usable = bool(src) and not is_empty(src)
    srcset = attributes.get("srcset")
    if not srcset:
        return src if usable else None
    candidates = usable_candidates(srcset)
    if usable and not any(c.width or c.density in (None, 1) for c in candidates):
        candidates.append(Candidate(src))
    chosen = choose(candidates, settings.target_image_side, pixels(attributes.get("width")))
    return chosen.url if chosen is not None else None


def _of_source(source: Attributes, image: Attributes, base: str, settings: ExtractSettings) -> Choice | None:
    if not may_show(source, settings.viewport_width):
        return None
    for name in ("srcset", *LAZY_SRCSET, "data-src"):
        chosen = choose(usable_candidates(source.get(name)), settings.target_image_side, pixels(image.get("width")))
        url = normalise(chosen.url, base) if chosen is not None else None
        if url is not None:
            return Choice(url, "", name != "srcset")
    return None


def _is_dot(attributes: Attributes) -> bool:
    """Declared at most one pixel in both directions: a counter, not a picture."""
    if attributes.get("layout") in _RATIO_LAYOUTS:
        return False
    width = pixels(attributes.get("width"))
    height = pixels(attributes.get("height")) if width is not None and width <= 1 else None
    return height is not None and height <= 1


def _nothing(written: str, base: str) -> Choice:
    src = written.strip()
    if is_data_url(src):
        return Choice("", "data-url")
    url = normalise(src, base) if src else None
    return Choice(url, "placeholder") if url is not None else Choice("", "no-url")
