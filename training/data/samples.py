"""The samples of a finished dataset of shards, each within reach by its number."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import accumulate

from shards import manifest, storage
from shards.ranges import coalesce, read_range
from training.data.shard_index import Sample, ShardIndex

INDEXES = 1024
"""Indexes kept in memory: some hundred kB each."""
READERS = 16


class Samples:
    """Samples numbered through all shards of a dataset, in their order.

    Args:
        shards: Paths of the tars, each with that of its index.

    Raises:
        ValueError: There is no sample.
    """

    def __init__(self, shards: Sequence[tuple[str, str]]) -> None:
        self._shards = tuple(shards)
        self._index = lru_cache(INDEXES)(self._read)
        with ThreadPoolExecutor(READERS) as pool:
            counts = list(pool.map(lambda number: len(self._index(number)), range(len(self._shards))))
        self._ends = list(accumulate(counts))
        if not len(self):
            folder = self._shards[0][0].rpartition("/")[0] if self._shards else "the dataset"
            raise ValueError(f"{folder} holds no sample: nothing can be learnt from it; loosen the rules of its recipe")

    @classmethod
    def open(cls, folder: str, dataset: str) -> Samples:
        """Open a finished dataset: only what its manifest names is read.

        Args:
            folder: Where it lies, a local path or a URL.
            dataset: What its manifest calls it: `shards` for documents, `pairs` for pairs.

        Raises:
            DatasetError: It is not finished, or another dataset.
            ValueError: It holds no sample.
        """
        parts = manifest.load(folder, dataset).parts
        names = [(part.files["shard"].name, part.files["index"].name) for part in parts]
        return cls([(storage.join(folder, shard), storage.join(folder, index)) for shard, index in names])

    def __len__(self) -> int:
        """Return the number of samples."""
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, number: int) -> Sample:
        """Return a sample by its number in the dataset."""
        if not 0 <= number < len(self):
            raise IndexError(f"there is no sample {number}, the dataset has {len(self)}")
        shard = bisect_right(self._ends, number)
        return self.at(shard, number - (self._ends[shard - 1] if shard else 0))

    def at(self, shard: int, number: int) -> Sample:
        """Return a sample by the number of its shard and its number in it."""
        return self._index(shard)[number]

    def _read(self, shard: int) -> ShardIndex:
        return ShardIndex.read(*self._shards[shard])


def read_members(sample: Sample, suffixes: Sequence[str]) -> dict[str, bytes]:
    """Return the bytes of members of one sample.

    Raises:
        KeyError: The sample has no such member.
        EOFError: The shard ends before the member does.
    """
    refs = {suffix: sample.members[suffix] for suffix in suffixes}
    found = {ref: data for span in coalesce(refs.values()) for ref, data in read_range(span, str).items()}
    return {suffix: found[ref] for suffix, ref in refs.items()}
