"""Expected values were worked by hand and agree with what OBELICS' own functions return."""

from __future__ import annotations

from collections import Counter
from math import sqrt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dom_parsing.records import Signal, Text
from filters.signals import measure_all
from filters.text.obelics import PARAGRAPH_SPECS, SPECS, character_repetition, word_repetition
from filters.text.sample import Sample
from filters.text.settings import SignalSettings

DOCUMENT = {spec.name: spec for spec in SPECS}
PARAGRAPH = {spec.name: spec for spec in PARAGRAPH_SPECS}


def of(text: str, language: str = "en", settings: SignalSettings | None = None) -> dict[str, Signal]:
    return measure_all(Sample((Text(text),), settings or SignalSettings(), language), DOCUMENT)


def of_paragraph(text: str) -> dict[str, Signal]:
    return measure_all(Sample((Text(text),), within="en"), PARAGRAPH)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0.0),
        ("123456789", 0.0),  # too short for a 10-gram
        ("abcdefghijklmnop", 0.0),  # 7 different ones, each once
        ("a" * 30, 1.0),  # one 10-gram, 21 times: min(sqrt(1), 1 - 0) of 1
        ("abcdefghij" * 2, 2 / 11),  # 10 different, 1 of them twice: min(3, 1)
        ("abcdefghij" * 3, 7 / 21),  # 10 different: 1 thrice, 9 twice; the min(3, 10) most frequent: 3 + 2 + 2 = 7
    ],
)
def test_character_repetition(text: str, expected: float) -> None:
    assert character_repetition(Sample((Text(text),))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0.0),
        ("one two three four", 0.0),
        ("one two three four five", 0.0),
        ("one two three four five one two three four five", 2 / 6),
        ("One, two - three four (five) ONE two three four five!", 2 / 6),
        ("la la la la la la", 1.0),
    ],
)
def test_word_repetition(text: str, expected: float) -> None:
    assert of(text)["word_repetition"] == expected


def test_special_characters() -> None:
    assert of("Hi, you 2!")["special_characters"] == 5 / 10
    assert of("★★")["special_characters"] == 1.0
    assert of("")["special_characters"] == 0.0


def test_stop_word_share() -> None:
    assert of('"The" cat: sat on the - mat')["stop_word_share"] == 3 / 6
    assert of("42 !!")["stop_word_share"] == 0.0
    assert of("Der Hund und die Katze", "de")["stop_word_share"] == 3 / 5
    assert of("我们的产品很好", "zh")["stop_word_share"] == 2 / 4
    assert of("nuqneH", "tlh")["stop_word_share"] is None


def test_lists_given_by_path(tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text("cat\nmat\n")
    lists = SignalSettings(stop_words=str(tmp_path), flagged_words=str(tmp_path), common_words=str(tmp_path))
    found = of("The cat sat. A MAT!", "en", lists)
    assert [found[name] for name in ("stop_word_share", "flagged_words", "common_words")] == [2 / 5] * 3
    found = of("Die Katze saß.", "de", lists)
    assert [found[name] for name in ("stop_word_share", "flagged_words", "common_words")] == [None] * 3


def test_flagged_phrases_count_with_all_of_their_words(tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text("bad cat\nmat\n")
    flagged = SignalSettings(flagged_words=str(tmp_path))
    assert of("A Bad cat sat. The cat is bad.", "en", flagged)["flagged_words"] == 2 / 8
    assert of("bad\n\ncat mat", "en", flagged)["flagged_words"] == 3 / 3
    assert of("...", "en", flagged)["flagged_words"] == 0.0


def test_without_lists_there_is_nothing_to_flag() -> None:
    found = of("The cat sat.")
    assert (found["flagged_words"], found["common_words"]) == (None, None)


def test_punctuation() -> None:
    assert of("It's a cat, isn't it? Yes - no.")["punctuation"] == 3 / 10
    assert of("- / -")["punctuation"] == 0.0
    assert of("")["punctuation"] == 0.0
    assert of("你好，世界。", "zh")["punctuation"] == 2 / 4
    assert of("مرحبا، كيف حالك؟", "ar")["punctuation"] == 2 / 5


def test_punctuation_of_a_short_paragraph_says_nothing() -> None:
    assert of_paragraph("a b c d e f g h i j k")["punctuation"] is None
    assert of_paragraph("a b c d e f g h i j k.")["punctuation"] == 1 / 12
    assert of_paragraph("a b c d e f g h i j k l")["punctuation"] == 0.0


def test_what_has_no_words_has_no_share_of_them() -> None:
    found = of("བོད་ཡིག", "bo")
    assert found["word_repetition"] is None
    assert found["character_repetition"] == 0.0


@settings(deadline=None, max_examples=200)
@given(st.text("ab ", max_size=80), st.lists(st.sampled_from(["one", "Two,", "-", "3"]), max_size=40))
def test_repetitions_as_counted_one_by_one(text: str, words: list[str]) -> None:
    counts = sorted(Counter(text[i : i + 10] for i in range(len(text) - 9)).values(), reverse=True)
    top = min(int(sqrt(len(counts))), sum(count > 1 for count in counts))
    assert character_repetition(Sample((Text(text),))) == (sum(counts[:top]) / sum(counts) if counts else 0)
    plain = [word.lower().strip(",") for word in words if word not in ("-", "3")]
    grams = Counter(tuple(plain[i : i + 5]) for i in range(len(plain) - 4)).values()
    expected = sum(count for count in grams if count > 1) / sum(grams) if grams else 0
    assert word_repetition(Sample((Text(" ".join(words)),), within="en")) == expected
