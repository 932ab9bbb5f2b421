"""The job `crawl`: seeds and the frontier -> captures, one pipeline and one generation a round.

frontier (due) --> buckets of hosts --> WARC and captures of each
|
frontier, seeds ------------- links, redirects --+--> the next frontier
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import apache_beam as beam
import pyarrow as pa

from dags.crawling.capture_writer import CaptureWriter
from dags.crawling.crawl_part import HEAD, LISTED_KIND, UNIT, PartFetcher
from dags.crawling.frontier_parts import FRONTIER_KIND, ByPage, ReadFrontier, WriteFrontier
from dags.crawling.side_by_side import SideBySide
from dags.job import DescribeParts
from dom_parsing.urls import hostname
from ingest.discovery.frontier import NOTHING_SAID, after, bucket_of, links_of
from ingest.discovery.frontier_table import asked_of_each_host, due_in, merged, nearest, split, table_of, tables_of
from ingest.discovery.scope import Scope
from ingest.records import Frontier
from ingest.settings import CrawlSettings
from ingest.tables import capture_from_row
from shards import storage
from shards.dataset import Generation
from shards.parts import PartName, Place, describe, read_rows, tally_outcomes


@dataclass(frozen=True)
class Round:
    """One round of a crawl.

    What its graph is built of never holds the round itself: each step would bear all seeds along.

    Attributes:
        fetcher: Fetches its parts.
        new: Seeds that join in this round.
        scope: Where links may lead.
        limit: Pages it may still fetch; None where all that are due may be.
        parts: Parts of the next frontier.
        until: Of the pages that have to wait it asks for those that wait no longer than until then.
    """

    fetcher: PartFetcher
    new: tuple[Frontier, ...]
    scope: Scope
    limit: int | None
    parts: int
    until: str

    def build(self, pipeline: beam.Pipeline, place: Place, previous: Sequence[Generation]) -> Any:
        """Add the graph to a pipeline; return a PCollection of PartInfo."""
        paths = [path for generation in previous for path in generation.paths(FRONTIER_KIND)]
        settings = self.fetcher.settings
        known = self._known(pipeline, paths)
        labels = (
            self._due(known)
            | "ByBucket" >> beam.FlatMap(split, "url", partial(_bucket_of, buckets=settings.buckets))
            | "GroupBuckets" >> beam.GroupByKey()
            | "Fetch" >> beam.ParDo(SideBySide(partial(_fetch, CaptureWriter(self.fetcher, place))))
        )
        described = labels | "DescribeCaptures" >> DescribeParts(place, HEAD, tally_outcomes(UNIT))
        found = (
            labels
            | "PartsOnce" >> beam.Distinct()
            | "SpreadParts" >> beam.Reshuffle()
            | "FollowLinks" >> beam.FlatMap(_follow, place, settings, self.scope)
        )
        frontier = (
            (known, found) | "JoinFrontier" >> beam.Flatten() | "WriteFrontier" >> WriteFrontier(place, self.parts)
        )
        return (described, frontier) | "Parts" >> beam.Flatten()

    def _known(self, pipeline: beam.Pipeline, paths: list[str]) -> Any:
        known = pipeline | "ReadFrontier" >> ReadFrontier(paths)
        if not self.new:
            return known
        seeds = pipeline | "Seeds" >> beam.Create([table_of(self.new)])
        return (
            (known, seeds)
            | "JoinSeeds" >> beam.Flatten()
            | "SeedsByPage" >> ByPage(self.parts)
            | "MergeSeeds" >> beam.MapTuple(lambda _, tables: merged(list(tables)))
        )

    def _due(self, known: Any) -> Any:
        due = known | "Due" >> beam.Map(due_in, self.until)
        if self.limit is None:
            return due
        return due | "Limit" >> beam.CombineGlobally(nearest, self.limit)


def _bucket_of(url: str, buckets: int) -> int:
    return bucket_of(hostname(url), buckets)


def _fetch(writer: CaptureWriter, bucket: int, due: Iterable[pa.Table]) -> Iterator[str]:
    most = writer.fetcher.settings.urls_per_host_per_round
    return writer.write(bucket, list(asked_of_each_host(due, most)))


def _follow(label: str, place: Place, settings: CrawlSettings, scope: Scope) -> Iterator[pa.Table]:
    """Yield what has become of the pages of a part, and what they lead to."""
    return tables_of(_found_in(label, place, settings, scope))


def _found_in(label: str, place: Place, settings: CrawlSettings, scope: Scope) -> Iterator[Frontier]:
    name = place.part(label)
    said = _modified_in(name)
    for row in read_rows(name.path(HEAD)):
        capture = capture_from_row(row)
        yield after(capture)
        yield from links_of(capture, settings, scope, said.get(capture.url, NOTHING_SAID))


def _modified_in(name: PartName) -> dict[str, dict[str, str]]:
    """Return what the lists of a part say of when their pages were changed last, by list and page."""
    listed = describe(name, HEAD, lambda _: {}).files.get(LISTED_KIND)
    found: dict[str, dict[str, str]] = {}
    if listed is not None:
        for row in read_rows(storage.join(name.folder, listed.name), ("list", "url", "modified")):
            if row["modified"]:
                found.setdefault(row["list"], {})[row["url"]] = row["modified"]
    return found
