"""Tables read as columns, and texts as codes and ranks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from filters.columns.bounds import NONE, Codes, Column
from shards import storage


def read_columns(paths: Sequence[str], columns: Sequence[str]) -> pa.Table:
    """Read some columns of many tables as one; a column may name a field within another (`signals.words`).

    A struct `signals` is there even where none of its fields is asked for, or there are no tables.
    """
    tables = []
    for path in paths:
        with storage.open_to_read(path) as stream, pq.ParquetFile(stream) as table:
            tables.append(table.read(columns=list(columns)))
    return pa.concat_tables(tables) if tables else _nothing(columns)


def _nothing(columns: Sequence[str]) -> pa.Table:
    fields = [name.removeprefix("signals.") for name in columns if name.startswith("signals.")]
    signals = pa.array([], pa.struct([(name, pa.float64()) for name in fields]))
    return pa.table({**{name: pa.array([], pa.string()) for name in columns if "." not in name}, "signals": signals})


def signals_in(table: pa.Table) -> dict[str, Column]:
    """Return the signals of a table by name, one column each."""
    if "signals" not in table.column_names:
        return {}
    fields = table.schema.field("signals").type
    return {fields.field(i).name: pc.struct_field(table["signals"], [i]) for i in range(fields.num_fields)}


def codes_of(values: Column) -> Codes:
    """Return equal numbers for equal texts."""
    return np.asarray(values.combine_chunks().dictionary_encode().indices, dtype=np.int64)


def ranks_of(values: Column) -> Codes:
    """Return numbers in the order of the texts, equal ones for equal texts."""
    encoded = values.combine_chunks().dictionary_encode()
    ranks = np.empty(len(encoded.dictionary), dtype=np.int64)
    ranks[np.asarray(pc.sort_indices(encoded.dictionary))] = np.arange(len(ranks))
    return ranks[np.asarray(encoded.indices, dtype=np.int64)]


def places_of(values: Column, among: Column) -> Codes:
    """Return where each value stands among others; NONE where it does not."""
    found = pc.index_in(values, value_set=among.combine_chunks())
    return np.asarray(pc.fill_null(found, NONE).to_numpy(), dtype=np.int64)
