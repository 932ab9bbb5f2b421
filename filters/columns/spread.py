"""How many components show a picture, and which of a document's references show one anew."""

from __future__ import annotations

import numpy as np

from filters.columns.bounds import NONE, Codes, Mask


def shown_by(pictures: Codes, components: Codes) -> Codes:
    """Return for each reference how many components show its picture; 1 where the picture is NONE.

    Args:
        pictures: Code of the picture that each reference shows.
        components: Component of the document it stands in.
    """
    counts = np.ones(len(pictures), dtype=np.int64)
    again = np.flatnonzero((pictures != NONE) & (np.bincount(pictures + 1)[pictures + 1] > 1))
    if again.size:  # most pictures are shown once: there is nothing to sort
        pairs = np.unique(_pairs(pictures[again], components[again]))
        each = np.bincount(pairs // (components[again].max() + 1))
        counts[again] = each[pictures[again]]
    return counts


def firsts(documents: Codes, pictures: Codes) -> Mask:
    """Return which references are the first of their document to show their picture; they are in document order."""
    first = np.zeros(len(documents), dtype=bool)
    if len(documents):
        first[np.unique(_pairs(documents, pictures), return_index=True)[1]] = True
    return first


def _pairs(one: Codes, other: Codes) -> Codes:
    pairs: Codes = one * (other.max() + 1) + other
    return pairs
