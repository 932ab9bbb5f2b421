from __future__ import annotations

import pytest

from dom_parsing.records import Text
from filters.signals import measure_all
from filters.text.gopher import SPECS
from filters.text.sample import Sample

REGISTRY = {spec.name: spec for spec in SPECS}
PROSE = "The cat has come to be with the dog, and of that I have a picture."


def of(*texts: str, language: str | None = "en") -> dict[str, object]:
    return dict(measure_all(Sample(tuple(map(Text, texts)), within=language), REGISTRY))


def test_hand_worked_values() -> None:
    found = of("#one two\u2026 three... 4", "five - #six")
    # tokens: # one two … three ... 4 five - # six
    assert found["words"] == 6
    assert found["mean_word_length"] == (3 + 3 + 5 + 1 + 4 + 3) / 6
    assert found["hash_ratio"] == 2 / 11
    assert found["ellipsis_ratio"] == 2 / 11
    assert found["alphabetic_words"] == 5 / 6
    assert found["alphabetic_tokens"] == 5 / 11


def test_four_dots_are_one_ellipsis() -> None:
    assert of("a.... b")["ellipsis_ratio"] == 1 / 3


def test_lines_begin_with_bullets_and_end_with_ellipses() -> None:
    found = of("\u2022 one\n - two...\nthree \u2026 \n-four\n* five\n\u2013 six")
    assert found["bullet_lines"] == 3 / 6
    assert found["ellipsis_lines"] == 2 / 6


def test_empty_lines_count_as_lines() -> None:
    assert of("- one", "- two")["bullet_lines"] == 2 / 3


def test_stop_words_are_those_of_the_texts_own_language_each_once() -> None:
    assert of(PROSE)["stop_words"] == 8
    assert of("This sentence was written without any of them, which is why it says so little.")["stop_words"] == 1
    assert of("Der Hund und die Katze sind in den Garten gegangen.", language="de")["stop_words"] == 4


@pytest.mark.parametrize(("text", "count"), [('"the" (and) *of*, to: that\'s', 5), ("The AND Of TO", 0), ("there", 0)])
def test_stop_words_are_tokens_as_the_list_has_them(text: str, count: int) -> None:
    assert of(text)["stop_words"] == count


def test_a_language_without_a_list_has_no_stop_words_to_count() -> None:
    assert of("the and of to", language="xx")["stop_words"] is None
