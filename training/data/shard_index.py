"""Where the members of the samples of one shard lie, by its Parquet index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dom_parsing.records import RecordRef
from shards import storage
from shards.tar import INDEX


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample: its key, and by suffix (`json`, `000.jpg`, ...) where the bytes of its members lie."""

    key: str
    members: Mapping[str, RecordRef]


class ShardIndex:
    """The samples of one shard, in its order.

    Args:
        shard: Path of the tar.
        table: Its index: the rows of a sample side by side, as `shards.tar.scan` gives them.
    """

    def __init__(self, shard: str, table: pa.Table) -> None:
        self.shard = shard
        self._keys, self._names = (table[name].combine_chunks() for name in ("key", "member"))
        self._offsets, self._sizes = (table[name].to_numpy() for name in ("offset", "size"))
        if len(table):
            changes = pc.not_equal(self._keys.slice(1), self._keys.slice(0, len(table) - 1))
            inner = np.flatnonzero(changes.to_numpy(zero_copy_only=False)) + 1
            self._bounds = np.concatenate([[0], inner, [len(table)]])
        else:
            self._bounds = np.zeros(1, int)

    @classmethod
    def read(cls, shard: str, index: str) -> ShardIndex:
        """Read the index of a shard."""
        with storage.open_to_read(index) as stream, pq.ParquetFile(stream) as file:
            return cls(shard, file.read(INDEX.names, use_threads=False))

    def __len__(self) -> int:
        """Return the number of samples."""
        return len(self._bounds) - 1

    def __getitem__(self, number: int) -> Sample:
        """Return a sample by its number in the shard.

        Raises:
            ValueError: It has no `json` member, as every sample of ours has.
        """
        rows = range(int(self._bounds[number]), int(self._bounds[number + 1]))
        refs = {
            self._names[row].as_py(): RecordRef(self.shard, int(self._offsets[row]), int(self._sizes[row]))
            for row in rows
        }
        key = self._keys[rows[0]].as_py()
        if "json" not in refs:
            raise ValueError(f"sample {key} of {self.shard} has no {key}.json: its index is not of `m3w shards`")
        return Sample(key, refs)
