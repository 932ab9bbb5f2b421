from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dom_parsing.records import Element, Image, Signal, Text
from filters.text import c4, fineweb, gopher, repetition
from filters.text.text_signals import DOCUMENT_SIGNALS, measure

PHOTO = Image("https://a.example/1.jpg", alt="not a word of the text")
PROSE = "The cat has come to be with the dog, and of that I have a picture."
COUNTS = ("characters", "words", "sentences", "c4_sentences", "longest_word")
MANY = 300_000


def of(*texts: str) -> dict[str, Signal]:
    return measure([Text(text) for text in texts])


def assert_in_range(found: dict[str, Signal]) -> None:
    for name, spec in DOCUMENT_SIGNALS.items():
        value = found[name]
        if value is None or isinstance(value, str):
            assert (spec.kind is str) == isinstance(value, str)
            continue
        assert type(value) is spec.kind, name
        assert math.isfinite(value), name
        assert spec.low <= value <= spec.high, name


def test_rules_are_asked_in_the_order_of_the_corpora_they_come_from() -> None:
    names = list(DOCUMENT_SIGNALS)
    asked = ["words", "alphabetic_words", "duplicate_paragraphs", "top_2gram", "duplicate_10gram", "lorem_ipsum"]
    assert sorted(asked, key=names.index) == asked
    assert names[-1] == "images"


def test_every_signal_says_what_it_is() -> None:
    for spec in DOCUMENT_SIGNALS.values():
        assert spec.measure is not None
        assert len((spec.measure.__doc__ or "").split()) > 4, spec.name


@pytest.mark.parametrize("elements", [[], [Text("")], [PHOTO, PHOTO], [Text(" \n\t ")]])
def test_no_words_at_all(elements: list[Element]) -> None:
    found = measure(elements)
    assert (found["language"], found["stop_words"]) == ("und", None)
    assert found["images"] == sum(isinstance(element, Image) for element in elements)
    specs = (*gopher.SPECS, *repetition.SPECS, *c4.SPECS, *fineweb.SPECS)
    assert {found[spec.name] for spec in specs if spec.name != "stop_words"} == {0}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("word", 1),
        ("!!! ??? ...", 0),
        ("1 2 3", 3),
        ("Кошка cat 猫 قطة γάτα ✂️", 6),
        ("\x00\x1b[0m", 1),
        ("\x85\u2028\x1c\x0b", 0),
    ],
)
def test_strange_texts_stay_finite_and_within_their_ranges(text: str, words: int) -> None:
    found = of(text)
    assert found["words"] == words
    assert_in_range(found)


@pytest.mark.parametrize(
    "character", ["a", "#", ".", "-", "/", "'", "。", "„", "1", "{", "[", "•", " ", "\n", "\x00", "猫"]
)
def test_a_text_of_one_character_without_end_is_measured(character: str) -> None:
    # A pattern that starts again at every character of a run takes hours for these, not a fraction of a second.
    assert_in_range(of(character * MANY))


@pytest.mark.parametrize(
    "unit", ["a. ", "a\n", "- a\n\n", "a-1-", "www.", "'s", '."', "a'", "[1]", "A.", "https://", "/a", "- "]
)
def test_a_pattern_without_end_is_measured(unit: str) -> None:
    assert_in_range(of(unit * (MANY // 4 // len(unit))))


def test_one_endless_word_of_punctuation_is_measured() -> None:
    assert of(f"{PROSE} {PROSE} a{'!' * MANY}b {'-' * MANY}c")["stop_words"] == 8


@settings(deadline=None, max_examples=150)
@given(st.lists(st.text(max_size=200).map(Text) | st.just(PHOTO), max_size=6))
def test_every_signal_stays_within_its_range(elements: list[Element]) -> None:
    found = measure(elements)
    assert list(found) == list(DOCUMENT_SIGNALS)
    assert_in_range(found)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.sampled_from(["a", "The", "the", "cat.", "{", "lorem ipsum", "...", "- ", "\n", "\n\n", "#1", "javascript"])
    )
)
def test_every_signal_of_a_made_up_page_stays_within_its_range(pieces: list[str]) -> None:
    assert_in_range(of(" ".join(pieces)))


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=300))
def test_the_same_text_has_the_same_signals(text: str) -> None:
    assert of(text) == of(text)


def test_measures_of_extent_add_up() -> None:
    found = measure([Text("One sentence. Another one."), PHOTO, Text("A third one of a page.")])
    assert {name: found[name] for name in COUNTS} == {
        "characters": 50,
        "words": 10,
        "sentences": 3,
        "c4_sentences": 3,
        "longest_word": 9,
    }
