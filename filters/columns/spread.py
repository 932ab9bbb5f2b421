"""How widely pictures are shown, and which of a document's references show one anew."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from filters.columns.bounds import NONE, Codes, Column, Mask


def spread_of(pictures: Codes, components: Codes, hosts: Codes) -> dict[str, Column]:
    """Return the signals of `filters.images.spread` for each reference; 1 where the picture is NONE.

    Args:
        pictures: Code of the picture that each reference shows.
        components: Component of the document it stands in.
        hosts: Rank of that document's host by name.
    """
    documents, sites = np.ones((2, len(pictures)), dtype=np.int64)
    again = np.flatnonzero((pictures != NONE) & (np.bincount(pictures + 1, minlength=1)[pictures + 1] > 1))
    if again.size:  # most pictures are shown once: there is nothing to sort
        shown, _, host = _each_component_once(pictures[again], components[again], hosts[again])
        documents[again] = np.bincount(shown)[pictures[again]]
        by_host = _pairs(shown, host)
        each = shown[np.unique(by_host, return_index=True)[1]]
        sites[again] = np.bincount(each)[pictures[again]]
    return {"documents": column(documents), "hosts": column(sites)}


def _each_component_once(pictures: Codes, components: Codes, hosts: Codes) -> tuple[Codes, Codes, Codes]:
    """Return pictures with the components that show them, each pair once, with the first of its hosts."""
    by_host = np.argsort(hosts, kind="stable")
    pairs = _pairs(pictures, components)[by_host]
    first = by_host[np.unique(pairs, return_index=True)[1]]
    return pictures[first], components[first], hosts[first]


def firsts(documents: Codes, pictures: Codes) -> Mask:
    """Return which references are the first of their document to show their picture; they are in document order."""
    first = np.zeros(len(documents), dtype=bool)
    if len(documents):
        first[np.unique(_pairs(documents, pictures), return_index=True)[1]] = True
    return first


def column(values: Codes) -> Column:
    """Return numbers as Arrow has them."""
    return pa.chunked_array([pa.array(values)])


def _pairs(one: Codes, other: Codes) -> Codes:
    pairs: Codes = one * (other.max() + 1) + other
    return pairs
