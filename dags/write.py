"""Beam: rows of many documents -> parts of a fixed number, each sorted, each finished whole or redone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

import apache_beam as beam
import pyarrow as pa

from dags.job import DescribeParts
from shards.parts import PartWriter, Place, Tallier, is_finished, numbered

DOCUMENTS_A_PROCESS = 2000
"""Documents whose decisions take about as long as another process takes to start."""
Item = TypeVar("Item")
Row = tuple[str, Mapping[str, Any]]
"""A row with the kind of the table it belongs to."""


def bucket_of(id: str, count: int) -> int:
    """Return the bucket of a document or page: its id is a hash already, so 32 bits of it spread evenly."""
    return int(id[:8], 16) % count


def chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield the items in lists of `size`, the last one shorter."""
    source = iter(items)
    while chunk := list(islice(source, size)):
        yield chunk


@dataclass(frozen=True)
class Layout:
    """What parts consist of.

    Attributes:
        schemas: The tables of a part by kind.
        head: The kind of the head.
        tally: Counts how the rows of the head ended.
        count: Number of parts, fixed before anything is grouped.
        totals: What a row adds to the manifest's totals.
    """

    schemas: Mapping[str, pa.Schema]
    head: str
    tally: Tallier
    count: int
    totals: Callable[[str, Mapping[str, Any]], Mapping[str, int]] = lambda _kind, _row: {}


class WriteBuckets(beam.PTransform[Any, Any]):
    """(id, rows of that id) -> PartInfo: documents go to parts by the hash of their id and lie there in id order."""

    def __init__(self, place: Place, layout: Layout) -> None:
        super().__init__()
        self._place, self._layout = place, layout

    def expand(self, keyed: Any) -> Any:
        """Group by bucket (empty buckets too), write what no earlier run has finished, describe all."""
        count = self._layout.count
        every = keyed.pipeline | "EveryBucket" >> beam.Create([(index, None) for index in range(count)])
        filled = keyed | "ByBucket" >> beam.Map(lambda entry: (bucket_of(entry[0], count), entry))
        return (
            (every, filled)
            | "AllBuckets" >> beam.Flatten()
            | "GroupBuckets" >> beam.GroupByKey()
            | "WritePart" >> beam.FlatMapTuple(self._write)
            | "DescribeParts" >> DescribeParts(self._place, self._layout.head, self._layout.tally)
        )

    def _write(self, index: int, entries: Iterable[tuple[str, list[Row]] | None]) -> Iterator[str]:
        label = numbered(index, self._layout.count)
        name = self._place.part(label)
        if not is_finished(name, self._layout.head):
            present = sorted((entry for entry in entries if entry is not None), key=lambda entry: entry[0])
            with PartWriter(name) as part:
                self._fill(part, present)
                part.publish(self._layout.head)
        yield label

    def _fill(self, part: PartWriter, entries: Iterable[tuple[str, list[Row]]]) -> None:
        tables = {kind: part.table(kind, schema) for kind, schema in self._layout.schemas.items()}
        for _, rows in entries:
            for kind, row in rows:
                tables[kind].add(row)
                part.totals.update(self._layout.totals(kind, row))
