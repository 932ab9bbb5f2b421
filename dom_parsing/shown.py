"""Which image a browser shows at one device pixel a CSS pixel, by the HTML standard ("selecting an image source")."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from dom_parsing.media import matches
from dom_parsing.sizes import source_size
from dom_parsing.srcset import Candidate, parse_srcset

Attributes = Mapping[str, str | None]

SHOWN_TYPES = frozenset(
    f"image/{name}" for name in ("jpeg", "jpg", "png", "gif", "webp", "avif", "svg+xml", "apng", "bmp", "x-icon")
)
"""Types of images that browsers show."""

UNKNOWN_WIDTH = 300.0
"""CSS pixels that `sizes=auto` of a lazy image stands for until there is a layout, whatever width is declared."""


def may_show(source: Attributes, viewport_width: int) -> bool:
    """True of a `<source>` whose type browsers show and whose media condition holds."""
    kind = (source.get("type") or "").partition(";")[0].strip().lower()
    return (not kind or kind in SHOWN_TYPES) and matches(source.get("media"), viewport_width)


def shown_url(image: Attributes, sources: Sequence[Attributes], viewport_width: int) -> str:
    """Return the URL, as written, that a browser loads without running scripts; empty where it loads nothing.

    Args:
        image: Attributes of the `<img>`.
        sources: Attributes of the `<source>` elements before it in its `<picture>`, in order.
        viewport_width: Of the window, in CSS pixels.
    """
    auto = UNKNOWN_WIDTH if (image.get("loading") or "").lower() == "lazy" else None
    for source in sources:
        if may_show(source, viewport_width):
            candidates = parse_srcset(source.get("srcset") or "")
            if candidates:
                return _at_density_one(candidates, source_size(source.get("sizes"), viewport_width, auto))
    candidates = parse_srcset(image.get("srcset") or "")
    src = (image.get("src") or "").strip()
    if src and not any(candidate.width for candidate in candidates):
        candidates.append(Candidate(src))
    if not candidates:
        return ""
    return _at_density_one(candidates, source_size(image.get("sizes"), viewport_width, auto))


def _at_density_one(candidates: Sequence[Candidate], size: float) -> str:
    """The candidate of the smallest density of at least 1, else of the largest; of equals the first."""
    chosen = min(candidates, key=lambda candidate: _distance(_density(candidate, size)))
    return chosen.url


def _density(candidate: Candidate, size: float) -> float:
    if candidate.width is not None:
        return candidate.width / size if size else math.inf
    return 1.0 if candidate.density is None else candidate.density


def _distance(density: float) -> tuple[bool, float]:
    return density < 1, density if density >= 1 else -density
