"""Tombstones: what must not be fetched, kept or read any more, by URL and by content."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from dom_parsing.data_urls import is_whole_name
from dom_parsing.urls import normalise

FORGOTTEN = "forgotten"
"""The reason for which is left out what a tombstone covers."""
FORMAT = 1
EVERYTHING_BELOW = "*"


@dataclass(frozen=True, slots=True)
class Tombstones:
    """What is to be forgotten.

    Attributes:
        urls: Normalised URLs of pages and images.
        prefixes: What forgotten URLs begin with, in order, none of them the beginning of another.
        payloads: SHA-256 of contents that must not come back under any URL, in hex.
        texts: Keys of texts that must not (`filters.duplicates.minhash.exact_key`), in hex.
    """

    urls: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    payloads: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.urls or self.prefixes or self.payloads or self.texts)

    def __or__(self, other: Tombstones) -> Tombstones:
        return Tombstones(
            self.urls | other.urls,
            shortest((*self.prefixes, *other.prefixes)),
            self.payloads | other.payloads,
            self.texts | other.texts,
        )

    def covers(self, url: str | None) -> bool:
        """Return whether a normalised URL is forgotten; None, which is none, is not."""
        if url is None:
            return False
        if url in self.urls:
            return True
        # None is the beginning of another, so only the last one that is not behind the URL can be its beginning.
        place = bisect_right(self.prefixes, url)
        return place > 0 and url.startswith(self.prefixes[place - 1])

    def covers_written(self, url: str) -> bool:
        """Return whether a URL is forgotten, as anyone may write it."""
        return bool(self.urls or self.prefixes) and self.covers(normalise(url))

    def hold(self, *forms: bytes) -> bool:
        """Return whether a content must not come back.

        Args:
            forms: The content as it is and as it was sent; an empty one is none.
        """
        return bool(self.payloads) and any(hashlib.sha256(data).hexdigest() in self.payloads for data in forms if data)


@dataclass(frozen=True, slots=True)
class Notice:
    """What one call has added to the tombstones, and why.

    Attributes:
        urls: Normalised URLs, each with the reason.
        prefixes: As of Tombstones.
        payloads: As of Tombstones.
        texts: As of Tombstones.
    """

    urls: Mapping[str, str] = field(default_factory=dict)
    prefixes: tuple[str, ...] = ()
    payloads: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def tombstones(self) -> Tombstones:
        """What it says."""
        return Tombstones(
            frozenset(self.urls), shortest(self.prefixes), frozenset(self.payloads), frozenset(self.texts)
        )

    def beyond(self, known: Tombstones) -> Notice:
        """Return what of it is new."""
        return Notice(
            {url: why for url, why in sorted(self.urls.items()) if not known.covers(url)},
            tuple(sorted(prefix for prefix in self.prefixes if not known.covers(prefix))),
            tuple(sorted(set(self.payloads) - known.payloads)),
            tuple(sorted(set(self.texts) - known.texts)),
        )

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"format": FORMAT, **asdict(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Notice:
        """Read what `to_json` gave.

        Raises:
            ValueError: It is of another format.
        """
        if data.get("format") != FORMAT:
            raise ValueError(f"tombstones of format {data.get('format')!r}: this m3w reads format {FORMAT}")
        lists = {name: tuple(data[name]) for name in ("prefixes", "payloads", "texts")}
        return cls(dict(data["urls"]), **lists)


def shortest(prefixes: Iterable[str]) -> tuple[str, ...]:
    """Return prefixes in order, without those that another one begins."""
    kept: list[str] = []
    for prefix in sorted(set(prefixes)):
        if not kept or not prefix.startswith(kept[-1]):
            kept.append(prefix)
    return tuple(kept)


def read_wishes(lines: Iterable[str], name: str, why: str) -> Notice:
    """Read what is to be forgotten: a URL a line; one that ends in `*` means all that begin so; `#` begins a comment.

    A picture that lies within its page has a name (`data:sha256:` and 64 hex digits) in the place of a URL.

    Args:
        lines: Lines of text.
        name: What errors call them.
        why: The reason that is noted.

    Raises:
        ValueError: A line is no http(s) URL, or there is none.
    """
    urls: dict[str, str] = {}
    prefixes: set[str] = set()
    for number, line in enumerate(lines, 1):
        text = line.split(" #")[0].strip()
        if not text or text.startswith("#"):
            continue
        url = text if is_whole_name(text) else normalise(text.removesuffix(EVERYTHING_BELOW))
        if url is None:
            raise ValueError(
                f"{name}, line {number}: {text[:200]!r} is no http(s) URL: write it whole, such as "
                f"https://example.org/page, or https://example.org/* for all of a site"
            )
        if text.endswith(EVERYTHING_BELOW):
            prefixes.add(url)
        else:
            urls[url] = why
    if not urls and not prefixes:
        raise ValueError(f"{name} holds no URL: give one a line")
    return Notice(urls, shortest(prefixes))
