from __future__ import annotations

import string

from filters.text.punctuation import PUNCTUATION, TERMINAL


def test_marks_of_many_scripts_end_sentences() -> None:
    assert len(TERMINAL) == 159
    assert set(".?!\u3002\uff01\u061f\u06d4\u0964\u1362\u2047") <= TERMINAL
    assert not TERMINAL & set(",;:\"')\u2026")


def test_punctuation_is_no_letter() -> None:
    assert set(string.punctuation) <= PUNCTUATION
    assert TERMINAL <= PUNCTUATION
    assert not any(map(str.isalpha, PUNCTUATION))
    assert not PUNCTUATION & set("\t\n a1\u2022\u2192")
