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
    ordered = np.sort(values)  # several times faster than np.unique
    different = np.append(ordered[:-1][ordered[1:] != ordered[:-1]], ordered[-1])
    table = np.zeros(int(different[-1]) + 1, np.uint64)
    table[different] = np.arange(different.size, dtype=np.uint64)
    return table[values]


def ngram_counts(ids: Ids, n: int) -> Counts:
    """Return how often each different n-gram occurs, in no particular order.

    An n-gram is written as one number, put together from those of its halves. Before a number would outgrow 64 bits the
    halves are renumbered, so two n-grams never share a number.

    Args:
        ids: Numbers from 0 without gaps, one for each character or word.
        n: Length of an n-gram, 1 or more.
    """
    if ids.size < n:
        return np.zeros(0, np.int64)
    ordered = np.sort(_codes(ids, int(ids.max()) + 1, n)[0])
    ends = np.flatnonzero(ordered[1:] != ordered[:-1])
    return np.diff(ends, prepend=-1, append=ordered.size - 1)


def _codes(ids: Ids, base: int, n: int) -> tuple[Ids, int]:
    """Return a number for the n-gram at each place, and what all are below."""
    if n == 1:
        return ids, base
    first = n - 1 if n % 2 else n // 2
    codes, bound = _codes(ids, base, first)
    rest, rest_bound = (ids, base) if n % 2 else (codes, bound)
    if bound * rest_bound > LIMIT:
        codes, bound = _renumbered(codes)
        rest, rest_bound = (ids, base) if n % 2 else (codes, bound)
    places = ids.size - n + 1
    return codes[:places] * np.uint64(rest_bound) + rest[first : first + places], bound * rest_bound


def _renumbered(codes: Ids) -> tuple[Ids, int]:
    different, places = np.unique(codes, return_inverse=True)
    return places.astype(np.uint64), different.size
