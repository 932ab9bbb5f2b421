from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shards.part_files import HashingFile, Table

SCHEMA = pa.schema([("id", pa.int64())])


@pytest.mark.parametrize(
    "pieces", [[], [b"abc"], [b"a", bytearray(b"bc"), memoryview(b"def"), pa.py_buffer(b"g"), b""]]
)
def test_a_hashing_file_knows_what_was_written(pieces: list[Any]) -> None:
    below = BytesIO()
    file = HashingFile(below)
    for piece in pieces:
        assert file.write(piece) == len(piece)
    written = below.getvalue()
    assert written == b"".join(bytes(piece) for piece in pieces)
    assert (file.size, file.tell()) == (len(written), len(written))
    assert file.sha256 == hashlib.sha256(written).hexdigest()
    assert (file.readable(), file.writable(), file.seekable()) == (False, True, False)
    file.close()
    file.close()
    assert file.closed
    assert below.closed


def test_what_is_given_up_takes_writes_without_a_word_and_writes_nothing() -> None:
    below = BytesIO()
    file = HashingFile(below)
    file.write(b"abc")
    file.abandon()
    assert file.write(b"def") == 3
    file.flush()
    assert (file.size, file.closed) == (3, True)


def test_a_table_is_closed_once() -> None:
    table = Table(HashingFile(BytesIO()), SCHEMA)
    table.add({"id": 1})
    table.close()
    size = table.file.size
    table.close()
    assert (table.rows, table.file.size) == (1, size)


def test_whole_tables_and_rows_lie_in_the_order_they_came(tmp_path: Path) -> None:
    table = Table(HashingFile((tmp_path / "table").open("wb")), SCHEMA)
    table.add({"id": 1})
    table.add_table(pa.table({"id": [2, 3]}, SCHEMA))
    table.add({"id": 4})
    table.close()
    assert table.rows == 4
    assert pq.read_table(tmp_path / "table").to_pydict() == {"id": [1, 2, 3, 4]}
