"""What one part of a crawl round holds: URLs -> WARC, captures, and what lists say of pages."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from dags.crawling.site_files import site_files_of
from dags.digest_lists import Quarantine, load_digest_list
from dags.progress import Heartbeat
from dags.rolling_warc import RollingWarc
from dags.tombstones import load_tombstones
from dom_parsing.urls import hostname
from ingest.discovery.lastmod import UNCHANGED, is_unchanged
from ingest.discovery.leads import Leads, leads_of
from ingest.exchange import Headers
from ingest.fetching.fetch import utc_now
from ingest.fetching.fetch_all import fetch_all
from ingest.fetching.pages import capture_of
from ingest.fetching.polite import Fetched, Keeping, Wanted
from ingest.records import FAILED, KEPT, Capture, Frontier, Seen
from ingest.settings import CrawlSettings
from ingest.tables import CAPTURES, LISTED, capture_row
from ingest.warc.warc_reader import read_payload
from shards import storage
from shards.dataset import Corpus
from shards.parts import PartWriter

log = logging.getLogger("m3w")
HEAD, LISTED_KIND = "captures", "listed"
UNIT = "URLs"


@dataclass(frozen=True)
class PartFetcher:
    """Fetches URLs of a round and fills its parts.

    Attributes:
        corpus: Where they go.
        settings: How to fetch.
        deadline: Seconds since the epoch after which nothing more is asked for; None for no such time.
        tombstones: Paths of the corpus' tombstones.
    """

    corpus: Corpus
    settings: CrawlSettings
    deadline: float | None = None
    tombstones: tuple[str, ...] = ()

    def is_over(self) -> bool:
        """Return whether the deadline has passed."""
        return self.deadline is not None and time.time() >= self.deadline

    def fetch(self, entries: Iterable[Frontier]) -> Iterator[Fetched]:
        """Yield what comes of URLs, as it comes; what the deadline cuts off is left out.

        First come those that need not be asked for: a sitemap says that they have not changed since they were got.
        """
        known: list[Frontier] = []
        asked: list[Frontier] = []
        for entry in entries:
            (known if self.settings.lastmod and is_unchanged(entry) else asked).append(entry)
        listed, forgotten = load_digest_list(self.settings.digest_lists), load_tombstones(self.tombstones)
        keeping = Keeping(site_files_of(self.corpus), listed, forgotten)
        wanted = [_wanted(entry) for entry in asked]
        told = (Fetched(entry.url, reason=UNCHANGED) for entry in known)
        return chain(told, fetch_all(wanted, self.settings, purpose="page", keeping=keeping, stop=self.is_over))

    def fill(
        self, part: PartWriter, batch: Iterable[Fetched], scheduled: dict[str, Frontier], heartbeat: Heartbeat
    ) -> None:
        """Write what came of URLs into a part, and strike them off those scheduled."""
        table = part.table(HEAD, CAPTURES)
        warc = RollingWarc(part, self.corpus, self.settings)
        quarantine = Quarantine(part)
        hosts: set[str] = set()
        failed = 0
        for fetched in batch:
            entry = scheduled.pop(fetched.url)
            quarantine.note(fetched.url, (*fetched.robots, *fetched.hops))
            for exchange in fetched.robots:
                if exchange.response_head:
                    warc.write(exchange)
            leads = leads_of(entry, fetched, self.settings, self._recall)
            capture = capture_of(entry, fetched, leads, self.settings, utc_now())
            self._note_list(part, capture, leads)
            capture = _written(warc, capture, fetched, entry.seen)
            table.add(capture_row(capture), size=400 + 80 * len(capture.links))
            part.taken[UNIT] += 1
            hosts.add(hostname(capture.url))
            failed += capture.outcome == FAILED
            heartbeat.beat(hosts=len(hosts), failed=failed)

    def _recall(self, seen: Seen) -> tuple[Headers, bytes] | None:
        """Read an earlier response from the archive."""
        if seen.source is None:
            return None
        try:
            with storage.open_to_read(self.corpus.resolve(seen.source.path)) as stream:
                stream.seek(seen.source.offset)
                return read_payload(stream.read(seen.source.length))
        except (OSError, ValueError) as error:
            log.warning("%s can't be read again, so its links are not followed: %s", seen.source, error)
            return None

    def _note_list(self, part: PartWriter, capture: Capture, leads: Leads) -> None:
        if leads.error:
            log.warning("%s is not read as a whole: %s", capture.url, leads.error)
        if leads.listed:
            table = part.table_of(LISTED_KIND, LISTED)
            forgotten = load_tombstones(self.tombstones)
            for page in (each for each in leads.listed if not forgotten.covers(each.url)):
                row = {"list": capture.url, "url": page.url, "modified": page.modified, "images": page.images}
                table.add(row, size=200 + 80 * len(page.images))


def _wanted(entry: Frontier) -> Wanted:
    seen = entry.seen
    is_list = entry.kind == "list"
    return Wanted(entry.url, is_list, seen.etag, seen.modified) if seen else Wanted(entry.url, is_list)


def _written(warc: RollingWarc, capture: Capture, fetched: Fetched, seen: Seen | None) -> Capture:
    """Write the response, or that it is the same as an earlier one; return the capture with where that lies."""
    if capture.outcome != KEPT or fetched.exchange is None:
        return capture
    if capture.repeats and seen:
        return replace(capture, source=warc.write_revisit(fetched.exchange, seen))
    return replace(capture, source=warc.write(fetched.exchange))
