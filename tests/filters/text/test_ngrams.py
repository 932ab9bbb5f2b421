from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filters.text.ngrams import dense, ngram_counts


def brute(values: list[int], n: int) -> list[int]:
    return sorted(Counter(tuple(values[i : i + n]) for i in range(len(values) - n + 1)).values())


def counts(values: list[int], n: int) -> list[int]:
    return sorted(ngram_counts(dense(np.array(values, np.uint32)), n).tolist())


@settings(deadline=None, max_examples=300)
@given(st.lists(st.integers(0, 3), max_size=60) | st.lists(st.integers(0, 2**32 - 2), max_size=30), st.integers(1, 12))
def test_as_counted_one_by_one(values: list[int], n: int) -> None:
    values = [value % 2**21 for value in values]
    assert counts(values, n) == brute(values, n)


@pytest.mark.parametrize("different", [84, 85, 7_131, 7_132, 50_000])
def test_numbers_that_would_outgrow_64_bits_are_renumbered(different: int) -> None:
    values = np.random.default_rng(different).permutation(different).tolist()
    values = (values * (30_000 // different + 2))[:60_000] + values[:1_000]
    assert counts(values, 10) == brute(values, 10)


def test_dense_keeps_order_and_leaves_no_gap() -> None:
    assert dense(np.array([7, 1_000_000, 7, 0], np.uint32)).tolist() == [1, 2, 1, 0]
    assert dense(np.array([], np.uint32)).tolist() == []
