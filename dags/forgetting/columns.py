"""Which columns a table has: one that another version of m3w wrote may have some that this one would lose."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from shards import storage


def require_known(path: str, schema: pa.Schema) -> None:
    """Hold a table that is to be rewritten against the schema that it is rewritten by.

    Raises:
        ValueError: It has columns that the schema lacks.
    """
    with storage.open_to_read(path) as stream, pq.ParquetFile(stream) as table:
        columns = table.metadata.schema
        found = {columns.column(number).path for number in range(len(columns))}
    lost = sorted(found - {leaf for field in schema for leaf in _leaves(field.name, field.type)})
    if lost:
        raise ValueError(
            f"{path} has columns that this m3w does not know ({', '.join(lost)}): forget with the version that wrote it"
        )


def _leaves(name: str, kind: pa.DataType) -> Iterator[str]:
    """Yield the columns that Parquet makes of a field: those of a list lie below `list.element`."""
    if pa.types.is_struct(kind):
        for field in kind:
            yield from _leaves(f"{name}.{field.name}", field.type)
    elif pa.types.is_list(kind):
        yield from _leaves(f"{name}.list.element", kind.value_type)
    else:
        yield name
