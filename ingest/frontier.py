"""Which pages a crawl knows, which of them are due, and which links it follows."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

from dom_parsing.urls import hostname, page_id
from ingest.records import Capture, Frontier
from ingest.settings import CrawlSettings

ScopeKind = Literal["host", "prefix", "any"]


def merge(entries: Iterable[Frontier]) -> Frontier:
    """Return the one entry of a page that was found more than once.

    The latest visit counts; of its entries the shortest way from a seed: the smallest depth, then the fewest redirects.
    The page is due only if no entry of that visit says that it was fetched. Merging in parts and in any order gives
    the same entry.

    Raises:
        ValueError: There are no entries, or entries of different pages.
    """
    every = list(entries)
    pages = {entry.page for entry in every}
    if len(pages) != 1:
        raise ValueError(f"cannot merge entries of {len(pages)} pages: give those of one page")
    visit = max(entry.visit for entry in every)
    latest = [entry for entry in every if entry.visit == visit]
    nearest = min(latest, key=lambda entry: (entry.depth, entry.redirects, entry.url))
    return replace(nearest, due=all(entry.due for entry in latest))


def links_of(capture: Capture, settings: CrawlSettings, seeds: Sequence[str]) -> list[Frontier]:
    """Return what a capture adds to the frontier, each page once.

    A redirect leads to a page of the same depth, a link to one of the next; both stay within the scope.

    Args:
        capture: What came of a page.
        settings: How deep, how far.
        seeds: Normalised URLs of the seeds: the scope.
    """
    scope = _scope(tuple(seeds), settings.scope)
    found: list[tuple[str, int, int]] = []
    if capture.location and capture.redirects < settings.max_redirects:
        found.append((capture.location, capture.depth, capture.redirects + 1))
    if capture.depth < settings.max_depth:
        found += [(link, capture.depth + 1, 0) for link in capture.links]
    entries: dict[str, Frontier] = {}
    for url, depth, redirects in found:
        page = page_id(url)
        if page not in entries and page != capture.page and url in scope and not is_trap(url, settings):
            entries[page] = Frontier(page, url, depth, redirects, visit=capture.visit)
    return list(entries.values())


def in_scope(url: str, seeds: Sequence[str], settings: CrawlSettings) -> bool:
    """Return whether a normalised URL lies within the scope: see `Scope`."""
    return url in _scope(tuple(seeds), settings.scope)


def is_trap(url: str, settings: CrawlSettings) -> bool:
    """Return whether a URL looks made by a site that links endlessly: too long, or one path segment again and again."""
    if len(url) > settings.max_url_length:
        return True
    segments = Counter(segment for segment in urlsplit(url).path.split("/") if segment)
    return max(segments.values(), default=0) > settings.max_repeated_segments


def bucket_of(host: str, buckets: int) -> int:
    """Return which of the buckets a host is in: CRC-32 of its name, modulo their number."""
    return zlib.crc32(host.encode("utf-8")) % buckets


@dataclass(frozen=True, slots=True)
class Scope:
    """Where links may lead.

    The scheme makes no difference, nor does `www.` before a host: sites move from http to https and between the two
    names without becoming others.

    Attributes:
        kind: "any", "host" (on a seed's host and port) or "prefix" (in a seed's folder or below it).
        places: The seeds' hosts, or hosts and folders.
    """

    kind: ScopeKind
    places: frozenset[str]

    @classmethod
    def around(cls, seeds: Iterable[str], kind: ScopeKind) -> Scope:
        """Return the scope of normalised seed URLs."""
        places = (_folders(seed)[-1] if kind == "prefix" else _site(seed) for seed in seeds)
        return cls(kind, frozenset(places) if kind != "any" else frozenset())

    def __contains__(self, url: str) -> bool:
        if self.kind == "any":
            return True
        if self.kind == "host":
            return _site(url) in self.places
        return not self.places.isdisjoint(_folders(url))


@lru_cache(maxsize=8)
def _scope(seeds: tuple[str, ...], kind: ScopeKind) -> Scope:
    return Scope.around(seeds, kind)


def _site(url: str) -> str:
    port = urlsplit(url).port
    host = hostname(url).removeprefix("www.")
    return f"{host}:{port}" if port else host


def _folders(url: str) -> list[str]:
    """Return the site and every folder that a URL lies in, from the outermost in."""
    site = _site(url)
    path = urlsplit(url).path
    return [site + path[: position + 1] for position, character in enumerate(path) if character == "/"]
