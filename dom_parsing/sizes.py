"""How wide an image will be shown, by its `sizes`: what a browser knows before there is a layout."""

from __future__ import annotations

from collections.abc import Iterator

from dom_parsing.css_lengths import length
from dom_parsing.media import matches

MAX_SIZES = 4_000
"""Characters read of one attribute; real pages have hundreds."""


def source_size(sizes: str | None, viewport_width: int, auto: float | None = None) -> float:
    """Return the width in CSS pixels: the first length whose condition holds, else the whole window.

    Source: the HTML standard, "Parsing a sizes attribute"; a leading `auto` as Chromium reads it.

    Args:
        sizes: The attribute.
        viewport_width: Of the window, in CSS pixels.
        auto: What a leading `auto` stands for: a width that layout decides. Without it the whole window.

    >>> source_size("(max-width: 600px) 100vw, calc(50vw - 2em)", 1280)
    608.0
    """
    for index, item in enumerate(_parts((sizes or "")[:MAX_SIZES], ",")):
        if not index and item.lower() == "auto":
            return float(viewport_width) if auto is None else auto
        *condition, written = _parts(item, " \t\n\r\f")
        size = length(written, viewport_width)
        if size is not None and (not condition or _holds(" ".join(condition), viewport_width)):
            return size
    return float(viewport_width)


def _holds(condition: str, viewport_width: int) -> bool:
    """True of a condition that is met; media types such as `screen` may not stand here."""
    return condition.startswith("(") and matches(condition, viewport_width)


def _parts(text: str, separators: str) -> Iterator[str]:
    """What stands between separators that are outside brackets; of white space, what is not empty."""
    depth, start = 0, 0
    for position, character in enumerate(text):
        depth = max(0, depth + (character == "(") - (character == ")"))
        closes = character == ")" and not depth and "," not in separators
        if not depth and (character in separators or closes):
            end = position + closes
            if part := text[start:end].strip():
                yield part
            start = position + 1
    if part := text[start:].strip():
        yield part
