"""How many sentences a line has."""

from __future__ import annotations

import re

from filters.text.punctuation import TERMINAL

IDEOGRAPHIC = "\u3002\uff01\uff1f\uff61\uff0e"
OPENING = "\u300c\u300e\uff08\u3010"
CLOSING = r"\"'\u201d\u2019\u00bb)\]\u300d\u300f\uff09\u3011"
LATIN = ".!?"


def _boundary(terminal: str) -> str:
    """Return the pattern of a mark, what closes after it, and white space; a single letter before it abbreviates.

    It begins with one mark, not with a run of them, so that a line of a million full stops is read once.
    """
    return rf"[{re.escape(terminal)}](?<!\b[A-Za-z]\.)[{CLOSING}]*+\s"


BOUNDARY = re.compile(_boundary(LATIN))
ANY_BOUNDARY = re.compile(
    _boundary("".join(sorted(TERMINAL))) + rf"|[{IDEOGRAPHIC}][{CLOSING}]*+(?=[\w{OPENING}])"  # no space between
)
"""Of all scripts; fifteen times as slow."""
OTHER_SCRIPTS = TERMINAL - set(LATIN)


def count_sentences(line: str) -> int:
    """Return the number of sentences of a line without white space around it; 0 for an empty one.

    A sentence ends where a terminal mark, with the quotes and brackets that close behind it, is followed by white
    space, space, and at the end of the line; not after a single letter (`U.S.`, `e.g.`), but after other abbreviations.
    """
    if not line:
        return 0
    plain = line.isascii() or OTHER_SCRIPTS.isdisjoint(line)
    return len((BOUNDARY if plain else ANY_BOUNDARY).findall(line)) + 1
