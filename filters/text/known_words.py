"""Signals that count words, in languages whose words can be told apart."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from filters.text.sample import Sample
from filters.text.segmentation import has_words

Value = TypeVar("Value", int, float)


def where_words_are_known(measure: Callable[[Sample], Value]) -> Callable[[Sample], Value | None]:
    """Return a measure that is None for a text in a language whose words nothing here can tell apart."""

    @wraps(measure)
    def measured(sample: Sample) -> Value | None:
        return measure(sample) if has_words(sample.written_in) else None

    return measured
