"""Bounds held against columns of signals: as `filters.rules` does value by value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from filters.rules import Bound, Rules

Column: TypeAlias = pa.ChunkedArray
Mask: TypeAlias = NDArray[np.bool_]
Codes: TypeAlias = NDArray[np.int64]
NONE = -1


def breaks(values: Column, bound: Bound) -> Mask:
    """Return which values break the bound; null breaks none, NaN breaks every one."""
    if bound.any_of is not None:
        allowed = pc.is_in(values, value_set=pa.array(bound.any_of, pa.string()))
        return as_mask(pc.and_(pc.is_valid(values), pc.invert(allowed)))
    numbers = numbers_of(values)
    within = np.ones(len(numbers), dtype=bool)
    if bound.min is not None:
        within &= numbers >= bound.min
    if bound.max is not None:
        within &= numbers <= bound.max
    return ~within & as_mask(pc.is_valid(values))


def first_broken(columns: Mapping[str, Column], rules: Rules, order: Iterable[str], number: int) -> Codes:
    """Return for each subject the index, within `order`, of the first rule it breaks; NONE where it breaks none.

    Args:
        columns: Signals by name, one value a subject.
        rules: Rules on signals that have no column are passed over.
        order: Names of the signals, in the order in which rules are asked.
        number: Subjects.
    """
    found = np.full(number, NONE, dtype=np.int64)
    for index, name in enumerate(order):
        if name in rules and name in columns:
            found[(found == NONE) & breaks(columns[name], rules[name])] = index
    return found


def as_mask(values: Any) -> Mask:
    """Return Arrow's booleans as NumPy's."""
    mask: Mask = values.to_numpy(zero_copy_only=False) if isinstance(values, pa.Array) else values.to_numpy()
    return mask.astype(bool)


def numbers_of(values: Column) -> NDArray[np.float64]:
    """Return numbers as NumPy has them, NaN for null."""
    return np.asarray(values.cast(pa.float64()).to_numpy(), dtype=np.float64)
