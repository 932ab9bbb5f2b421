"""The job `crawl`: seeds and the frontier -> captures, one pipeline and one generation a round.

frontier (due) --> buckets of hosts --> WARC and captures of each
|
frontier, seeds ------------- links, redirects --+--> the next frontier
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from math import ceil
from typing import Any

import apache_beam as beam
from apache_beam.transforms.combiners import Top

from dags.digest_lists import Quarantine, load_digest_list
from dags.job import DescribeParts, Job
from dags.progress import Heartbeat
from dags.recipe import Recipe
from dags.site_files import site_files_of
from dags.tables import ReadTables, inputs_of, rows_in, total
from dags.write import Layout, WriteBuckets, chunks
from dom_parsing.urls import hostname, normalise, page_id
from ingest.fetch_all import fetch_all
from ingest.frontier import bucket_of, links_of, merge
from ingest.pages import capture_of
from ingest.polite import Keeping
from ingest.records import KEPT, Capture, Frontier
from ingest.settings import CrawlSettings
from ingest.tables import CAPTURES, FRONTIER, capture_from_row, capture_row
from ingest.warc_writer import WarcWriter
from shards.dataset import Corpus, Generation
from shards.fingerprint import Provenance, versions_of
from shards.parts import PartWriter, Place, is_finished, read_rows, tally_outcomes

HEAD, WARC, FRONTIER_KIND = "captures", "warc", "frontier"
ROWS_A_FRONTIER_PART = 100_000
UNIT = "URLs"
FEW = 1000
"""URLs for which one process is started: more would take longer to start than to fetch them."""


def seeds_from(lines: Iterable[str], visit: int = 1) -> list[Frontier]:
    """Return seeds from lines of text: a URL each, empty lines and `#` comments left out.

    Raises:
        ValueError: A line is no http(s) URL.
    """
    seeds = {}
    for line in lines:
        text = line.split(" #")[0].strip()
        if text and not text.startswith("#"):
            url = normalise(text)
            if url is None:
                raise ValueError(f"seed {text!r} is no http(s) URL: write it whole, such as https://example.org/")
            seeds[url] = Frontier(page_id(url), url, visit=visit)
    return list(seeds.values())


def plan(corpus: Corpus, recipe: Recipe, seeds: Sequence[Frontier]) -> Job | None:
    """Plan the next round; None where the crawl is finished.

    Raises:
        ValueError: There are neither seeds nor earlier rounds, or a digest list is none.
    """
    load_digest_list(recipe.crawl.digest_lists)
    rounds = corpus.captures.generations()
    new = _new_seeds(rounds, seeds)
    if not rounds and not new:
        raise ValueError("there is nothing to crawl: give --seeds (a URL, or a file with one a line)")
    remaining = recipe.crawl.max_pages - rows_in(rounds, HEAD)
    due = total(rounds[-1:], "due") + len(new)
    if due == 0 or remaining <= 0:
        return None
    every_seed = [*_seed_urls(rounds), *(seed.url for seed in new)]
    settings = recipe.crawl
    count = max(1, ceil(2 * (total(rounds[-1:], "known") + len(new)) / ROWS_A_FRONTIER_PART))
    inputs = [*inputs_of(rounds[-1:]), {"seeds": [[seed.url, seed.visit] for seed in new]}]
    crawl = Round(corpus, settings, tuple(new), tuple(every_seed), remaining if due > remaining else None, count)
    return Job(
        dataset="captures",
        folder=corpus.captures.generation_folder(len(rounds) + 1),
        provenance=Provenance("crawl", settings.model_dump(mode="json"), versions_of("aiohttp", "warcio"), inputs),
        build=lambda pipeline, place: crawl.build(pipeline, place, rounds[-1:]),
        processes=None if due > FEW else 1,
    )


def forecast(corpus: Corpus, recipe: Recipe, seeds: Sequence[Frontier]) -> dict[str, str]:
    """Return what the next round would fetch, at most and at worst."""
    rounds = corpus.captures.generations()
    due = total(rounds[-1:], "due") + len(_new_seeds(rounds, seeds))
    number = min(due, recipe.crawl.max_pages - rows_in(rounds, HEAD))
    return {
        "would fetch": f"up to {number:,} pages in this round, and robots.txt, tdmrep.json and ai.txt of each host",
        "bytes": f"at most {number * recipe.crawl.max_bytes / 1e6:,.0f} MB",
        "time": f"about {number * recipe.crawl.delay:,.0f} s for the delays if all were on one host, less if on many",
    }


def _seed_urls(rounds: Sequence[Generation]) -> list[str]:
    return [url for url, _ in _seeds_of(rounds)]


def _seeds_of(rounds: Sequence[Generation]) -> list[tuple[str, int]]:
    inputs = [entry for each in rounds for entry in each.manifest.provenance.inputs if isinstance(entry, dict)]
    return [(url, visit) for entry in inputs for url, visit in entry["seeds"]]


def _new_seeds(rounds: Sequence[Generation], seeds: Sequence[Frontier]) -> list[Frontier]:
    known = set(_seeds_of(rounds))
    return [seed for seed in seeds if (seed.url, seed.visit) not in known]


@dataclass(frozen=True)
class Round:
    """One round of a crawl.

    Attributes:
        corpus: Where it writes.
        settings: How it fetches.
        new: Seeds that join in this round.
        seeds: All seeds so far: the scope.
        limit: Pages it may still fetch; None where all that are due may be.
        parts: Parts of the next frontier.
    """

    corpus: Corpus
    settings: CrawlSettings
    new: tuple[Frontier, ...]
    seeds: tuple[str, ...]
    limit: int | None
    parts: int

    def build(self, pipeline: beam.Pipeline, place: Place, previous: Sequence[Generation]) -> Any:
        """Add the graph to a pipeline; return a PCollection of PartInfo."""
        paths = [path for generation in previous for path in generation.paths(FRONTIER_KIND)]
        known = self._known(pipeline, paths)
        due = known | "Due" >> beam.Filter(lambda entry: entry.due)
        if self.limit is not None:
            smallest = Top.Of(self.limit, key=lambda entry: (entry.depth, entry.page), reverse=True)
            due = due | "Limit" >> smallest | beam.FlatMap(lambda entries: entries)
        labels = (
            due
            | "ByBucket" >> beam.Map(lambda entry: (bucket_of(hostname(entry.url), self.settings.buckets), entry))
            | "GroupBuckets" >> beam.GroupByKey()
            | "Fetch" >> beam.FlatMapTuple(lambda bucket, entries: self._fetch(bucket, entries, place))
        )
        described = labels | "DescribeCaptures" >> DescribeParts(place, HEAD, tally_outcomes(UNIT))
        frontier = self._update(known, labels, place)
        return (described, frontier) | "Parts" >> beam.Flatten()

    def _known(self, pipeline: beam.Pipeline, paths: list[str]) -> Any:
        known = pipeline | "ReadFrontier" >> ReadTables(paths, lambda row: Frontier(**row))
        if not self.new:
            return known
        seeds = pipeline | "Seeds" >> beam.Create(list(self.new))
        return (known, seeds) | "JoinSeeds" >> beam.Flatten() | "MergeSeeds" >> MergePages()

    def _fetch(self, bucket: int, entries: Iterable[Frontier], place: Place) -> Iterator[str]:
        for number, chunk in enumerate(chunks(self._scheduled(entries), self.settings.urls_per_part)):
            label = f"{bucket:05d}-{number:05d}"
            name = place.part(label)
            if not is_finished(name, HEAD):
                with PartWriter(name) as part, Heartbeat(name, len(chunk), UNIT) as heartbeat:
                    self._fetch_chunk(part, chunk, heartbeat)
                    part.publish(HEAD)
            yield label

    def _scheduled(self, entries: Iterable[Frontier]) -> Iterator[Frontier]:
        """Yield what one round asks of each host, in an order that mixes the hosts and is always the same."""
        asked: dict[str, int] = {}
        for entry in sorted(entries, key=lambda entry: (entry.depth, entry.page)):
            host = hostname(entry.url)
            asked[host] = asked.get(host, 0) + 1
            if asked[host] <= self.settings.urls_per_host_per_round:
                yield entry

    def _fetch_chunk(self, part: PartWriter, chunk: Sequence[Frontier], heartbeat: Heartbeat) -> None:
        table = part.table(HEAD, CAPTURES)
        file = part.file(WARC, "warc.gz", private=True)
        warc = WarcWriter(file, self.corpus.relative(part.path_of(WARC)), gzip_level=self.settings.gzip_level)
        entries = {entry.url: entry for entry in chunk}
        part.taken[UNIT] += len(chunk)
        quarantine = Quarantine(part)
        keeping = Keeping(site_files_of(self.corpus), load_digest_list(self.settings.digest_lists))
        for fetched in fetch_all(list(entries), self.settings, purpose="page", keeping=keeping):
            quarantine.note(fetched.url, fetched.hops)
            for exchange in fetched.robots:
                if exchange.response_head:
                    warc.write(exchange)
            capture = capture_of(entries[fetched.url], fetched, self.settings)
            if capture.outcome == KEPT and fetched.exchange:
                capture = replace(capture, source=warc.write(fetched.exchange))
            table.add(capture_row(capture), size=200 + 80 * len(capture.links))
            heartbeat.beat()

    def _update(self, known: Any, labels: Any, place: Place) -> Any:
        layout = Layout({FRONTIER_KIND: FRONTIER}, FRONTIER_KIND, lambda _: {}, self.parts, _totals)
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
            | "FrontierRows" >> beam.Map(lambda entry: (entry.page, [(FRONTIER_KIND, asdict(entry))]))
            | "WriteFrontier" >> WriteBuckets(place, layout)
        )

    def _follow(self, capture: Capture) -> Iterator[Frontier]:
        yield Frontier(capture.page, capture.url, capture.depth, capture.redirects, due=False, visit=capture.visit)
        yield from links_of(capture, self.settings, self.seeds)


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


def _read_captures(place: Place, label: str) -> Iterator[Capture]:
    for row in read_rows(place.part(label).path(HEAD)):
        yield capture_from_row(row)


def _totals(_: str, row: Any) -> dict[str, int]:
    return {"known": 1, "due": int(row["due"])}
