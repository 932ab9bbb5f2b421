"""What sites allow to be fetched, by robots.txt, tdmrep.json and ai.txt."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from dom_parsing.urls import origin
from ingest.exchange import Exchange
from ingest.opt_outs import tdmrep
from ingest.opt_outs.ai_txt import parse_ai_txt
from ingest.opt_outs.consent import CONSENT
from ingest.opt_outs.robots import DISALLOWED, Rules, rules_of
from ingest.opt_outs.site_files import Ask, FileCache, SiteFiles

ROBOTS, TDMREP, AI_TXT = "/robots.txt", "/.well-known/tdmrep.json", "/ai.txt"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a URL may be fetched.

    Attributes:
        reason: Empty where it may; else DISALLOWED, CONSENT, UNAVAILABLE or the failure of the robots.txt exchange.
        consent: The signal that forbids it, where its owner does: `robots.txt: Disallow`.
        exchanges: What was asked to find this out; empty where the files were known.
        sitemaps: Normalised URLs of the sitemaps that the site's robots.txt names; handed out once.
    """

    reason: str = ""
    consent: str = ""
    exchanges: tuple[Exchange, ...] = ()
    sitemaps: tuple[str, ...] = ()


class Sites:
    """What the sites of a run allow.

    Args:
        token: Our product token.
        ask: Fetches a URL, politely, keeping the first MAX_ROBOTS_BYTES.
        now: The clock.
        files: Keeps the files.
        pace: Told of a URL how many seconds apart its host wants requests, before the next is made.
    """

    def __init__(
        self, token: str, ask: Ask, now: Callable[[], str], files: SiteFiles, pace: Callable[[str, float], None]
    ) -> None:
        self._pace = pace
        self._robots = FileCache(lambda file: rules_of(file.status, file.payload, token), ask, now, files, needed=True)
        self._tdmrep = FileCache(lambda file: tdmrep.parse(file.status, file.payload), ask, now, files)
        self._ai_txt = FileCache(lambda file: parse_ai_txt(file.status, file.payload, token), ask, now, files)
        self._told: set[str] = set()
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def verdict(self, url: str) -> Verdict:
        """Return whether a normalised URL may be fetched, asking its host where that is not known yet.

        A site whose robots.txt forbids the URL, or can't be had, is asked for nothing else. The other two files are
        asked for where robots.txt allows that, and say nothing where they can't be had.
        """
        site = origin(url)
        exchanges: list[Exchange] = []
        async with self._locks[site]:
            robots = await self._robots.current(site + ROBOTS, exchanges)
            rules = Rules(refusal=robots.failure) if robots.says is None else robots.says
            self._pace(url, rules.crawl_delay)
            sitemaps = () if site in self._told else rules.sitemaps(site)
            self._told.add(site)
            reason, signal = _by_robots(rules, url)
            if not reason:
                signal = await self._reserved(site, url, rules, exchanges)
                reason = CONSENT if signal else ""
        return Verdict(reason, signal, tuple(exchanges), sitemaps)

    async def _reserved(self, site: str, url: str, rules: Rules, exchanges: list[Exchange]) -> str:
        if rules.allows(site + TDMREP):
            reservations = (await self._tdmrep.current(site + TDMREP, exchanges)).says
            if reservations and reservations.reserve(url):
                return "tdmrep.json: tdm-reservation: 1"
        if rules.allows(site + AI_TXT):
            learning = (await self._ai_txt.current(site + AI_TXT, exchanges)).says
            if learning and not learning.allows(url):
                return "ai.txt: Disallow"
        return ""


def _by_robots(rules: Rules, url: str) -> tuple[str, str]:
    """Return what robots.txt says against a URL: the reason and the signal."""
    if rules.refusal:
        return rules.refusal, ""
    if not rules.allows(url):
        return DISALLOWED, "robots.txt: Disallow"
    signal = rules.usage_signal(url)
    return (CONSENT, signal) if signal else ("", "")
