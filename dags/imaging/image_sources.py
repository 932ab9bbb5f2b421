"""Looks for images where the recipe says, in its order: archives at hand, the live web, the Wayback Machine.

Those that lie within pages are read from there, whatever the order: nobody needs to be asked for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Protocol

from dags.extraction.pieces import bytes_of_each
from dags.imaging.held_images import held_records
from dags.imaging.image_facts import facts_of, measured
from dom_parsing.data_urls import is_named
from dom_parsing.page import DEFAULTS
from dom_parsing.records import RecordRef
from dom_parsing.settings import ExtractSettings
from dom_parsing.urls import normalise
from ingest.decoding import TOO_LARGE
from ingest.exchange import Exchange
from ingest.fetching.http_message import parse_response
from ingest.fetching.patience import fetch_patiently
from ingest.fetching.polite import LISTED, NOTHING_KEPT, Fetched, Keeping
from ingest.images.pictures import BadPictureError
from ingest.opt_outs.consent import CONSENT, header_signal
from ingest.opt_outs.tombstones import FORGOTTEN
from ingest.records import DROPPED, FAILED, KEPT, ImageFacts
from ingest.settings import ARCHIVE, LIVE, WAYBACK, ImageFetchSettings
from ingest.warc.warc_reader import WarcRecord, read_range

ABSENT, UNREADABLE, TRUNCATED = "absent", "unreadable", "truncated"
PAGE = "page"
"""Origin of images that lie within a page."""

ORIGINAL = "x-archive-orig-"
"""What the Wayback Machine puts before the headers of what it has archived."""
LATEST = "99991231235959"


class Warc(Protocol):
    """Where what is found is archived."""

    def write(self, exchange: Exchange) -> RecordRef:
        """Write request and response; return where the response lies."""

    def copy(self, record: WarcRecord) -> RecordRef:
        """Write a record of another archive; return where it lies."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An image that documents need.

    Attributes:
        url: Its normalised URL, or the name of one that lies within a page.
        date: When a page that shows it was captured, as WARC-Date has it; empty where unknown.
        copy: The record of it in an archive at hand, or of the page that holds it; None where there is none.
        turn: Which run this is that asks for it.
    """

    url: str
    date: str = ""
    copy: RecordRef | None = None
    turn: int = 1


Note = Callable[[str, tuple[Exchange, ...]], None]


def _nothing(_: str, __: tuple[Exchange, ...]) -> None:
    """Note nothing."""


@dataclass(frozen=True)
class Sources:
    """Looks for images.

    Attributes:
        settings: Which sources, in which order, and the limits.
        resolve: Returns the full path of a file that a RecordRef names.
        keeping: What sites said before, and what must not be stored or asked for, wherever it is from.
        note: Called with a URL and the exchanges made for it, for what was on a digest list to be noted.
        reading: How the pages were read that hold images within themselves.
    """

    settings: ImageFetchSettings
    resolve: Callable[[str], str]
    keeping: Keeping = NOTHING_KEPT
    note: Note = _nothing
    reading: ExtractSettings = DEFAULTS

    def find(self, wanted: Sequence[Wanted], warc: Warc) -> Iterator[ImageFacts]:
        """Yield what came of each image, once: from the first source that has it, or says that it may not be used.

        Args:
            wanted: The images.
            warc: Takes every exchange on the way, and the record of each image that is had.
        """
        forgotten = [each for each in wanted if self.keeping.forgotten.covers(each.url)]
        yield from (ImageFacts(each.url, DROPPED, FORGOTTEN) for each in forgotten)
        gone = {each.url for each in forgotten}
        yield from self._from_pages(
            {each.url: each.copy for each in wanted if is_named(each.url) and each.url not in gone}, warc
        )
        left = {each.url: each for each in wanted if not is_named(each.url) and each.url not in gone}
        failed: dict[str, ImageFacts] = {}
        missed: dict[str, tuple[str, ...]] = {}
        for name in self.settings.sources:
            for facts in self._ask(name, list(left.values()), warc):
                if facts.outcome != FAILED:
                    del left[facts.url]
                    yield replace(facts, origin=name, missed=missed.pop(facts.url, ()))
                    continue
                missed[facts.url] = (*missed.get(facts.url, ()), f"{name}: {facts.reason}")
                # What the live web says of an image tells more than that no one else has it.
                failed[facts.url] = facts if name == LIVE else failed.get(facts.url, facts)
        for url in left:
            yield replace(failed[url], missed=missed[url])

    def _ask(self, name: str, wanted: list[Wanted], warc: Warc) -> Iterator[ImageFacts]:
        if name == ARCHIVE:
            yield from self._from_archives(wanted, warc)
        elif wanted:  # no connections, and no contact needed, for nothing
            addresses = {self._wayback(each) if name == WAYBACK else each.url: each.url for each in wanted}
            yield from self._from_web(addresses, warc, self._pace(name))

    def _from_pages(self, wanted: Mapping[str, RecordRef | None], warc: Warc) -> Iterator[ImageFacts]:
        holders = {name: ref for name, ref in wanted.items() if ref is not None}
        absent = ((name, None) for name in wanted if name not in holders)
        for name, record in chain(held_records(holders, self.resolve, self.reading), absent):
            facts = self._judged(name, record) if record else ImageFacts(name, FAILED, UNREADABLE)
            if record and facts.outcome == KEPT:
                facts = replace(facts, source=warc.copy(record))
            missed = (f"{PAGE}: {facts.reason}",) if facts.outcome == FAILED else ()
            yield replace(facts, origin="" if missed else PAGE, missed=missed)

    def _from_archives(self, wanted: list[Wanted], warc: Warc) -> Iterator[ImageFacts]:
        copies: dict[RecordRef, str] = {}
        for each in wanted:
            if each.copy is None:
                yield ImageFacts(each.url, FAILED, ABSENT)
            else:
                copies[each.copy] = each.url
        for ref, data in bytes_of_each(list(copies), self.resolve):
            record = next(read_range(data, ref), None) if data else None
            facts = self._archived(copies[ref], record)
            yield replace(facts, source=warc.copy(record)) if record and facts.outcome == KEPT else facts

    def _archived(self, url: str, record: WarcRecord | None) -> ImageFacts:
        """Return the facts of an image in an archive; what others wrote need not be what its row said."""
        if record is None or record.error or normalise(record.url) != url:
            return ImageFacts(url, FAILED, UNREADABLE)
        if record.truncated:
            return ImageFacts(url, FAILED, TRUNCATED)
        return self._judged(url, record)

    def _judged(self, url: str, record: WarcRecord) -> ImageFacts:
        if len(record.payload) > self.settings.max_decoded_bytes:
            return ImageFacts(url, FAILED, TOO_LARGE, record.status)
        listed = self.keeping.listed.signal(record.payload, parse_response(record.block).body)
        if listed:
            met = Exchange(url, LISTED, listed, record.date, status=record.status, headers=record.headers)
            self.note(url, (met,))
            return ImageFacts(url, DROPPED, LISTED, record.status, consent=listed)
        if self.keeping.forgotten.hold(record.payload):
            return ImageFacts(url, DROPPED, FORGOTTEN, record.status)
        signal = header_signal(record.headers, self.settings.product_token, "image")
        if signal:
            return ImageFacts(url, DROPPED, CONSENT, record.status, consent=signal)
        try:
            return measured(url, record.payload, self.settings, record.status)
        except BadPictureError as error:
            return ImageFacts(url, FAILED, error.reason, record.status)

    def _pace(self, name: str) -> ImageFetchSettings:
        """All buckets ask the Wayback Machine, side by side: together no faster than one asks a host of its own."""
        if name != WAYBACK:
            return self.settings
        return self.settings.model_copy(update={"delay": self.settings.delay * self.settings.buckets})

    def _from_web(self, addresses: dict[str, str], warc: Warc, pace: ImageFetchSettings) -> Iterator[ImageFacts]:
        """Fetch from where images are to be had: the live web, where address and URL are the same, or a copy of it."""
        for attempt in fetch_patiently(list(addresses), pace, keeping=self.keeping):
            fetched = attempt.fetched
            self.note(addresses[fetched.url], (*fetched.robots, *fetched.hops))
            for exchange in (*fetched.robots, *fetched.hops[:-1]):
                if exchange.response_head:
                    warc.write(exchange)
            if attempt.is_last:
                facts = facts_of(_with_original(fetched, self.settings), self.settings)
                facts = replace(facts, url=addresses[fetched.url], attempts=attempt.number)
                if facts.outcome == KEPT and fetched.exchange:
                    facts = replace(facts, source=warc.write(fetched.exchange))
                yield facts

    def _wayback(self, wanted: Wanted) -> str:
        """Return where the Wayback Machine has the bytes that the image had when the page was captured."""
        stamp = "".join(filter(str.isdigit, wanted.date))[:14] or LATEST
        return f"{self.settings.wayback.rstrip('/')}/{stamp}id_/{wanted.url}"


def _with_original(fetched: Fetched, settings: ImageFetchSettings) -> Fetched:
    """Return a result with what its original headers forbid, where it is a copy that repeats them."""
    exchange = fetched.exchange
    if fetched.reason or exchange is None:
        return fetched
    headers = tuple((name.lower().removeprefix(ORIGINAL), value) for name, value in exchange.headers)
    signal = header_signal(headers, settings.product_token, "image")
    return replace(fetched, reason=CONSENT, consent=signal) if signal else fetched
