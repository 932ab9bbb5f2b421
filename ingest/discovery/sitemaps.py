"""Lists of pages that sites publish: sitemaps, their indexes, and feeds (RSS, RDF, Atom), as XML, gzipped, or as text.

Formats: https://www.sitemaps.org/protocol.html, https://www.rssboard.org/rss-specification, RFC 4287.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from dom_parsing.urls import normalise
from ingest.decoding import GZIP_MAGIC, MALFORMED, TOO_LARGE, decode
from ingest.discovery.listing_events import Found, ListingEvents, UnfitListingError

MAX_BYTES = 50 << 20
"""Longest list once decompressed: what the protocol allows."""
MAX_ENTRIES = 50_000
"""Most entries of one list: what the protocol allows."""
MAX_ELEMENT = 1 << 19
"""Longest tag, or text without one: a tag of many attributes takes forty times its length in memory."""
FEED_BYTES = 1 << 16
TEXT_STARTS = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?i:https?://)")
# A bare `&` in a URL is the commonest fault of sitemaps, and a parser that goes on behind it loses the `&`. CDATA,
# where it is no fault, is stepped over; the `\Z` keeps unclosed ones from being searched for again and again.
BARE_AMPERSAND = re.compile(rb"(<!\[CDATA\[.*?(?:\]\]>|\Z))|&(?!#?\w{1,32};)", re.DOTALL)
WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


@dataclass(frozen=True, slots=True)
class Listed:
    """A page as a list names it.

    Attributes:
        url: Its normalised URL.
        modified: When it was changed last, as written; empty where that is not said.
        images: Normalised URLs of its images, of an image sitemap.
    """

    url: str
    modified: str = ""
    images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list names.

    Attributes:
        pages: The pages, in order, each once.
        sitemaps: Normalised URLs of further lists, of an index, in order, each once.
        error: Empty, or why there is less here than in the list: `malformed` (the pages are those before the fault,
            and behind it as far as a tolerant parser finds any), `too-large` as a whole or in one tag, `too-many`
            entries, `doctype`: a document type can define entities, which no list needs.
    """

    pages: tuple[Listed, ...] = ()
    sitemaps: tuple[str, ...] = ()
    error: str = ""


@dataclass(slots=True)
class _Entries:
    """Collects entries, each once, up to MAX_ENTRIES."""

    base: str
    pages: dict[str, Listed] = field(default_factory=dict)
    sitemaps: dict[str, None] = field(default_factory=dict)

    def add(self, found: Found) -> bool:
        """Add an entry; return whether there was room for it."""
        url = normalise(found.url.strip(), self.base)
        if url is None or url in self.pages or url in self.sitemaps:
            return True
        if len(self.pages) + len(self.sitemaps) == MAX_ENTRIES:
            return False
        if found.is_list:
            self.sitemaps[url] = None
        else:
            images = (normalise(image.strip(), self.base) for image in found.images)
            self.pages[url] = Listed(url, found.modified.strip(), tuple(dict.fromkeys(filter(None, images))))
        return True

    def listing(self, error: str) -> Listing:
        return Listing(tuple(self.pages.values()), tuple(self.sitemaps), error)


def read_listing(payload: bytes, url: str) -> Listing:
    """Return what a sitemap, an index of sitemaps or a feed names; nothing for anything else.

    The XML is parsed as a stream: no tree is built, nothing is loaded, no entity is expanded, and what is broken is
    read as far as it goes.

    Args:
        payload: XML or, of sitemaps, a URL a line; may be gzipped.
        url: Where it is from: what relative URLs are relative to.
    """
    error = ""
    if payload.startswith(GZIP_MAGIC):
        decoded = decode(payload, "gzip", MAX_BYTES)
        payload, error = decoded.data, decoded.error
    if len(payload) > MAX_BYTES or error == TOO_LARGE:
        return Listing(error=TOO_LARGE)
    entries = _Entries(url)
    found = _lines(payload) if TEXT_STARTS.match(payload) else _elements(payload)
    try:
        for each in found:
            if not entries.add(each):
                return entries.listing("too-many")
    except UnfitListingError as unfit:
        error = unfit.reason
    except etree.XMLSyntaxError:
        error = MALFORMED
    return entries.listing(error)


def _lines(payload: bytes) -> Iterator[Found]:
    for line in payload.decode("utf-8-sig", "replace").splitlines():
        if line.strip().lower().startswith(("http://", "https://")):
            yield Found(line)


def _elements(payload: bytes) -> Iterator[Found]:
    """Parse piece by piece, so that a list with too many entries is not read to its end."""
    events = ListingEvents()
    target: Any = events  # lxml's stubs know nothing of text that is never bytes
    parser = etree.XMLParser(
        target=target, recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    xml = payload.lstrip() if payload.startswith(WIDE) else BARE_AMPERSAND.sub(_escaped, payload.lstrip())
    begun = 0
    for start in range(0, len(xml), FEED_BYTES):
        piece = xml[start : start + FEED_BYTES]
        begun = start + piece.rfind(b"<") if b"<" in piece else begun
        if start + len(piece) - begun > MAX_ELEMENT:
            raise UnfitListingError(TOO_LARGE)
        parser.feed(piece)
        yield from events.taken()
    if xml:
        parser.close()
        yield from events.taken()
    if any(error.level >= etree.ErrorLevels.ERROR for error in parser.feed_error_log):
        raise UnfitListingError(MALFORMED)


def _escaped(found: re.Match[bytes]) -> bytes:
    return found[1] or b"&amp;"
