"""Where links may lead: on the seeds' hosts, within their domains or folders, or anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from dom_parsing.urls import hostname

ScopeKind = Literal["host", "domain", "prefix", "any"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where links may lead.

    The scheme makes no difference, nor does `www.` before a host: sites move from http to https and between the two
    names without becoming others.

    Attributes:
        kind: "any", "host" (on a seed's host and port), "domain" (on any host of a seed's domain, see `domain_of`) or
            "prefix" (in a seed's folder or below it).
        places: The seeds' hosts, domains, or hosts and folders.
    """

    kind: ScopeKind
    places: frozenset[str]

    @classmethod
    def around(cls, seeds: Iterable[str], kind: ScopeKind) -> Scope:
        """Return the scope of normalised seed URLs."""
        if kind == "any":
            return cls(kind, frozenset())
        return cls(kind, frozenset(_folders(seed)[-1] if kind == "prefix" else _place(seed, kind) for seed in seeds))

    def __contains__(self, url: str) -> bool:
        if self.kind == "any":
            return True
        if self.kind == "prefix":
            return not self.places.isdisjoint(_folders(url))
        return _place(url, self.kind) in self.places


@lru_cache(maxsize=100_000)
def domain_of(host: str) -> str:
    """Return the domain that somebody has registered and all of whose hosts are theirs: `example.co.uk`.

    By the Public Suffix List, with the suffixes below which companies let others register (`someone.github.io`); of an
    IP address, and of a name that is a suffix itself, all of it.
    """
    if host.startswith("[") or host.replace(".", "").isdigit():
        return host
    return _suffixes().privatesuffix(host.rstrip(".")) or host


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    """Read the list that comes with the package: it is as old as the package, and nothing is fetched."""
    return PublicSuffixList()


def _place(url: str, kind: ScopeKind) -> str:
    return domain_of(hostname(url)) if kind == "domain" else _site(url)


def _site(url: str) -> str:
    port = urlsplit(url).port
    host = hostname(url).removeprefix("www.")
    return f"{host}:{port}" if port else host


def _folders(url: str) -> list[str]:
    """Return the site and every folder that a URL lies in, from the outermost in."""
    site = _site(url)
    path = urlsplit(url).path
    return [site + path[: position + 1] for position, character in enumerate(path) if character == "/"]
