"""Exact counts of n-grams, in time n log n and a few arrays of the sequence's length."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ids: TypeAlias = NDArray[np.uint64]
Counts: TypeAlias = NDArray[np.int64]
LIMIT = 2**64


def dense(values: NDArray[np.uint32]) -> Ids:
    """Return the values renumbered from 0 in their order, without gaps."""
    if values.size == 0:
        return values.astype(np.uint64)
    different = np.unique(values)
    table = np.zeros(int(different[-1]) + 1, np.uint64)
    table[different] = np.arange(different.size, dtype=np.uint64)
    return table[values]


def ngram_counts(ids: Ids, n: int) -> Counts:
    """Return how often each different n-gram occurs, in no particular order.

    An n-gram is written as a number with the ids as digits. Before the number would outgrow 64 bits, the shorter grams
    counted so far are renumbered, so two n-grams never share a number.

    Args:
        ids: Numbers from 0 without gaps, one for each character or word.
        n: Length of an n-gram, 1 or more.
    """
    if ids.size < n:
        return np.zeros(0, np.int64)
    base = int(ids.max()) + 1
    codes, bound = ids, base
    for length in range(2, n + 1):
        if bound * base > LIMIT:
            different, places = np.unique(codes, return_inverse=True)
            codes, bound = places.astype(np.uint64), different.size
        codes, bound = codes[:-1] * np.uint64(base) + ids[length - 1 :], bound * base
    return _counts(codes)


def _counts(codes: Ids) -> Counts:
    ordered = np.sort(codes)
    ends = np.flatnonzero(ordered[1:] != ordered[:-1])
    return np.diff(ends, prepend=-1, append=codes.size - 1)
