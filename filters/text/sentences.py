"""How many sentences a line has."""

from __future__ import annotations

import re

from filters.text.punctuation import TERMINAL

IDEOGRAPHIC = r"\u3002\uff01\uff1f\uff61\uff0e"
CLOSING = r"\"'\u201d\u2019\u00bb)\]\u300d\u300f\uff09\u3011"
# A mark, what closes after it, then white space; East Asian marks need none. It begins with one mark, not with a run of
# them, so that a line of a million full stops is read once.
OPENING = r"\u300c\u300e\uff08\u3010"
BOUNDARY = re.compile(
    f"[{re.escape(''.join(sorted(TERMINAL)))}][{CLOSING}]*+\\s|[{IDEOGRAPHIC}][{CLOSING}]*+(?=[\\w{OPENING}])"
)


def count_sentences(line: str) -> int:
    """Return the number of sentences of a line without white space around it; 0 for an empty one.

    A sentence ends where a terminal mark, with the quotes and brackets that close behind it, is followed by white
    space, and at the end of the line; abbreviations count as ends.
    """
    return len(BOUNDARY.findall(line)) + 1 if line else 0
