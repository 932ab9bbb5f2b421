"""Repeated n-grams of words, exactly, in a time that grows as n log n with the text.

An n-gram can only occur twice where each of its words and its first n-1 words do: each length looks only at the places
that the one before has left, and in prose few are left beyond three words.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.int64]
TOP = (2, 3, 4)
DUPLICATED = (5, 6, 7, 8, 9, 10)
NONE = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Repeats:
    """Characters that repeated n-grams hold.

    Attributes:
        top: For n of TOP, characters of the most frequent n-gram, one space between words, times its occurrences; of
            several the first in the text; 0 for a text of fewer words. Occurrences may overlap.
        duplicated: For n of DUPLICATED, characters of the words in n-grams that came before, read from left to right: a
            repetition is counted and leapt over, so no word counts twice.
    """

    top: Mapping[int, int]
    duplicated: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Places:
    """The n-grams of one length that occur more than once.

    Attributes:
        first: Index of the first word of each occurrence, ascending.
        gram: Which n-gram it is, a number for each.
        count: How often that n-gram occurs.
    """

    n: int
    first: Numbers
    gram: Numbers
    count: Numbers


def repeats(words: Sequence[str]) -> Repeats:
    """Return what is repeated in a sequence of words."""
    ends = np.zeros(len(words) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, words), np.int64, len(words)), out=ends[1:])
    top, duplicated = {}, {}
    for places in repeated(_numbered(words), DUPLICATED[-1]):
        if places.n in TOP:
            top[places.n] = _top(places, ends)
        if places.n in DUPLICATED:
            duplicated[places.n] = _duplicated(places, ends)
    return Repeats(top, duplicated)


def repeated(words: Numbers, longest: int) -> Iterator[Places]:
    """Yield the repeated n-grams of a sequence of numbers, for n from 2 to `longest`."""
    kinds = int(words.max()) + 1 if words.size else 1
    again = (np.bincount(words) > 1)[words]
    first = np.flatnonzero(again[:-1] & again[1:])
    gram = words[first]
    for n in range(2, longest + 1):
        whole = int(np.searchsorted(first, words.size - n, side="right"))
        first, gram, count = _again(first[:whole], gram[:whole] * kinds + words[first[:whole] + n - 1])
        yield Places(n, first, gram, count)


def _again(first: Numbers, gram: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    if not first.size:
        return NONE, NONE, NONE
    _, gram, counts = np.unique(gram, return_inverse=True, return_counts=True)
    count = counts[gram]
    again = count > 1
    return first[again], gram[again], count[again]


def _numbered(words: Sequence[str]) -> Numbers:
    numbers = dict(zip(dict.fromkeys(words), itertools.count(), strict=False))
    return np.fromiter(map(numbers.__getitem__, words), np.int64, len(words))


def _top(places: Places, ends: Numbers) -> int:
    words = ends.size - 1
    if words < places.n:
        return 0
    first, count = 0, 1
    if places.first.size:
        often = int(places.count.argmax())  # the first of the largest
        first, count = int(places.first[often]), int(places.count[often])
    return int(ends[first + places.n] - ends[first] + places.n - 1) * count


def _duplicated(places: Places, ends: Numbers) -> int:
    seen: set[int] = set()
    resume = characters = 0
    sizes = ends[places.first + places.n] - ends[places.first]
    for first, gram, size in zip(places.first.tolist(), places.gram.tolist(), sizes.tolist(), strict=True):
        if first < resume:
            continue
        if gram in seen:
            characters += size
            resume = first + places.n
        else:
            seen.add(gram)
    return characters
