"""The files of a part while they are written: they know their size and digest, and can be given up."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

ROWS_A_GROUP = 10_000
BYTES_A_GROUP = 32 * 1024 * 1024


class HashingFile:
    """A file being written that knows its size and SHA-256 so far; it can't be read or rewound."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._sha256 = hashlib.sha256()
        self._abandoned = False
        self.size = 0
        self.closed = False

    def write(self, data: Any) -> int:
        """Write and account for bytes."""
        view = memoryview(data)
        if self._abandoned:
            return view.nbytes
        self._stream.write(view)
        self._sha256.update(view)
        self.size += view.nbytes
        return view.nbytes

    def tell(self) -> int:
        """Return the bytes written so far."""
        return self.size

    def flush(self) -> None:
        """Pass on to the file below."""
        if not self.closed:
            self._stream.flush()

    def close(self) -> None:
        """Close the file below, once."""
        if not self.closed:
            self.closed = True
            self._stream.close()

    def abandon(self) -> None:
        """Give the file up: what writers above still flush when they are closed goes nowhere."""
        self._abandoned = True
        with suppress(OSError):  # a full disk complains once more; the file is deleted anyway
            self.close()

    @property
    def sha256(self) -> str:
        """Hex digest of everything written."""
        return self._sha256.hexdigest()

    def readable(self) -> bool:
        """Never."""
        return False

    def writable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Never."""
        return False


class Table:
    """A Parquet table being written row by row, in row groups of fixed size."""

    def __init__(self, file: HashingFile, schema: pa.Schema) -> None:
        self.file = file
        self.rows = 0
        self._schema = schema
        self._writer = pq.ParquetWriter(file, schema, compression="zstd", store_schema=False)
        self._waiting: list[dict[str, Any]] = []
        self._waiting_bytes = 0

    def add(self, row: Mapping[str, Any], size: int = 0) -> None:
        """Append a row; `size` is its rough number of bytes, where rows can be large."""
        self._waiting.append(dict(row))
        self._waiting_bytes += size
        self.rows += 1
        if len(self._waiting) >= ROWS_A_GROUP or self._waiting_bytes >= BYTES_A_GROUP:
            self._flush()

    def add_table(self, table: pa.Table) -> None:
        """Append the rows of a table of the same schema."""
        self._flush()
        self._writer.write_table(table, row_group_size=ROWS_A_GROUP)
        self.rows += len(table)

    def describe(self, metadata: Mapping[bytes, bytes]) -> None:
        """Put key-value metadata into the file's footer."""
        self._writer.add_key_value_metadata({key.decode(): value.decode() for key, value in metadata.items()})

    def close(self) -> None:
        """Write what waits, the footer, and close the file, once."""
        if self._writer.is_open:
            self._flush()
            self._writer.close()
            self.file.close()

    def abandon(self) -> None:
        """Close the writer once its file is abandoned; the rows that wait are forgotten, they may be what is wrong."""
        self._waiting = []
        self._writer.close()

    def _flush(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.Table.from_pylist(self._waiting, schema=self._schema))
            self._waiting, self._waiting_bytes = [], 0
