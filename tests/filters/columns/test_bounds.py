"""Rules against columns decide as rules against values do."""

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.columns.bounds import NONE, breaks, first_broken
from filters.rules import Bound, broken

NUMBERS = st.none() | st.floats(allow_infinity=False) | st.integers(-1000, 1000).map(float)
ENDS = st.floats(-1000, 1000)


def column(values, kind=None):
    return pa.chunked_array([pa.array(values, kind, from_pandas=False)])


@given(st.lists(NUMBERS, max_size=20), ENDS, ENDS, st.sampled_from(["min", "max", "both"]))
def test_a_column_of_numbers_breaks_a_bound_where_its_values_do(values, one, other, sides):
    low, high = sorted((one, other))
    said = {"min": {"min": low}, "max": {"max": high}, "both": {"min": low, "max": high}}[sides]
    bound = Bound(**said)
    expected = [bool(bound.broken_by(value)) for value in values]
    assert breaks(column(values, pa.float64()), bound).tolist() == expected


@given(st.lists(st.none() | st.sampled_from(["en", "de", "und", ""]), max_size=20))
def test_a_column_of_words_breaks_a_bound_where_its_values_do(values):
    bound = Bound(any_of=("en", "de"))
    expected = [bool(bound.broken_by(value)) for value in values]
    assert breaks(column(values, pa.string()), bound).tolist() == expected


@given(st.lists(st.none() | st.integers(-5, 2**40), max_size=20))
def test_whole_numbers_are_compared_as_such(values):
    bound = Bound(min=0, max=2**39)
    assert breaks(column(values, pa.int64()), bound).tolist() == [bool(bound.broken_by(value)) for value in values]


def test_nan_breaks_every_bound_and_null_none():
    assert breaks(column([math.nan, None], pa.float64()), Bound(min=-1e300)).tolist() == [True, False]


ROWS = st.lists(st.tuples(st.none() | st.integers(0, 9), st.none() | st.integers(0, 9)), max_size=20)


@given(ROWS, st.integers(0, 9), st.integers(0, 9))
def test_the_first_broken_rule_is_named_in_the_order_of_the_registry(rows, least, most):
    rules = {"b": Bound(max=most), "a": Bound(min=least), "unknown": Bound(min=0)}
    columns = {"a": column([row[0] for row in rows], pa.int64()), "b": column([row[1] for row in rows], pa.int64())}
    order = ["a", "b"]
    found = first_broken(columns, rules, order, len(rows))
    for index, (a, b) in zip(found, rows, strict=True):
        first = next(broken({"a": a, "b": b}, rules, dict.fromkeys(order)), None)
        assert (order[index] if index != NONE else None) == (first[0] if first else None)


@pytest.mark.parametrize("kind", [pa.float64(), pa.int64(), pa.string()])
def test_no_values_break_nothing(kind):
    bound = Bound(any_of=("en",)) if kind == pa.string() else Bound(min=1)
    assert breaks(column([], kind), bound).dtype == np.bool_
