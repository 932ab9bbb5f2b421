"""Finds single rows in the tables of a dataset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from shards import storage
from shards.dataset import Dataset


def find_rows(dataset: Dataset, kind: str, column: str, values: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows whose column has one of the values; row groups that can't have them are skipped.

    Each row has two keys more than its table: `generation`, counted from 1, and `file`, the path of its table.
    """
    wanted = sorted(set(values))
    for number, generation in enumerate(dataset.generations(), 1):
        for path in generation.paths(kind):
            yield from ({**row, "generation": number, "file": path} for row in _rows(path, column, wanted))


def _rows(path: str, column: str, wanted: list[str]) -> Iterator[dict[str, Any]]:
    # Not by pyarrow's own filters: their scanner leaves threads behind that can abort the interpreter at its end.
    with storage.open_to_read(path) as stream, pq.ParquetFile(stream) as table:
        values = pa.array(wanted, pa.string())  # typed, lest no value at all be of no type
        for group in range(table.num_row_groups):
            if _may_hold(table.metadata.row_group(group), column, wanted):
                rows = table.read_row_group(group, use_threads=False)
                yield from rows.filter(pc.is_in(rows[column], value_set=values)).to_pylist()


def _may_hold(group: pq.RowGroupMetaData, column: str, wanted: list[str]) -> bool:
    """Tell by a row group's statistics whether it may hold one of the values."""
    columns = (group.column(number) for number in range(group.num_columns))
    statistics = next((each.statistics for each in columns if each.path_in_schema == column), None)
    if statistics is None or not statistics.has_min_max:
        return True
    return any(statistics.min <= value <= statistics.max for value in wanted)
