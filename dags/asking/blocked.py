"""What a shortlist dropped by blocklist, whatever its rules are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dags.asking.reading import places_of, read_columns
from filters.columns.bounds import NONE, Codes, Column, Mask, as_mask
from filters.safety.blocked import IMAGE, PAGE


@dataclass(frozen=True)
class Blocked:
    """What is dropped by blocklist.

    Attributes:
        documents: Which documents.
        elements: Which elements, by their places counted through all documents.
    """

    documents: Mask
    elements: Codes


def nothing_blocked(number: int) -> Blocked:
    """Return that none of so many documents is blocked, nor what they show."""
    return Blocked(np.zeros(number, dtype=bool), np.zeros(0, dtype=np.int64))


def blocked_in(paths: Sequence[str], ids: Column, elements: Column) -> Blocked:
    """Return what decisions say of documents.

    Args:
        paths: Tables of decisions.
        ids: Ids of the documents.
        elements: Their elements.
    """
    found = nothing_blocked(len(ids))
    rows = read_columns(paths, ["subject", "element", "rule"])
    rows = rows.filter(pc.is_in(rows["rule"], value_set=pa.array([PAGE, IMAGE])))
    document = places_of(rows["subject"], ids)
    known, of_page = document != NONE, as_mask(pc.equal(rows["rule"], PAGE))
    found.documents[document[known & of_page]] = True
    lengths = np.asarray(pc.list_value_length(elements).to_numpy(), dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    of_image = known & ~of_page
    place = pc.fill_null(rows["element"], 0).to_numpy()[of_image]
    return Blocked(found.documents, starts[document[of_image]] + place)
