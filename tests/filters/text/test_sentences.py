from __future__ import annotations

import pytest

from filters.text.sentences import count_sentences


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("", 0),
        ("No end", 1),
        ("One. Two! Three? Four", 4),
        ('"One." "Two!" (Three.)', 3),
        ("It costs 3.50 at www.a.example.", 1),
        ("Wait... what?!", 2),
        ("In the U.S. there is J. Doe, e.g. in May. Mr. Doe too.", 3),
        ("Что? Да. \u0645\u0627\u0630\u0627\u061f \u0646\u0639\u0645\u06d4", 4),
        ("\u732b\u304c\u3044\u308b\u3002\u300c\u72ac\uff01\u300d\u9ce5\u3002", 3),
        ("......" * 1000, 1),
        ("." + ")" * 1000, 1),
    ],
)
def test_ends_of_sentences(line: str, sentences: int) -> None:
    assert count_sentences(line) == sentences
