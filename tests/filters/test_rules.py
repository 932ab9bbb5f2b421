from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dom_parsing.records import Signal
from filters.images.image_signals import IMAGE_SIGNALS
from filters.rules import Bound, broken, check_rules
from filters.text.text_signals import DOCUMENT_SIGNALS

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("bound", "value", "side"),
    [
        (Bound(min=50), 50, ""),
        (Bound(min=50), 49, ">= 50"),
        (Bound(min=50), 49.999, ">= 50"),
        (Bound(max=0.1), 0.1, ""),
        (Bound(max=0.1), 0.11, "<= 0.1"),
        (Bound(min=3, max=10), 2, ">= 3"),
        (Bound(min=3, max=10), 11, "<= 10"),
        (Bound(max=1_234_567), 1_234_568, "<= 1234567"),
        (Bound(min=2_000_000), 1, ">= 2000000"),
        (Bound(min=0), -0.0, ""),
        (Bound(any_of=("en", "de")), "de", ""),
        (Bound(any_of=("en", "de")), "fr", "any of en, de"),
        (Bound(any_of=("en",)), "und", "any of en"),
    ],
)
def test_bounds_are_inclusive_and_name_the_side_that_is_broken(bound: Bound, value: Any, side: str) -> None:
    assert bound.broken_by(value) == side


@pytest.mark.parametrize("bound", [Bound(min=-1e308), Bound(max=1e308), Bound(min=0, max=1), Bound(any_of=("en",))])
def test_none_breaks_no_rule_and_nan_breaks_every_one(bound: Bound) -> None:
    assert bound.broken_by(None) == ""
    assert bound.broken_by(math.nan) != ""


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_bound_keeps_exactly_what_lies_within_it(one: float, other: float, value: float) -> None:
    low, high = sorted((one, other))
    assert (Bound(min=low, max=high).broken_by(value) == "") == (low <= value <= high)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_looser_bound_keeps_whatever_a_tighter_one_keeps(one: float, other: float, value: float) -> None:
    loose, tight = sorted((one, other))
    if not Bound(min=tight).broken_by(value):
        assert not Bound(min=loose).broken_by(value)
    if not Bound(max=loose).broken_by(value):
        assert not Bound(max=tight).broken_by(value)


@pytest.mark.parametrize(
    ("bound", "text"),
    [
        (Bound(min=50, max=100_000), ">= 50 and <= 100000"),
        (Bound(max=0.65), "<= 0.65"),
        (Bound(any_of=("en", "de")), "any of en, de"),
    ],
)
def test_a_bound_reads_as_it_was_written(bound: Bound, text: str) -> None:
    assert str(bound) == text


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "a rule without a bound does nothing: give min, max or any_of, or leave the rule out"),
        ({"min": 5, "max": 4}, "min = 5 is above max = 4: nothing could pass"),
        ({"min": 1_000_001, "max": 1_000_000}, "min = 1000001 is above max = 1000000"),
        ({"min": 5, "any_of": ["en"]}, "a rule has either any_of, for words, or min and max, for numbers"),
        ({"any_of": []}, "at least 1 item"),
        ({"any_of": [1]}, "valid string"),
        ({"min": math.nan}, "finite number"),
        ({"max": math.inf}, "finite number"),
        ({"min": "50"}, "valid number"),
        ({"min": True}, "valid number"),
        ({"minimum": 5}, "Extra inputs"),
    ],
)
def test_impossible_bounds_are_refused_with_the_reason(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Bound.model_validate(given)


def test_a_word_that_a_signal_never_is_is_refused_with_those_it_can_be() -> None:
    check_rules({"format": Bound(any_of=("jpeg", "webp"))}, IMAGE_SIGNALS, "image.rules")
    with pytest.raises(ValueError, match=r"image\.rules\.format: 'jpg' is none of the words it can be: jpeg, png"):
        check_rules({"format": Bound(any_of=("png", "jpg"))}, IMAGE_SIGNALS, "image.rules")


def test_a_bound_may_be_written_as_whole_number() -> None:
    assert Bound.model_validate({"min": 50}).min == 50.0


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({"word": Bound(min=1)}, r"document\.rules\.word: there is no such signal; did you mean 'words'\?"),
        (
            {"qqqqq": Bound(min=1)},
            r"document\.rules\.qqqqq: there is no such signal; signals are: words, mean_word_length",
        ),
        ({"words": Bound(any_of=("en",))}, r"document\.rules\.words is a number: bound it with min and max"),
        ({"language": Bound(min=1)}, r'document\.rules\.language is a word: bound it with any_of = \["..."\]'),
        (
            {"alphabetic_words": Bound(min=1.5)},
            r"alphabetic_words: min = 1\.5 can never be reached, the signal ends at 1",
        ),
        ({"words": Bound(max=-1)}, r"words: max = -1 can never be kept, the signal starts at 0"),
    ],
)
def test_rules_that_fit_no_signal_are_refused_with_the_remedy(rules: dict[str, Bound], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_rules(rules, DOCUMENT_SIGNALS, "document.rules")


def test_rules_at_the_very_end_of_a_range_are_possible() -> None:
    check_rules({"alphabetic_words": Bound(min=1)}, DOCUMENT_SIGNALS, "document.rules")
    check_rules({"words": Bound(max=0)}, DOCUMENT_SIGNALS, "document.rules")
    check_rules({"documents": Bound(max=10)}, IMAGE_SIGNALS, "image.rules")
    check_rules({}, IMAGE_SIGNALS, "image.rules")


def test_rules_are_asked_in_the_order_of_the_registry_whatever_the_recipes() -> None:
    rules = {"images": Bound(min=1), "language": Bound(any_of=("en",)), "words": Bound(min=50)}
    signals: dict[str, Signal] = {"images": 0, "language": "de", "words": 10}
    found = [
        ("words", 10, ">= 50"),
        ("language", "de", "any of en"),
        ("images", 0, ">= 1"),
    ]
    assert list(broken(signals, rules, DOCUMENT_SIGNALS)) == found
    assert list(broken(signals, dict(reversed(rules.items())), DOCUMENT_SIGNALS)) == found


def test_signals_that_are_absent_or_unruled_break_nothing() -> None:
    assert list(broken({"words": 10, "images": None}, {"images": Bound(min=1)}, DOCUMENT_SIGNALS)) == []
    assert list(broken({}, {"images": Bound(min=1)}, DOCUMENT_SIGNALS)) == []
