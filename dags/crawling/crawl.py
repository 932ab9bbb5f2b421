"""The job `crawl`: seeds and the frontier -> captures, one pipeline and one generation a round.

frontier (due) --> buckets of hosts --> WARC and captures of each
|
frontier, seeds ------------- links, redirects --+--> the next frontier
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import apache_beam as beam
from apache_beam.transforms.combiners import Top

from dags.crawling.capture_writer import CaptureWriter
from dags.crawling.crawl_part import HEAD, LISTED_KIND, UNIT, PartFetcher
from dags.crawling.side_by_side import SideBySide
from dags.job import DescribeParts
from dags.tables import ReadTables
from dags.write import Layout, WriteBuckets
from dom_parsing.urls import hostname
from ingest.discovery.frontier import NOTHING_SAID, after, bucket_of, links_of, merge
from ingest.records import Capture, Frontier
from ingest.tables import FRONTIER, capture_from_row, frontier_from_row, frontier_row
from shards import storage
from shards.dataset import Generation
from shards.parts import PartName, Place, describe, read_rows, tally_outcomes

FRONTIER_KIND = "frontier"


@dataclass(frozen=True)
class Round:
    """One round of a crawl.

    Attributes:
        fetcher: Fetches its parts.
        new: Seeds that join in this round.
        seeds: All seeds so far: the scope.
        limit: Pages it may still fetch; None where all that are due may be.
        parts: Parts of the next frontier.
        until: Of the pages that have to wait it asks for those that wait no longer than until then.
    """

    fetcher: PartFetcher
    new: tuple[Frontier, ...]
    seeds: tuple[str, ...]
    limit: int | None
    parts: int
    until: str

    def build(self, pipeline: beam.Pipeline, place: Place, previous: Sequence[Generation]) -> Any:
        """Add the graph to a pipeline; return a PCollection of PartInfo."""
        paths = [path for generation in previous for path in generation.paths(FRONTIER_KIND)]
        known = self._known(pipeline, paths)
        due = known | "Due" >> beam.Filter(lambda entry: entry.due and entry.not_before <= self.until)
        if self.limit is not None:
            smallest = Top.Of(self.limit, key=lambda entry: (entry.depth, entry.page), reverse=True)
            due = due | "Limit" >> smallest | beam.FlatMap(lambda entries: entries)
        labels = (
            due
            | "ByBucket" >> beam.Map(lambda entry: (self._bucket(entry), entry))
            | "GroupBuckets" >> beam.GroupByKey()
            | "Fetch" >> beam.ParDo(SideBySide(lambda bucket, entries: self._fetch(bucket, entries, place)))
        )
        described = labels | "DescribeCaptures" >> DescribeParts(place, HEAD, tally_outcomes(UNIT))
        frontier = self._update(known, labels, place)
        return (described, frontier) | "Parts" >> beam.Flatten()

    def _known(self, pipeline: beam.Pipeline, paths: list[str]) -> Any:
        known = pipeline | "ReadFrontier" >> ReadTables(paths, frontier_from_row)
        if not self.new:
            return known
        seeds = pipeline | "Seeds" >> beam.Create(list(self.new))
        return (known, seeds) | "JoinSeeds" >> beam.Flatten() | "MergeSeeds" >> MergePages()

    def _bucket(self, entry: Frontier) -> int:
        return bucket_of(hostname(entry.url), self.fetcher.settings.buckets)

    def _fetch(self, bucket: int, entries: Iterable[Frontier], place: Place) -> Iterator[str]:
        return CaptureWriter(self.fetcher, place).write(bucket, list(self._scheduled(entries)))

    def _scheduled(self, entries: Iterable[Frontier]) -> Iterator[Frontier]:
        """Yield what one round asks of each host, in an order that mixes the hosts and is always the same."""
        asked: dict[str, int] = {}
        for entry in sorted(entries, key=lambda entry: (entry.kind, entry.depth, entry.page)):
            host = hostname(entry.url)
            asked[host] = asked.get(host, 0) + 1
            if asked[host] <= self.fetcher.settings.urls_per_host_per_round:
                yield entry

    def _update(self, known: Any, labels: Any, place: Place) -> Any:
        layout = Layout({FRONTIER_KIND: FRONTIER}, FRONTIER_KIND, lambda _: {}, self.parts, frontier_totals)
        found = (
            labels
            | "PartsOnce" >> beam.Distinct()
            | "SpreadParts" >> beam.Reshuffle()
            | "ReadCaptures" >> beam.FlatMap(lambda label: _read_captures(place, label))
            | "FollowLinks" >> beam.FlatMap(self._follow)
        )
        return (
            (known, found)
            | "JoinFrontier" >> beam.Flatten()
            | "Merge" >> MergePages()
            | "FrontierRows" >> beam.Map(lambda entry: (entry.page, [(FRONTIER_KIND, frontier_row(entry))]))
            | "WriteFrontier" >> WriteBuckets(place, layout)
        )

    def _follow(self, found: tuple[Capture, Mapping[str, str]]) -> Iterator[Frontier]:
        capture, modified = found
        yield after(capture)
        yield from links_of(capture, self.fetcher.settings, self.seeds, modified)


class MergePages(beam.PTransform[Any, Any]):
    """Frontier entries -> one for each page."""

    def expand(self, entries: Any) -> Any:
        """Group by page, merge."""
        return (
            entries
            | "ByPage" >> beam.Map(lambda entry: (entry.page, entry))
            | "GroupPages" >> beam.CombinePerKey(lambda group: merge(list(group)) if group else None)
            | "Pages" >> beam.Values()
        )


def _read_captures(place: Place, label: str) -> Iterator[tuple[Capture, Mapping[str, str]]]:
    """Yield the captures of a part, each with what it says, as a list, of when its pages were changed, by URL."""
    name = place.part(label)
    said = _modified_in(name)
    for row in read_rows(name.path(HEAD)):
        yield capture_from_row(row), said.get(row["url"], NOTHING_SAID)


def _modified_in(name: PartName) -> dict[str, dict[str, str]]:
    listed = describe(name, HEAD, lambda _: {}).files.get(LISTED_KIND)
    found: dict[str, dict[str, str]] = {}
    if listed is not None:
        for row in read_rows(storage.join(name.folder, listed.name), ("list", "url", "modified")):
            if row["modified"]:
                found.setdefault(row["list"], {})[row["url"]] = row["modified"]
    return found


def frontier_totals(_: str, row: Any) -> dict[str, int]:
    """Return what a row of the frontier adds to the manifest's totals."""
    return {"known": 1, "due": int(row["due"]), "waiting": int(row["due"] and row["not_before"] > "")}
