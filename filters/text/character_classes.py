"""How many characters of a text are of which kind, by one look-up of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from filters.text.special_characters import SPECIAL_CHARACTERS

UPPERCASE, DIGIT, SPACE, SPECIAL, MARK, OF_WORDS = 1, 2, 4, 8, 16, 32
KINDS = 64
HAVING = [[kinds for kinds in range(KINDS) if kinds & kind] for kind in (UPPERCASE, DIGIT, SPACE, SPECIAL, MARK)]
MARKS = frozenset(",;:?!.，；：？！。、．،؛؟۔।")
"""OBELICS' six punctuation marks, and those that do their work in Chinese, Japanese, Arabic, Urdu and Hindi."""
CODE_POINTS = 0x110000
WITHOUT_KIND = 0x34000
"""From here on there are only private characters and marks, or none: no ideographs yet."""
WIDE_SPACES = "\u00a0\u2002\u2003\u2005\u2008\u2009\u200a\u202f\u3000"
CodePoints: TypeAlias = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class CharacterCounts:
    """Numbers of characters; one character may be of several kinds.

    Attributes:
        all: All of them.
        uppercase: By `str.isupper`.
        digits: By `str.isdigit`.
        spaces: By `str.isspace`.
        special: SPECIAL_CHARACTERS.
        marks: MARKS.
        runs: Longest runs of letters, digits, underscores and apostrophes.
    """

    all: int
    uppercase: int
    digits: int
    spaces: int
    special: int
    marks: int
    runs: int


def code_points(text: str) -> CodePoints:
    """Return the code points of a text, spaces of other widths as spaces (OBELICS' `standardize_whitespace`)."""
    if not text.isascii():
        for space in WIDE_SPACES:
            text = text.replace(space, " ")
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def count_characters(codes: CodePoints) -> CharacterCounts:
    """Return how many code points there are of each kind."""
    kinds = _kinds()[codes]
    counts = np.bincount(kinds, minlength=KINDS).tolist()
    inside = kinds >= OF_WORDS
    runs = int(np.count_nonzero(inside[1:] > inside[:-1])) + int(inside[:1].sum())
    uppercase, digits, spaces, special, marks = (sum(counts[kinds] for kinds in having) for having in HAVING)
    return CharacterCounts(int(codes.size), uppercase, digits, spaces, special, marks, runs)


@cache
def _kinds() -> NDArray[np.uint8]:
    table = np.zeros(CODE_POINTS, np.uint8)
    table[:WITHOUT_KIND] = [_kind(chr(code)) for code in range(WITHOUT_KIND)]
    return table


def _kind(character: str) -> int:
    return (
        UPPERCASE * character.isupper()
        | DIGIT * character.isdigit()
        | SPACE * character.isspace()
        | SPECIAL * (character in SPECIAL_CHARACTERS)
        | MARK * (character in MARKS)
        | OF_WORDS * (character.isalnum() or character in "_'")
    )
