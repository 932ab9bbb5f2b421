"""A tar and its index as two files of one part."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from shards import storage
from shards.parts import PartWriter
from shards.tar import INDEX, ShardWriter, scan

SHARD_KIND, INDEX_KIND = "shard", "index"


@contextmanager
def indexed_shard(part: PartWriter) -> Iterator[ShardWriter]:
    """Open the tar of a part for its samples; where the block ends well, its index is written from what lies in it."""
    tar = part.file(SHARD_KIND, "tar")
    writer = ShardWriter(tar)
    yield writer
    writer.close()
    tar.close()
    index = part.table(INDEX_KIND, INDEX)
    with storage.open_to_read(part.written_at(SHARD_KIND)) as stream:
        for entry in scan(stream):
            index.add(entry)
