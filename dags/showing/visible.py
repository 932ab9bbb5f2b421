"""Text of pages on a terminal or in a view of ours: shown, never obeyed, as pages are anyone's."""

from __future__ import annotations

import re

REPLACEMENT = "\ufffd"
_LINES = r"\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb"
# Control codes move a terminal's cursor, those of direction turn the text around them.
_OBEYED = re.compile(f"[\n{_LINES}]")
_OBEYED_BUT_LINES = re.compile(f"[{_LINES}]")


def visible(text: str) -> str:
    """Return text without what a terminal would obey instead of showing it; line breaks are no exception."""
    return _OBEYED.sub(REPLACEMENT, text)


def visible_lines(text: str) -> str:
    """Return text without what a terminal would obey, but with its line breaks, and spaces for tabs."""
    return _OBEYED_BUT_LINES.sub(REPLACEMENT, text.expandtabs(4))
