"""Beam: the parts of the frontier, read and written as whole tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import apache_beam as beam
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dags.job import DescribeParts
from dags.write import bucket_of
from ingest.discovery.frontier_table import merged, split, up_to_date
from ingest.tables import FRONTIER
from shards import storage
from shards.parts import PartWriter, Place, is_finished, numbered

FRONTIER_KIND = "frontier"


class ReadFrontier(beam.PTransform[Any, Any]):
    """Parts of a frontier -> a table of each."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__()
        self._paths = list(paths)

    def expand(self, pipeline: Any) -> Any:
        """Create the paths, reshuffle, read."""
        return pipeline | beam.Create(self._paths) | beam.Reshuffle() | "Read" >> beam.Map(_read)


class ByPage(beam.PTransform[Any, Any]):
    """Tables -> (number, tables of the pages whose ids have that number): each page under one, all numbers there."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def expand(self, tables: Any) -> Any:
        """Split, group."""
        nothing = [(index, FRONTIER.empty_table()) for index in range(self._count)]
        every = tables.pipeline | "Every" >> beam.Create(nothing)
        apart = tables | "Split" >> beam.FlatMap(split, "page", partial(bucket_of, count=self._count))
        return (every, apart) | "All" >> beam.Flatten() | "Group" >> beam.GroupByKey()


class WriteFrontier(beam.PTransform[Any, Any]):
    """Tables -> PartInfo: one row a page, in parts of a fixed number, each sorted, each finished whole or redone."""

    def __init__(self, place: Place, count: int) -> None:
        super().__init__()
        self._place, self._count = place, count

    def expand(self, tables: Any) -> Any:
        """Group by part, write what no earlier run has finished, describe all."""
        return (
            tables
            | ByPage(self._count)
            | "WritePart" >> beam.MapTuple(self._write)
            | "DescribeParts" >> DescribeParts(self._place, FRONTIER_KIND, lambda _: {})
        )

    def _write(self, index: int, tables: Iterable[pa.Table]) -> str:
        label = numbered(index, self._count)
        name = self._place.part(label)
        if not is_finished(name, FRONTIER_KIND):
            with PartWriter(name) as part:
                table = merged(list(tables))
                part.table(FRONTIER_KIND, FRONTIER).add_table(table)
                part.totals.update(_totals(table))
                part.publish(FRONTIER_KIND)
        return label


def _read(path: str) -> pa.Table:
    with storage.open_to_read(path) as stream:
        return up_to_date(pq.read_table(stream))


def _totals(table: pa.Table) -> dict[str, int]:
    waiting = pc.and_(table["due"], pc.greater(table["not_before"], ""))
    return {"known": len(table), "due": pc.sum(table["due"]).as_py() or 0, "waiting": pc.sum(waiting).as_py() or 0}
