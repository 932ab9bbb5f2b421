"""Tars whose bytes depend on nothing but their members, and the index that finds a member without reading them all."""

from __future__ import annotations

import tarfile
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from shards.ledger import Tally

INDEX = pa.schema(
    [
        ("key", pa.string()),
        ("member", pa.string()),
        ("offset", pa.int64()),
        ("size", pa.int64()),
    ]
)
"""Offset and size are those of the member's data, so one ranged read gives it."""


class ShardWriter:
    """Writes samples into a tar by webdataset's conventions; every header field that could vary is fixed."""

    def __init__(self, stream: Any) -> None:
        import webdataset  # imports torch where that is installed: seconds that no other job should wait

        self._writer = webdataset.TarWriter(
            stream, user="m3w", group="m3w", mode=0o444, compress=False, encoder=False, mtime=0
        )

    def add(self, key: str, members: Mapping[str, bytes]) -> None:
        """Write a sample; its members follow one another, sorted by suffix."""
        self._writer.write({"__key__": key, **{suffix: members[suffix] for suffix in sorted(members)}})

    def close(self) -> None:
        """Write the end of the tar; the file below stays open."""
        self._writer.close()


def scan(stream: BinaryIO) -> Iterator[dict[str, Any]]:
    """Yield a row of INDEX for each member of a tar, reading headers only."""
    with tarfile.open(fileobj=stream, mode="r:") as tar:
        for member in tar:
            key, _, suffix = member.name.partition(".")
            yield {"key": key, "member": suffix, "offset": member.offset_data, "size": member.size}


def tally_index(table: pq.ParquetFile) -> Mapping[str, Tally]:
    """Count a shard's documents and members by its index."""
    names = Counter(name for batch in table.iter_batches(columns=["member"]) for name in batch.column(0).to_pylist())
    return {"documents": Tally(names["json"]), "members": Tally(names.total())}
