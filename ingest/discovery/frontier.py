"""Which pages a crawl knows, which of them are due, and which links it follows."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from dom_parsing.urls import hostname, page_id
from ingest.discovery.canonical import canonical
from ingest.discovery.lastmod import changed_before
from ingest.discovery.scope import Scope
from ingest.discovery.traps import trap_in
from ingest.records import KEPT, Capture, Frontier, Kind, Seen
from ingest.settings import CrawlSettings

NOTHING_SAID: Mapping[str, str] = {}

MAX_NESTING = 2
"""Indexes of sitemaps within indexes that are followed; the protocol allows none."""


def merge(entries: Iterable[Frontier]) -> Frontier:
    """Return the one entry of a page that was found more than once.

    The latest visit counts; of its entries the shortest way from a seed: the smallest depth, then the fewest redirects.
    Of a visit the latest attempt counts: the page is due only if no entry of that says that it was fetched. Merging in
    parts and in any order gives the same entry.

    Raises:
        ValueError: There are no entries, or entries of different pages.
    """
    every = list(entries)
    pages = {entry.page for entry in every}
    if len(pages) != 1:
        raise ValueError(f"cannot merge entries of {len(pages)} pages: give those of one page")
    visit = max(entry.visit for entry in every)
    latest = [entry for entry in every if entry.visit == visit]
    attempts = max(entry.attempts for entry in latest)
    last = [entry for entry in latest if entry.attempts == attempts]
    seen = [entry.seen for entry in every if entry.seen]
    # A page that a sitemap's place in robots.txt makes a list stays one, whoever links to it as well.
    nearest = min(latest, key=lambda entry: (entry.kind, entry.depth, entry.redirects, entry.nesting, entry.url))
    return replace(
        nearest,
        due=all(entry.due for entry in last),
        attempts=attempts,
        not_before=max(entry.not_before for entry in last),
        seen=max(seen, key=lambda each: (each.fetched_at, str(each)), default=None),
        changed_before=max(entry.changed_before for entry in latest),
    )


def after(capture: Capture) -> Frontier:
    """Return what has become of the frontier entry that a capture was scheduled by: done, or due once more."""
    return Frontier(
        capture.page,
        capture.url,
        capture.depth,
        capture.redirects,
        due=bool(capture.retry_at),
        visit=capture.visit,
        kind=capture.kind,
        nesting=capture.nesting,
        attempts=capture.attempts + bool(capture.retry_at),
        not_before=capture.retry_at,
        seen=_seen_in(capture),
    )


def _seen_in(capture: Capture) -> Seen | None:
    if capture.outcome != KEPT or capture.status != 200 or capture.repeats:
        return None
    return Seen(capture.fetched_at, capture.digest, capture.body_digest, capture.etag, capture.modified, capture.source)


def links_of(
    capture: Capture, settings: CrawlSettings, scope: Scope, modified: Mapping[str, str] = NOTHING_SAID
) -> list[Frontier]:
    """Return what a capture adds to the frontier, each page once.

    A redirect leads to a page of the same depth, a link to one of the next, a list to pages of its own. All stay within
    the scope, except for the sitemaps that a robots.txt names, wherever they lie, and what those redirect to.

    Args:
        capture: What came of a page.
        settings: How deep, how far.
        scope: Where links may lead.
        modified: When a list says that its pages were changed last, as written, by URL.
    """
    year = int(capture.fetched_at[:4]) if capture.fetched_at[:4].isdecimal() else None
    entries: dict[str, Frontier] = {}
    for found, anywhere in _found_in(capture, settings, modified):
        if found.page in entries or found.page == capture.page or found.depth > settings.max_depth:
            continue
        if (anywhere or found.url in scope) and not trap_in(found.url, settings, year):
            entries[found.page] = found
    return list(entries.values())


def _found_in(
    capture: Capture, settings: CrawlSettings, modified: Mapping[str, str]
) -> Iterator[tuple[Frontier, bool]]:
    """Yield what a capture leads to, and whether it may lie anywhere."""
    is_list = capture.kind == "list"
    below = capture.depth if is_list else capture.depth + 1

    def entry(url: str, depth: int, kind: Kind = "page", redirects: int = 0, nesting: int = 0) -> Frontier:
        return Frontier(page_id(url), url, depth, redirects, visit=capture.visit, kind=kind, nesting=nesting)

    if capture.location and capture.redirects < settings.max_redirects:
        # As it is, session and all: some sites redirect for ever who comes without.
        target = entry(capture.location, capture.depth, capture.kind, capture.redirects + 1, capture.nesting)
        yield target, is_list
    if settings.sitemaps:
        yield from ((entry(url, below, "list"), True) for url in capture.sitemaps)
    if not is_list or capture.nesting < MAX_NESTING:
        nesting = capture.nesting + is_list
        own = hostname(capture.url)
        for url in capture.lists:
            yield entry(url, below, "list", nesting=nesting), is_list and hostname(url) == own
    if capture.canonical:
        yield entry(canonical(capture.canonical, settings.ignored_parameters), capture.depth), False
    for link in capture.links:
        found = entry(canonical(link, settings.ignored_parameters), below)
        yield replace(found, changed_before=changed_before(modified.get(link, ""))), False


def bucket_of(host: str, buckets: int) -> int:
    """Return which of the buckets a host is in: CRC-32 of its name, modulo their number."""
    return zlib.crc32(host.encode("utf-8")) % buckets
