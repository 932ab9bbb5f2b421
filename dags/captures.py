"""The captures of a bucket of hosts: fetched once, and published in parts of a few seconds each.

What a killed attempt has published stays; the next one goes on with the pages that are in none of its parts. Parts bear
the name of their attempt, so that two that race never replace each other's.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from dags.digest_lists import Quarantine, load_digest_list
from dags.progress import Heartbeat
from dags.rolling_warc import RollingWarc
from dags.site_files import site_files_of
from ingest.fetch_all import fetch_all
from ingest.pages import capture_of
from ingest.polite import Fetched, Keeping
from ingest.records import KEPT, Capture, Frontier
from ingest.settings import CrawlSettings
from ingest.tables import CAPTURES, capture_row
from shards import storage
from shards.dataset import Corpus
from shards.parts import PartWriter, Place, read_rows

HEAD = "captures"
UNIT = "URLs"
Item = TypeVar("Item")


@dataclass(frozen=True)
class CaptureWriter:
    """Fetches the pages of a bucket and writes what came of them.

    Attributes:
        corpus: Where RecordRefs begin, and where the files of sites are kept.
        settings: How it fetches, and how long a part may grow.
        place: Where the parts go.
    """

    corpus: Corpus
    settings: CrawlSettings
    place: Place

    def write(self, bucket: int, scheduled: Sequence[Frontier]) -> Iterator[str]:
        """Fetch the pages of a bucket that are in no part yet; yield the labels of all its parts."""
        found = published(self.place, bucket)
        yield from found
        pages = set().union(*found.values())
        entries = {entry.url: entry for entry in scheduled if entry.page not in pages}
        if not entries:
            return
        keeping = Keeping(site_files_of(self.corpus), load_digest_list(self.settings.digest_lists))
        attempt = uuid.uuid4().hex[:8]
        results = fetch_all(list(entries), self.settings, purpose="page", keeping=keeping)
        begun = batches(results, self.settings.urls_per_part, self.settings.flush_seconds)
        for number, batch in enumerate(begun, len(found)):
            name = self.place.part(f"{bucket:05d}-{number:05d}-{attempt}")
            expected = min(len(entries), self.settings.urls_per_part)
            with PartWriter(name) as part, Heartbeat(name, expected, UNIT) as heartbeat:
                self._fill(part, batch, entries, heartbeat)
                part.publish(HEAD)
            yield name.label
        assert not entries, f"nothing came of {next(iter(entries))}"  # parts count what came, so nobody else would see

    def _fill(
        self, part: PartWriter, batch: Iterator[Fetched], entries: dict[str, Frontier], heartbeat: Heartbeat
    ) -> None:
        """Write what comes, and strike it off the entries."""
        table = part.table(HEAD, CAPTURES)
        warc = RollingWarc(part, self.corpus, self.settings)
        quarantine = Quarantine(part)
        for fetched in batch:
            part.taken[UNIT] += 1
            quarantine.note(fetched.url, fetched.hops)
            capture = self._written(entries.pop(fetched.url), fetched, warc)
            table.add(capture_row(capture), size=200 + 80 * len(capture.links))
            heartbeat.beat()

    def _written(self, entry: Frontier, fetched: Fetched, warc: RollingWarc) -> Capture:
        for exchange in fetched.robots:
            if exchange.response_head:
                warc.write(exchange)
        capture = capture_of(entry, fetched, self.settings)
        if capture.outcome == KEPT and fetched.exchange:
            return replace(capture, source=warc.write(fetched.exchange))
        return capture


def published(place: Place, bucket: int) -> dict[str, frozenset[str]]:
    """Return the parts of a bucket that attempts so far have published, and the pages in each, no page in two.

    Where two attempts have raced, some parts hold what others do; they are left out, and swept away at the end.
    """
    ending = f".{place.fingerprint}.parquet"
    found: dict[str, frozenset[str]] = {}
    seen: set[str] = set()
    for name in storage.names_in(place.folder, f"{HEAD}-{bucket:05d}-"):
        if not name.endswith(ending):
            continue
        pages = frozenset(row["page"] for row in read_rows(storage.join(place.folder, name), ["page"]))
        if seen.isdisjoint(pages):
            found[name.removeprefix(f"{HEAD}-").removesuffix(ending)] = pages
            seen |= pages
    return found


def batches(
    items: Iterable[Item], size: int, seconds: float, clock: Callable[[], float] = time.monotonic
) -> Iterator[Iterator[Item]]:
    """Yield the items in batches as they come, each to be used up before the next is asked for.

    A batch ends with its `size`th item, or with the first that comes when `seconds` have passed since it began.
    """
    source = iter(items)
    for first in source:
        yield _batch(first, islice(source, size - 1), clock() + seconds, clock)


def _batch(first: Item, others: Iterator[Item], end: float, clock: Callable[[], float]) -> Iterator[Item]:
    yield first
    while clock() < end:
        try:
            item = next(others)
        except StopIteration:
            return
        yield item
