"""Whitespace as CSS collapses it, and characters that show nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

BREAK = "\0"
"""A forced line break (`<br>`) in the parts of a paragraph; decoded pages contain no NUL."""

_UNCOLLAPSED = re.compile(r" *+[\t\n\r\f][ \t\n\r\f]*+| {2,}+")
_UNSEEN = re.compile("[\u00ad\u200b\ufeff]")


def collapse(parts: Sequence[str]) -> str:
    """Return one paragraph: runs of white space become one space, its lines and itself are trimmed.

    No-break spaces stay within the text. A line break keeps no space around it, and several in a row make one.
    """
    text = "".join(parts)
    # Of ASCII, `split` takes for white space what CSS does, and control characters that show nothing.
    text = " ".join(text.split()) if text.isascii() else _collapsed(seen(text))
    if BREAK in text:
        return "\n".join(filter(None, (line.strip() for line in text.split(BREAK))))
    return text.strip()


def _collapsed(text: str) -> str:
    # Looking for a character is far quicker than a pattern, and most paragraphs hold single spaces only.
    is_collapsed = "\n" not in text and "  " not in text and "\t" not in text and "\r" not in text and "\f" not in text
    return text if is_collapsed else _UNCOLLAPSED.sub(" ", text)


def preformatted(parts: Sequence[str]) -> str:
    """Return text of a `<pre>`: spaces and line breaks stay, blank lines around it and space at its end go."""
    text = seen("".join(parts)).replace(BREAK, "\n").replace("\r\n", "\n").replace("\r", "\n").rstrip()
    lines = text.split("\n")
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    return "\n".join(lines[first:])


def seen(text: str) -> str:
    """Return the text without soft hyphens, zero-width spaces and byte order marks."""
    if text.isascii() or ("\u00ad" not in text and "\u200b" not in text and "\ufeff" not in text):
        return text
    return _UNSEEN.sub("", text)
