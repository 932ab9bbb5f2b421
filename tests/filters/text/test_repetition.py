from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.records import Text
from filters.signals import measure_all
from filters.text.repetition import SPECS, duplicate_characters
from filters.text.sample import Sample

REGISTRY = {spec.name: spec for spec in SPECS}


def of(text: str) -> dict[str, object]:
    return dict(measure_all(Sample((Text(text),)), REGISTRY))


def test_lines_and_paragraphs_that_came_before() -> None:
    found = of("one\ntwo\n\none\ntwo\n\nthree")  # 25 characters
    assert found["duplicate_lines"] == 2 / 5
    assert found["duplicate_line_characters"] == 6 / 23
    assert found["duplicate_paragraphs"] == 1 / 3
    assert found["duplicate_paragraph_characters"] == 7 / 23


def test_the_most_frequent_ngram() -> None:
    found = of("a b c a b d")  # of `a b` twice: 2 * 3 of 11 characters; of 3-grams each occurs once: the first
    assert (found["top_2gram"], found["top_3gram"]) == (6 / 11, 5 / 11)
    assert of("a b")["top_3gram"] == 0


def test_overlapping_occurrences_are_no_more_than_the_whole() -> None:
    assert of("a a a a")["top_2gram"] == 1


def test_ngrams_that_came_before() -> None:
    found = of("one two three four five. one two three four five.")
    assert (found["duplicate_5gram"], found["duplicate_6gram"]) == (19 / 49, 20 / 49)
    assert found["duplicate_7gram"] == 0


def test_pieces_are_what_newlines_separate() -> None:
    assert Sample((Text("a\n\n\nb\x85c\n"),)).separate_lines == ["a", "b\x85c", ""]
    assert Sample((Text("a"), Text("b\nc"))).paragraphs == ["a", "b\nc"]
    assert Sample((Text("\n\na\nb\n\n\nc\n"),)).paragraphs == ["a\nb", "c"]


@given(st.text("a \n", max_size=12))
def test_pieces_are_those_that_a_pattern_finds(text: str) -> None:
    sample = Sample((Text(text),))
    assert sorted(sample.separate_lines) == sorted(re.split(r"\n+", text))
    assert sample.paragraphs == re.split(r"\n{2,}", text.strip())


@given(st.lists(st.text("ab", max_size=3), max_size=20))
def test_duplicate_characters_are_those_of_pieces_seen_before(pieces: list[str]) -> None:
    assert duplicate_characters(pieces) == sum(len(each) for at, each in enumerate(pieces) if each in pieces[:at])


def test_every_function_says_its_bound() -> None:
    for spec in SPECS:
        assert spec.measure is not None
        assert "Gopher keeps up to 0." in (spec.measure.__doc__ or ""), spec.name
