"""Lists of domains and URLs by category, in the layout of the UT1 lists of the University of Toulouse.

A folder holds a folder for each category (`adult`, `gambling`, ...), with the files `domains` (a domain a line, its
subdomains included) and `urls` (`example.org/some/path` a line, all below it included), or either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from dom_parsing.urls import hostname, normalise

MAX_LINE = 2048
KINDS = ("domains", "urls")


class BlocklistSettings(BaseModel):
    """The `[blocklists]` section: pages and images on a list are dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    folders: tuple[str, ...] = Field(default=(), description="Folders that hold a folder for each category.")
    categories: tuple[str, ...] = Field(default=(), description="Categories that count; all of them by default.")


@dataclass(frozen=True)
class Blocklist:
    """Domains and URLs that are listed: millions take 9 bytes each.

    An entry stands as 64 bits of its hash: among ten million entries one lookup in a million million is wrong.

    Attributes:
        categories: Names.
        hashes: Hashes of the entries, ascending.
        category: Index of each entry's category; where several list it, the first of them.
    """

    categories: tuple[str, ...] = ()
    hashes: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, np.uint64))
    category: NDArray[np.uint8] = field(default_factory=lambda: np.empty(0, np.uint8))

    @classmethod
    def of(cls, entries: Iterable[tuple[str, str, Iterable[str]]]) -> Blocklist:
        """Read lists.

        Args:
            entries: Category, `domains` or `urls`, and the lines of each list; `#` begins a comment.

        Raises:
            ValueError: A line is no domain or URL, there are too many categories, or no entry at all.
        """
        names: list[str] = []
        hashes: list[int] = []
        category: list[int] = []
        for name, kind, lines in entries:
            if name not in names:
                names.append(name)
            for entry in _entries(lines, f"blocklist {name}/{kind}"):
                hashes.append(_hash(entry))
                category.append(names.index(name))
        if not hashes or len(names) > 255:
            raise ValueError(f"blocklist of {len(names)} categories holds {len(hashes)} entries: give 1 to 255 lists")
        keys, order = np.unique(np.array(hashes, dtype=np.uint64), return_index=True)
        return cls(tuple(names), keys, np.array(category, dtype=np.uint8)[order])

    @property
    def digest(self) -> str:
        """What the list holds, in sixteen hex digits; empty where that is nothing."""
        known = hashlib.sha256(self.hashes.tobytes() + self.category.tobytes() + "\n".join(self.categories).encode())
        return known.hexdigest()[:16] if len(self.hashes) else ""

    def hit(self, url: str) -> str:
        """Return category and entry that a normalised URL is on, such as `adult: example.org`; empty where on none."""
        for entry in _forms(url):
            key = np.uint64(_hash(entry))
            place = int(self.hashes.searchsorted(key))
            if place < len(self.hashes) and self.hashes[place] == key:
                return f"{self.categories[self.category[place]]}: {entry}"
        return ""


def _entries(lines: Iterable[str], where: str) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        entry = _plain(line.partition("#")[0].strip().lower())
        if not entry:
            continue
        if len(entry) > MAX_LINE or any(character.isspace() for character in entry):
            raise ValueError(f"{where}, line {number}: {line.strip()[:80]!r} is no domain or URL: give one a line")
        yield entry


def _plain(entry: str) -> str:
    """Return an entry without scheme, `www.`, port and the slash at its end, as the lists mostly have them.

    What is not ASCII is written as URLs have it: `xn--` in hosts, `%` in paths.
    """
    bare = entry.removeprefix("http://").removeprefix("https://").removeprefix("www.").rstrip("/")
    if not bare.isascii():
        bare = (normalise(f"http://{bare}") or bare).removeprefix("http://").rstrip("/").lower()
    host, slash, path = bare.partition("/")
    if ":" in host and not host.startswith("["):
        host = host.partition(":")[0]
    return f"{host.rstrip('.')}{slash}{path}"


def _forms(url: str) -> Iterator[str]:
    """Yield the entries that would list a URL: its host and the domains above it, then each path that it lies below."""
    host = hostname(url).lower().removeprefix("www.").rstrip(".")
    labels = host.split(".")
    for start in range(max(1, len(labels) - 1)):  # a whole top-level domain is no entry
        yield ".".join(labels[start:])
    rest = url.partition("://")[2].partition("/")[2].partition("#")[0][:MAX_LINE].lower()
    for end in [i for i, character in enumerate(rest) if character in "/?"] + [len(rest)]:
        if rest[:end].rstrip("/"):
            yield f"{host}/{rest[:end].rstrip('/')}"


def _hash(entry: str) -> int:
    return int.from_bytes(hashlib.blake2b(entry.encode("utf-8", "replace"), digest_size=8).digest(), "big")
