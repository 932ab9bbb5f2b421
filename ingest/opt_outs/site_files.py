"""The files in which a site speaks to robots, each asked for once a day; old copies stand in for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from dom_parsing.urls import normalise
from ingest.exchange import UNREACHABLE, Exchange
from ingest.opt_outs.robots import UNAVAILABLE, is_passing

MAX_REDIRECTS = 5
HOUR, DAY = 3_600.0, 86_400.0
MAX_STALE = 30 * DAY
"""How long an old copy stands in for a file that can't be had: what RFC 9309, 2.3.1.4, calls reasonably long."""

Read = TypeVar("Read")
Ask = Callable[[str], Awaitable[Exchange]]


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of a site as it was got last.

    Attributes:
        url: Where it belongs, whatever that redirected to.
        fetched_at: ISO 8601, UTC.
        status: Of the last response; a 404 is an answer too.
        payload: Its body.
    """

    url: str
    fetched_at: str
    status: int
    payload: bytes = b""


class SiteFiles(Protocol):
    """Keeps files of sites, from one run to the next where it can; its methods are called from several threads."""

    def load(self, url: str) -> SiteFile | None:
        """Return the file that was got last, or None."""

    def save(self, file: SiteFile) -> None:
        """Keep a file, in the place of what was got before."""


class InMemory:
    """Keeps files of sites for one run."""

    def __init__(self) -> None:
        self._files: dict[str, SiteFile] = {}

    def load(self, url: str) -> SiteFile | None:
        """Return the file that was got last, or None."""
        return self._files.get(url)

    def save(self, file: SiteFile) -> None:
        """Keep a file, in the place of what was got before."""
        self._files[file.url] = file


@dataclass(frozen=True, slots=True)
class Known(Generic[Read]):
    """What a file says at present.

    Attributes:
        says: What was read from it; None where neither it nor a copy recent enough can be had.
        failure: Why it can't be had: UNAVAILABLE or the failure of its exchange.
        checked_at: When that was found out.
        valid: For how many seconds that counts.
    """

    says: Read | None
    failure: str
    checked_at: str
    valid: float


class FileCache(Generic[Read]):
    """Files of one kind.

    Args:
        read: Understands a file.
        ask: Fetches a URL, politely, keeping as much as is read of a file.
        now: The clock.
        files: Keeps the files.
        needed: Nothing may be fetched without the file: a host that did not answer is asked again at once, until three
            such answers in a row have shown that it is down.
    """

    def __init__(
        self,
        read: Callable[[SiteFile], Read],
        ask: Ask,
        now: Callable[[], str],
        files: SiteFiles,
        *,
        needed: bool = False,
    ) -> None:
        self._read, self._ask, self._now, self._files, self._needed = read, ask, now, files, needed
        self._known: dict[str, Known[Read]] = {}

    async def current(self, url: str, exchanges: list[Exchange]) -> Known[Read]:
        """Return what a file says now; the exchanges it takes to find out are added to those given."""
        now = self._now()
        known = self._known.get(url)
        if known is None or _seconds(known.checked_at, now) >= known.valid:
            known = await self._look(url, now, exchanges)
            self._known[url] = known
        return known

    async def _look(self, url: str, now: str, exchanges: list[Exchange]) -> Known[Read]:
        copy = await asyncio.to_thread(self._files.load, url)
        age = _seconds(copy.fetched_at, now) if copy else MAX_STALE
        if copy and age < DAY:
            return Known(self._read(copy), "", copy.fetched_at, DAY)
        hops = await self._hops(url)
        exchanges += hops
        last = hops[-1]
        if not last.failure and last.status and not is_passing(last.status):
            file = SiteFile(url, now, last.status, last.payload)
            await asyncio.to_thread(self._files.save, file)
            return Known(self._read(file), "", now, DAY)
        if copy and age < MAX_STALE:
            return Known(self._read(copy), "", now, HOUR)
        again_at_once = self._needed and last.failure in UNREACHABLE
        return Known(None, last.failure or UNAVAILABLE, now, 0 if again_at_once else HOUR)

    async def _hops(self, url: str) -> list[Exchange]:
        """Ask for a file and follow its redirects, to other hosts as well."""
        hops = [await self._ask(url)]
        for _ in range(MAX_REDIRECTS):
            target = normalise(hops[-1].location, hops[-1].url) if hops[-1].location else None
            if target is None:
                break
            hops.append(await self._ask(target))
        return hops


def _seconds(earlier: str, later: str) -> float:
    """Return the seconds between two times, whichever comes first: a clock may have been put back."""
    return abs((datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds())
