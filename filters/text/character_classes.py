"""How many characters of a text are of which kind, by one look-up of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from filters.text.special_characters import SPECIAL_CHARACTERS

UPPERCASE, DIGIT, SPACE, SPECIAL = 1, 2, 4, 8
CODE_POINTS = 0x110000
LAST_WITH_A_KIND = 0x1FFFF
"""Beyond lie ideographs, private characters and marks, which are of none of the kinds."""
CodePoints: TypeAlias = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class CharacterCounts:
    """Numbers of characters; one character may be of several kinds."""

    all: int
    uppercase: int
    digits: int
    spaces: int
    special: int


def code_points(text: str) -> CodePoints:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def count_characters(codes: CodePoints) -> CharacterCounts:
    """Return how many code points there are of each kind: `isupper`, `isdigit` and `isspace` of `str`, and special."""
    kinds = np.bincount(_kinds()[codes], minlength=16)
    of = {kind: int(kinds[np.arange(16) & kind != 0].sum()) for kind in (UPPERCASE, DIGIT, SPACE, SPECIAL)}
    return CharacterCounts(int(codes.size), of[UPPERCASE], of[DIGIT], of[SPACE], of[SPECIAL])


@cache
def _kinds() -> NDArray[np.uint8]:
    table = np.zeros(CODE_POINTS, np.uint8)
    for code in range(LAST_WITH_A_KIND + 1):
        character = chr(code)
        table[code] = (
            UPPERCASE * character.isupper()
            | DIGIT * character.isdigit()
            | SPACE * character.isspace()
            | SPECIAL * (character in SPECIAL_CHARACTERS)
        )
    return table
