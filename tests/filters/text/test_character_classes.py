from __future__ import annotations

import re
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from filters.text.character_classes import (
    MARKS,
    WIDE_SPACES,
    WITHOUT_KIND,
    CharacterCounts,
    code_points,
    count_characters,
)
from filters.text.special_characters import SPECIAL_CHARACTERS


def count(text: str) -> CharacterCounts:
    return count_characters(code_points(text))


def test_hand_worked() -> None:
    found = count("It's 3 o'clock, ÄÖ_!😀\n")
    assert found == CharacterCounts(all=22, uppercase=3, digits=1, spaces=4, special=11, marks=2, runs=4)
    assert count("") == CharacterCounts(0, 0, 0, 0, 0, 0, 0)


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=80) | st.text("aB1 '_.,。我\U00020000😀\u00a0", max_size=80))
def test_as_counted_one_by_one(text: str) -> None:
    assert count(text) == CharacterCounts(
        all=len(text),
        uppercase=sum(map(str.isupper, text)),
        digits=sum(map(str.isdigit, text)),
        spaces=sum(map(str.isspace, text)),
        special=sum(character in SPECIAL_CHARACTERS | set(WIDE_SPACES) for character in text),
        marks=sum(character in MARKS for character in text),
        runs=len(re.findall(r"[\w']+", text)),
    )


def test_spaces_of_all_widths_are_one() -> None:
    assert code_points("a\u00a0b\u3000c").tolist() == code_points("a b c").tolist()


def test_what_lies_beyond_the_table_is_of_no_kind() -> None:
    beyond = map(chr, range(WITHOUT_KIND, sys.maxunicode + 1))
    assert not any(each.isalnum() or each.isspace() or each.isupper() for each in beyond)
