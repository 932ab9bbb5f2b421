"""Which members of components stay, for all components at once: as `filters.duplicates.duplicates` does for one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filters.columns.bounds import NONE, Codes, Mask

FAILS, PASSES, UNKNOWN = 0, 1, 2
"""What the other rules say of a document; unknown where its images were not fetched."""
STAYS, OPEN, SAME_PAGE, SAME_TEXT, FAILED = 0, 1, 2, 3, 4
"""What becomes of it; open where it would stay if its images pass."""
States = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties documents; all of one length, codes of no meaning but equality unless said otherwise.

    Attributes:
        component: Component of each document.
        page: Page.
        text: Cluster of (nearly) equal texts.
        id: Rank of its id among all.
        date: Rank of its date of capture among all; equal for equal dates.
    """

    component: Codes
    page: Codes
    text: Codes
    id: Codes
    date: Codes


def in_order(ties: Ties, members: Mask) -> Codes:
    """Return the indices of the members, component by component, each in the order in which its members may stay."""
    indices = np.flatnonzero(members)
    latest = _latest_of_page(ties, indices)
    age = np.where(latest, 0, -ties.date[indices])
    return indices[np.lexsort((ties.id[indices], age, ~latest, ties.component[indices]))]


def _latest_of_page(ties: Ties, indices: Codes) -> Mask:
    by_page = np.lexsort((ties.id[indices], -ties.date[indices], ties.page[indices]))
    pages = ties.page[indices][by_page]
    first = np.ones(len(pages), dtype=bool)
    first[1:] = pages[1:] != pages[:-1]
    latest = np.zeros(len(indices), dtype=bool)
    latest[by_page[first]] = True
    return latest


def fates(ties: Ties, members: Mask, passes: States) -> States:
    """Return what becomes of every document.

    Args:
        ties: What ties them.
        members: Those that text rules keep; the others are FAILED.
        passes: FAILS, PASSES or UNKNOWN.
    """
    fate = np.full(len(passes), FAILED, dtype=np.int8)
    ordered = in_order(ties, members)
    ordered = ordered[passes[ordered] != FAILS]
    fate[ordered] = np.where(passes[ordered] == PASSES, STAYS, OPEN)
    starts, ends = _several(ties.component[ordered])
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        _thin_out(ordered[start:end], ties, fate)
    return fate


def _several(components: Codes) -> tuple[Codes, Codes]:
    """Return where the groups of more than one of equal neighbours begin and end."""
    edges = np.flatnonzero(np.diff(components, prepend=NONE, append=NONE))
    starts, ends = edges[:-1], edges[1:]
    several = ends - starts > 1
    return starts[several], ends[several]


def _thin_out(group: Codes, ties: Ties, fate: States) -> None:
    """Mark the members of one component that a member before them is tied to."""
    pages: set[int] = set()
    texts: set[int] = set()
    for member, page, text in zip(group.tolist(), ties.page[group].tolist(), ties.text[group].tolist(), strict=True):
        if page in pages:
            fate[member] = SAME_PAGE
        elif text in texts:
            fate[member] = SAME_TEXT
        else:
            pages.add(page)
            texts.add(text)
