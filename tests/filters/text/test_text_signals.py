from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dom_parsing.records import Element, Image, Signal, Text
from filters.text.sample import Sample
from filters.text.text_signals import DOCUMENT_SIGNALS, measure, stop_words

PHOTO = Image("https://a.example/1.jpg", alt="not a word of the text")
PROSE = "The cat has come to be with the dog, and of that I have a picture."


def of(*texts: str) -> dict[str, Signal]:
    return measure([Text(text) for text in texts])


def test_hand_worked_values() -> None:
    found = measure([Text("#one two… three... 4"), PHOTO, Text("five - #six")])
    assert found["words"] == 7
    assert found["characters"] == 20 + 2 + 11
    assert found["mean_word_length"] == (4 + 4 + 8 + 1 + 4 + 1 + 4) / 7
    assert found["symbol_ratio"] == 2 / 7
    assert found["alphabetic_words"] == 5 / 7
    assert found["images"] == 1


def test_the_larger_of_hashes_and_ellipses_counts() -> None:
    assert of("# # # a b c")["symbol_ratio"] == 3 / 6
    assert of("# a… b... c… d")["symbol_ratio"] == 3 / 5
    assert of("a.... b")["symbol_ratio"] == 1 / 2  # four dots are one ellipsis


def test_stop_words_are_those_of_the_texts_own_language_each_once() -> None:
    assert of(PROSE)["stop_words"] == 8
    assert of("This sentence was written without any of them, which is why it says so little.")["stop_words"] == 1
    german = of("Der Hund und die Katze sind in den Garten gegangen, um mit dem Ball zu spielen.")
    assert (german["language"], german["stop_words"]) == ("de", 7)


def test_stop_words_are_found_within_punctuation_and_capitals() -> None:
    sample = Sample((Text('"The" (AND) *of*, to: the that\'s'),))
    sample.__dict__["language"] = ("en", 1.0)
    assert stop_words(sample) == 4


def test_a_language_without_a_list_has_no_stop_words_to_count() -> None:
    found = of("모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.")
    assert (found["language"], found["stop_words"]) == ("ko", None)


@pytest.mark.parametrize("elements", [[], [Text("")], [PHOTO, PHOTO], [Text(" \n\t ")]])
def test_no_words_at_all(elements: list[Element]) -> None:
    found = measure(elements)
    for name in ("words", "mean_word_length", "symbol_ratio", "alphabetic_words", "language_score"):
        assert found[name] == 0
    assert (found["language"], found["stop_words"]) == ("und", None)
    assert found["images"] == sum(isinstance(element, Image) for element in elements)


@pytest.mark.parametrize(
    ("text", "words", "alphabetic"),
    [
        ("word", 1, 1.0),
        ("!!! ??? ...", 3, 0.0),
        ("1 2 3", 3, 0.0),
        ("a" * 1_000_000, 1, 1.0),
        ("#" * 1_000_000, 1, 0.0),
        ("." * 1_000_000, 1, 0.0),
        (" " * 1_000_000, 0, 0.0),
        ("Кошка cat 猫 قطة γάτα ✂️", 6, 5 / 6),
        ("\x00\x1b[0m", 1, 1.0),
    ],
)
def test_strange_texts_stay_finite_and_within_their_ranges(text: str, words: int, alphabetic: float) -> None:
    found = of(text)
    assert (found["words"], found["alphabetic_words"]) == (words, alphabetic)
    assert_in_range(found)


def test_one_endless_word_of_punctuation_is_measured_in_linear_time() -> None:
    # A pattern such as `\W+$` tries every character of the inner run again: hours for this text, not a second.
    assert of(f"{PROSE} {PROSE} a{'!' * 1_000_000}b {'-' * 1_000_000}c")["stop_words"] == 8


@settings(deadline=None, max_examples=150)
@given(st.lists(st.text(max_size=200).map(Text) | st.just(PHOTO), max_size=6))
def test_every_signal_stays_within_its_range(elements: list[Element]) -> None:
    found = measure(elements)
    assert list(found) == list(DOCUMENT_SIGNALS)
    assert_in_range(found)


def assert_in_range(found: dict[str, Signal]) -> None:
    for name, spec in DOCUMENT_SIGNALS.items():
        value = found[name]
        if value is None or isinstance(value, str):
            assert (spec.kind is str) == isinstance(value, str)
            continue
        assert type(value) is spec.kind
        assert math.isfinite(value)
        assert spec.low <= value <= spec.high
