"""What the robots.txt of a host allows (RFC 9309)."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from protego import Protego

from dom_parsing.urls import normalise, origin
from ingest.exchange import UNREACHABLE, Exchange

MAX_ROBOTS_BYTES = 500 * 1024
MAX_ROBOTS_REDIRECTS = 5
# Protego adds every rule to every robot of its group: a hostile half megabyte could fill the memory.
MAX_WORK = 1_000_000
AGENT_LINE = re.compile(r"^\s*user.?agent", re.IGNORECASE | re.MULTILINE)
DISALLOWED, UNAVAILABLE = "robots", "robots-unavailable"

Ask = Callable[[str], Awaitable[Exchange]]


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to us.

    Attributes:
        parsed: Its rules; None where `refusal` or an absent file decides for every URL.
        token: Our product token.
        refusal: Why nothing is allowed, empty where the rules decide: UNAVAILABLE or a failure of its exchange.
    """

    parsed: Protego | None = None
    token: str = ""
    refusal: str = ""

    def allows(self, url: str) -> bool:
        """Return whether the URL may be fetched."""
        if self.refusal:
            return False
        return self.parsed is None or bool(self.parsed.can_fetch(url, self.token))

    @property
    def crawl_delay(self) -> float:
        """Seconds between two requests that the file asks for; 0 where it asks for none."""
        return float(self.parsed.crawl_delay(self.token) or 0) if self.parsed else 0.0


def parse(body: bytes, token: str) -> Rules:
    """Read a robots.txt, its first 500 KiB."""
    text = body[:MAX_ROBOTS_BYTES].decode("utf-8-sig", "replace")
    agents = len(AGENT_LINE.findall(text))
    if agents * (len(text.splitlines()) - agents) > MAX_WORK:
        return Rules(refusal=UNAVAILABLE)
    return Rules(Protego.parse(text), token)


def rules_of(exchange: Exchange, token: str) -> Rules:
    """Return the rules that the last exchange about a robots.txt stands for.

    2xx: what the file says. 4xx and redirects without an end: no rules. 5xx, failed exchanges, and 429 (as Google
    reads it: come back later): nothing is allowed.
    """
    if exchange.failure:
        return Rules(refusal=exchange.failure)
    status = exchange.status or 500
    if 200 <= status < 300:
        return parse(exchange.payload, token)
    return Rules(refusal=UNAVAILABLE if status >= 500 or status == 429 else "")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a URL may be fetched.

    Attributes:
        reason: Empty where it may; else DISALLOWED, UNAVAILABLE or the failure of the robots.txt exchange.
        consent: The signal that forbids it, where its owner does: `robots.txt: Disallow`.
        crawl_delay: Seconds between two requests that the file asks for.
        exchanges: The responses got to find this out; empty where the file was known.
    """

    reason: str = ""
    consent: str = ""
    crawl_delay: float = 0.0
    exchanges: tuple[Exchange, ...] = ()


class Robots:
    """The robots.txt files of a run, each fetched once.

    Args:
        token: Our product token.
        ask: Fetches a URL, politely, keeping the first MAX_ROBOTS_BYTES.
    """

    def __init__(self, token: str, ask: Ask) -> None:
        self._token = token
        self._ask = ask
        self._rules: dict[str, Rules] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def verdict(self, url: str) -> Verdict:
        """Return whether a normalised URL may be fetched, asking its host where that is not known yet."""
        site = origin(url)
        exchanges: tuple[Exchange, ...] = ()
        async with self._locks[site]:
            rules = self._rules.get(site)
            if rules is None:
                exchanges = await self._hops(f"{site}/robots.txt")
                rules = rules_of(exchanges[-1], self._token)
                if rules.refusal not in UNREACHABLE:  # a host that did not answer is asked again
                    self._rules[site] = rules
        answered = tuple(one for one in exchanges if one.response_head)
        verdict = Verdict(rules.refusal, crawl_delay=rules.crawl_delay, exchanges=answered)
        if rules.refusal or rules.allows(url):
            return verdict
        return replace(verdict, reason=DISALLOWED, consent="robots.txt: Disallow")

    async def _hops(self, url: str) -> tuple[Exchange, ...]:
        """Ask for a robots.txt and follow its redirects, to other hosts as well."""
        exchanges = [await self._ask(url)]
        for _ in range(MAX_ROBOTS_REDIRECTS):
            target = normalise(exchanges[-1].location, exchanges[-1].url) if exchanges[-1].location else None
            if target is None:
                break
            exchanges.append(await self._ask(target))
        return tuple(exchanges)
