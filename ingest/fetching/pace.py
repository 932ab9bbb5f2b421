"""How fast one host may be asked, by its own word, its answers and the addresses it shares with others."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from dataclasses import dataclass, field

from ingest.exchange import UNREACHABLE, Exchange
from ingest.fetching.addresses import NO_CONTACT, PRIVATE, Lookup
from ingest.fetching.retry import BUSY, retry_after
from ingest.fetching.turns import Turns, turns_at
from ingest.settings import FetchSettings

UNSENT = frozenset({"url", "port", PRIVATE, NO_CONTACT})
"""Failures before anything was sent: the host need not be spared for them."""


@dataclass(slots=True)
class Host:
    """One host as it has shown itself: one request at a time, and a pause after each.

    Attributes:
        asked_at: When the last request ended, by the loop's clock. At first it is when fetching began: whoever fetched
            before and was killed may have asked until then.
        took: Seconds of the last exchange.
        lock: Held during a request and the pause before it.
        crawl_delay: Seconds that its robots.txt wants between two requests.
        failures: Failed connections in a row.
        busy: Answers in a row that ask for rest.
        rest: Seconds that the last of them asks for; 0 where it gives no time.
    """

    asked_at: float
    took: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    crawl_delay: float = 0.0
    failures: int = 0
    busy: int = 0
    rest: float = 0.0

    def is_down(self, settings: FetchSettings) -> bool:
        """Return whether it has failed so often that it is left alone."""
        return self.failures >= settings.failures_until_down

    def wants_rest(self, settings: FetchSettings) -> bool:
        """Return whether it has asked for rest so often, or for so long, that it is left alone for now."""
        return self.busy >= settings.failures_until_down or self.rest > settings.max_crawl_delay

    def answered(self, exchange: Exchange, now: float, took: float) -> None:
        """Learn from an exchange; from one that was never sent, nothing.

        Args:
            exchange: With this host.
            now: The loop's clock.
            took: Seconds of the exchange.
        """
        if exchange.failure in UNSENT:
            return
        self.asked_at, self.took = now, took
        unreachable = exchange.status is None and exchange.failure in UNREACHABLE
        self.failures = self.failures + 1 if unreachable else 0
        self.busy = self.busy + 1 if exchange.status in BUSY else 0
        self.rest = retry_after(exchange.headers, exchange.fetched_at) if self.busy else 0.0

    def free_at(self, settings: FetchSettings) -> float:
        """Return when the next request may be made, in seconds of the loop's clock.

        The pause until then is the longest of the settings' own delay, that of robots.txt, a multiple of what the
        answer took, and, where the host asks for rest, what it asks for or a delay that doubles each time; only the
        first of these may be longer than `max_crawl_delay`.
        """
        backoff = settings.delay * 2.0 ** min(self.busy, 20) if self.busy else 0.0
        asked = max(self.crawl_delay, self.took * settings.delay_factor, backoff, self.rest)
        return self.asked_at + max(settings.delay, min(asked, settings.max_crawl_delay))


class Addresses:
    """Lets few requests of this process at a time go to one address, whatever hosts are there.

    Args:
        lookup: How names become addresses.
        limit: Requests at a time.
    """

    def __init__(self, lookup: Lookup, limit: int) -> None:
        self._lookup = lookup
        self._found: dict[str, list[tuple[int, str]]] = {}
        self._limit = limit
        self._turns: dict[str, Turns] = {}

    async def turn(self, host: str) -> Turns:
        """Return what to hold during a request to a host: the same for all hosts of one address.

        A host of several addresses stands with those that have the same first one in the order of their text: name
        servers shuffle them. One that does not resolve stands alone; the request will say why.
        """
        if host not in self._turns:
            self._turns[host] = turns_at(await asyncio.to_thread(self._first, host), self._limit)
        return self._turns[host]

    def lookup(self, host: str, port: int, family: int) -> list[tuple[int, str]]:
        """Look a host up for the request itself; what `turn` has found is used once, so that no name is asked twice."""
        return self._found.pop(host, None) or self._lookup(host, port, family)

    def _first(self, host: str) -> str:
        if _is_address(host):
            return host
        try:
            found = self._lookup(host, 0, socket.AF_UNSPEC)
        except OSError:
            return host
        self._found[host] = found
        return min((address for _, address in found), default=host)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
