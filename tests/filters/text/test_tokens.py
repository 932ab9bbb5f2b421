from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filters.text.tokens import tokens_of


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("The cat, the dog.", "The|cat|,|the|dog|."),
        ('"Yes!" (she said)', '"|Yes|!|"|(|she|said|)'),
        ("well-known 3-4 UTF-8", "well|-|known|3|-|4|UTF-8"),
        ("It's the dogs' and we\u2019re", "It|'s|the|dogs|'|and|we|\u2019re"),
        ("and/or 5/10 12:30 a:b", "and|/|or|5/10|12:30|a|:|b"),
        ("U.S. J. Doe", "U.S.|J.|Doe"),
        ("wait... what -- no", "wait|...|what|--|no"),
        ("-o /usr/bin @name", "-o|/usr|/|bin|@name"),
        ("see https://a.example/b-c?d=1, then", "see|https://a.example/b-c?d=1|,|then"),
        ("3.5 1,000 50% $5", "3.5|1,000|50|%|$|5"),
        ("l'homme a_b a@b.example", "l'homme|a_b|a@b.example"),
        (
            "\u0939\u093f\u0928\u094d\u0926\u0940 \u0939\u0948\u0964",
            "\u0939\u093f\u0928\u094d\u0926\u0940|\u0939\u0948|\u0964",
        ),  # vowel signs
        ("\u732b\u304c\u3044\u308b\u3002", "\u732b\u304c\u3044\u308b|\u3002"),
    ],
)
def test_words_and_marks_are_set_apart(text: str, tokens: str) -> None:
    assert tokens_of(text.split()) == tokens.split("|")


@settings(deadline=None)
@given(st.text(max_size=200) | st.text("aB1-/'.:,=@ \n\\", max_size=60))
def test_nothing_is_lost_but_white_space(text: str) -> None:
    assert "".join(tokens_of(text.split())) == "".join(text.split())
