"""Plans the rounds of a crawl: which seeds join, what is asked for, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil

from dags.crawling.crawl import Round
from dags.crawling.crawl_part import HEAD, PartFetcher
from dags.crawling.frontier_parts import FRONTIER_KIND
from dags.digest_lists import load_digest_list
from dags.job import Job
from dags.recipe import Recipe
from dags.tables import makings_of, rows_in, total
from dags.tombstones import files_of
from dom_parsing.urls import normalise, page_id
from ingest.discovery.scope import Scope
from ingest.fetching.retry import later
from ingest.records import Frontier, Kind
from ingest.settings import CrawlSettings
from shards.dataset import Corpus, Generation
from shards.fingerprint import Provenance, versions_of
from shards.parts import read_rows

ROWS_A_FRONTIER_PART = 100_000
FEW = 10_000
"""URLs for which one process is started: others take CPU seconds to start, and one fetches hundreds a second."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The next round.

    Attributes:
        job: What makes it.
        begins: When it can begin, because pages that failed for now have to wait: ISO 8601, UTC; empty for at once.
    """

    job: Job
    begins: str = ""


def seeds_from(lines: Iterable[str], visit: int = 1, kind: Kind = "page") -> list[Frontier]:
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
            seeds[url] = Frontier(page_id(url), url, visit=visit, kind=kind)
    return list(seeds.values())


def plan(corpus: Corpus, recipe: Recipe, seeds: Sequence[Frontier], deadline: float | None = None) -> Plan | None:
    """Plan the next round; None where the crawl is finished.

    What a round asks for follows from the rounds before it and the seeds alone, so that one which was killed is planned
    again as it was.

    Args:
        corpus: Where it goes.
        recipe: Its `[crawl]` section counts.
        seeds: Those that have joined already are passed over.
        deadline: Seconds since the epoch after which nothing more is asked for.

    Raises:
        ValueError: There are neither seeds nor earlier rounds, or a digest list is none.
    """
    settings = recipe.crawl
    load_digest_list(settings.digest_lists)
    known = _Known(corpus.captures.generations(), seeds)
    if not known.rounds and not known.new:
        raise ValueError("there is nothing to crawl: give --seeds or --sitemaps (a URL, or a file with one a line)")
    remaining = settings.max_pages - rows_in(known.rounds, HEAD)
    if known.due == 0 or remaining <= 0:
        return None
    until, begins = _times(known, settings)
    crawl = Round(
        PartFetcher(corpus, settings, deadline, files_of(corpus)),
        tuple(known.new),
        Scope.around(known.seeded, settings.scope),
        limit=remaining if known.due > remaining else None,
        parts=max(1, ceil(2 * (total(known.last, "known") + len(known.new)) / ROWS_A_FRONTIER_PART)),
        until=until,
    )
    inputs = [*makings_of(known.last), {"seeds": [[seed.url, seed.visit] for seed in known.new]}]
    versions = versions_of("aiohttp", "lxml", "publicsuffixlist", "warcio")
    job = Job(
        dataset="captures",
        folder=corpus.captures.generation_folder(len(known.rounds) + 1),
        provenance=Provenance("crawl", settings.model_dump(mode="json"), versions, inputs),
        build=lambda pipeline, place: crawl.build(pipeline, place, known.last),
        processes=None if known.due > FEW else 1,
    )
    return Plan(job, begins)


def forecast(corpus: Corpus, recipe: Recipe, seeds: Sequence[Frontier]) -> dict[str, str]:
    """Return what the next round would fetch, at most and at worst."""
    known = _Known(corpus.captures.generations(), seeds)
    number = min(known.due, recipe.crawl.max_pages - rows_in(known.rounds, HEAD))
    return {
        "would fetch": f"up to {number:,} pages in this round, and robots.txt, tdmrep.json and ai.txt of each host",
        "bytes": f"at most {number * recipe.crawl.max_bytes / 1e6:,.0f} MB",
        "time": f"about {number * recipe.crawl.delay:,.0f} s for the delays if all were on one host, less if on many",
    }


@dataclass
class _Known:
    """The rounds so far, and the seeds that join now."""

    rounds: Sequence[Generation]
    seeds: Sequence[Frontier]
    new: list[Frontier] = field(init=False)

    def __post_init__(self) -> None:
        joined = set(self._joined())
        self.new = [seed for seed in self.seeds if (seed.url, seed.visit) not in joined]

    @property
    def last(self) -> Sequence[Generation]:
        return self.rounds[-1:]

    @property
    def due(self) -> int:
        return total(self.last, "due") + len(self.new)

    @property
    def seeded(self) -> tuple[str, ...]:
        return (*(url for url, _ in self._joined()), *(seed.url for seed in self.new))

    def _joined(self) -> list[tuple[str, int]]:
        inputs = [entry for each in self.rounds for entry in each.manifest.provenance.inputs if isinstance(entry, dict)]
        return [(url, visit) for entry in inputs for url, visit in entry["seeds"]]


def _times(known: _Known, settings: CrawlSettings) -> tuple[str, str]:
    """Return until when pages may have to wait to be asked for in the next round, and when that can begin."""
    clock = max((row["fetched_at"] for row in _rows(known.last, HEAD, "fetched_at")), default="")
    waiting = total(known.last, "waiting")
    if waiting == 0:
        return clock, ""
    times = [row["not_before"] for row in _rows(known.last, FRONTIER_KIND, "not_before", "due") if row["due"]]
    if known.due > sum(time > clock for time in times):
        return clock, ""
    first = min(times)
    together = later(first, settings.retry_delay)  # one round for those that come soon after it
    until = max(time for time in times if time <= together)
    return until, until


def _rows(generations: Sequence[Generation], kind: str, *columns: str) -> Iterable[dict[str, str]]:
    for generation in generations:
        for path in generation.paths(kind):
            yield from read_rows(path, columns)
