"""The captures of a bucket of hosts: fetched once, and published in parts of a few seconds each.

What a killed attempt has published stays; the next one goes on with the pages that are in none of its parts. Parts bear
the name of their attempt, so that two that race never replace each other's.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from dags.crawling.crawl_part import HEAD, UNIT, PartFetcher
from dags.progress import Heartbeat
from ingest.records import Frontier
from shards import storage
from shards.parts import PartWriter, Place, read_rows

Item = TypeVar("Item")


@dataclass(frozen=True)
class CaptureWriter:
    """Fetches the pages of a bucket and writes what came of them.

    Attributes:
        fetcher: Fetches pages and fills parts.
        place: Where the parts go.
    """

    fetcher: PartFetcher
    place: Place

    def write(self, bucket: int, scheduled: Sequence[Frontier]) -> Iterator[str]:
        """Fetch the pages of a bucket that are in no part yet; yield the labels of all its parts."""
        found = published(self.place, bucket)
        yield from found
        pages = set().union(*found.values())
        entries = {entry.url: entry for entry in scheduled if entry.page not in pages}
        if not entries or self.fetcher.is_over():
            return
        attempt = uuid.uuid4().hex[:8]
        settings = self.fetcher.settings
        begun = batches(self.fetcher.fetch(entries.values()), settings.urls_per_part, settings.flush_seconds)
        for number, batch in enumerate(begun, len(found)):
            name = self.place.part(f"{bucket:05d}-{number:05d}-{attempt}")
            expected = min(len(entries), settings.urls_per_part)
            with PartWriter(name) as part, Heartbeat(name, expected, UNIT) as heartbeat:
                self.fetcher.fill(part, batch, entries, heartbeat)
                part.publish(HEAD)
            yield name.label
        if not self.fetcher.is_over():  # parts count what came, so nobody else would see
            assert not entries, f"nothing came of {next(iter(entries))}"


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
