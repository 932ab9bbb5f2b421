"""Media conditions of `<source media>`, as far as they are known of a plain screen and the width of a window."""

from __future__ import annotations

import re

DENSITY = 1.0
"""Device pixels a CSS pixel."""

_EM = 16.0
_FEATURE = re.compile(r"\(\s*(min|max)-(?:device-)?width\s*:\s*([0-9]*\.?[0-9]+)\s*(px|em|rem)?\s*\)")
_TYPE = re.compile(r"(?:only\s+)?(all|screen)")
_RANGE = re.compile(r"\(\s*width\s*(>=|<=|>|<)\s*([0-9]*\.?[0-9]+)\s*(px|em|rem)?\s*\)")
_DENSITY = re.compile(
    r"\(\s*(?:-webkit-)?(min|max)-(?:resolution|device-pixel-ratio)\s*:\s*([0-9]*\.?[0-9]+)\s*(dppx|x|dpi)?\s*\)"
)
_PREFERRED = re.compile(r"\(\s*prefers-(?:color-scheme\s*:\s*light|reduced-motion\s*:\s*no-preference)\s*\)")
_DPI = 96.0


def matches(media: str | None, width: int) -> bool:
    """Return whether a media condition holds on a screen whose window is `width` CSS pixels wide.

    Understood are `screen`, `all`, `min-width`, `max-width`, ranges of `width`, densities (one device pixel a CSS
    pixel) and light colours and motion as preferences, joined by `and` and commas. Any other condition counts as not
    met, so a picture falls back to its plain form.
    """
    if media is None or not media.strip():
        return True
    return any(
        all(_holds(part.strip(), width) for part in re.split(r"\band\b", query)) for query in media.lower().split(",")
    )


def _holds(part: str, width: int) -> bool:
    feature = _FEATURE.fullmatch(part)
    if feature:
        bound = _length(feature[2], feature[3])
        return width >= bound if feature[1] == "min" else width <= bound
    compared = _RANGE.fullmatch(part)
    if compared:
        bound = _length(compared[2], compared[3])
        return {">=": width >= bound, "<=": width <= bound, ">": width > bound, "<": width < bound}[compared[1]]
    density = _DENSITY.fullmatch(part)
    if density:
        bound = float(density[2]) / (_DPI if density[3] == "dpi" else 1.0)
        return bound <= DENSITY if density[1] == "min" else bound >= DENSITY
    return _TYPE.fullmatch(part) is not None or _PREFERRED.fullmatch(part) is not None


def _length(number: str, unit: str | None) -> float:
    return float(number) * (_EM if unit in ("em", "rem") else 1.0)
