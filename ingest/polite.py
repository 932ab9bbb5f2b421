"""Fetches many URLs at once, and each host as slowly as it wants to be asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from dataclasses import dataclass, field, replace

import aiohttp

from dom_parsing.urls import hostname, normalise
from ingest.addresses import NO_CONTACT, PRIVATE, Lookup, look_up
from ingest.consent import CONSENT, Purpose, header_signal
from ingest.digest_list import DigestList
from ingest.exchange import UNREACHABLE, Exchange, Headers, media_type
from ingest.fetch import Forbidden, fetch, open_session, utc_now
from ingest.robots import DISALLOWED, MAX_ROBOTS_BYTES
from ingest.settings import FetchSettings
from ingest.site_files import InMemory, SiteFiles
from ingest.sites import Sites, Verdict

HOST_DOWN, REDIRECTS, BAD_URL, LISTED = "host-down", "redirects", "url", "listed"
REFUSED = frozenset({DISALLOWED, CONSENT, LISTED})
"""Reasons to leave out what could have been had: by its owner's word or by a digest list."""
UNSENT = frozenset({BAD_URL, "port", PRIVATE, NO_CONTACT})
"""Failures before anything was sent: the host need not be spared for them."""

RESULTS_AHEAD = 16


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of one URL.

    Attributes:
        url: As asked for.
        hops: The exchanges made, in order: redirects that were followed, then the last; empty where none was made.
        robots: The exchanges about robots.txt, tdmrep.json and ai.txt made on the way, for the archive; each is
            handed out once.
        reason: Empty where the last exchange holds a response (whatever its status); else `robots`, `consent`,
            `listed` (on a digest list), `robots-unavailable`, `host-down`, `redirects` (too many), or a failure as in
            `Exchange.failure`.
        consent: The signal that forbade it, where one did.
    """

    url: str
    hops: tuple[Exchange, ...] = ()
    robots: tuple[Exchange, ...] = ()
    reason: str = ""
    consent: str = ""

    @property
    def exchange(self) -> Exchange | None:
        """The last exchange: the response, where `reason` is empty."""
        return self.hops[-1] if self.hops else None


@dataclass(slots=True)
class _Host:
    """One host as it has shown itself: one request at a time, none before `free_at` (seconds of the loop's clock)."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    crawl_delay: float = 0.0
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Keeping:
    """What fetching keeps, and what it must not keep.

    Attributes:
        files: Keeps the sites' robots.txt and the like between runs; None to forget them.
        listed: Digests of what must not be stored, whoever sends it.
    """

    files: SiteFiles | None = None
    listed: DigestList = field(default_factory=DigestList)


NOTHING_KEPT = Keeping()


class _Fetcher:
    """Fetches single URLs under all the rules; knows the hosts and their robots.txt files."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        settings: FetchSettings,
        purpose: Purpose,
        now: Callable[[], str],
        keeping: Keeping,
    ) -> None:
        self._session = session
        self._settings = settings
        self._files_settings = settings.model_copy(update={"max_bytes": MAX_ROBOTS_BYTES})
        self._redirects = settings.max_redirects if purpose == "image" else 0
        self._follow = purpose == "image"
        self._purpose = purpose
        self._now = now
        self._listed = keeping.listed
        self._hosts: dict[str, _Host] = {}
        files = keeping.files or InMemory()
        self._sites = Sites(settings.product_token, self._ask_for_file, now, files, self._pace)

    async def fetched(self, url: str) -> Fetched:
        """Fetch one URL; follow its redirects where the purpose says so, asking every host's robots.txt."""
        hops: list[Exchange] = []
        robots: list[Exchange] = []
        target = normalise(url)
        for _ in range(self._redirects + 1):
            if target is None:
                return Fetched(url, tuple(hops), tuple(robots), BAD_URL)
            if self._host(target).failures >= self._settings.failures_until_down:
                return Fetched(url, tuple(hops), tuple(robots), HOST_DOWN)
            verdict = await self._verdict(target)
            robots += verdict.exchanges
            if verdict.reason:
                return Fetched(url, tuple(hops), tuple(robots), verdict.reason, verdict.consent)
            exchange = await self._ask(target, self._settings, forbidden=self._signal)
            hops.append(exchange)
            if exchange.failure or exchange.consent:
                reason = exchange.failure or CONSENT
                return Fetched(url, tuple(hops), tuple(robots), reason, exchange.consent)
            if not (self._follow and exchange.location):
                return Fetched(url, tuple(hops), tuple(robots))
            target = normalise(exchange.location, target)
        return Fetched(url, tuple(hops), tuple(robots), REDIRECTS)

    def _signal(self, headers: Headers) -> str:
        """Return the header that forbids a response: that of an image, whatever it was asked for as, by all rules."""
        is_image = media_type(headers).startswith("image/")
        return header_signal(headers, self._settings.product_token, "image" if is_image else self._purpose)

    async def _verdict(self, url: str) -> Verdict:
        return await self._sites.verdict(url) if self._settings.respect_robots else Verdict()

    def _pace(self, url: str, crawl_delay: float) -> None:
        self._host(url).crawl_delay = min(crawl_delay, self._settings.max_crawl_delay)

    async def _ask_for_file(self, url: str) -> Exchange:
        return await self._ask(url, self._files_settings, cut=True)

    async def _ask(
        self, url: str, settings: FetchSettings, *, forbidden: Forbidden | None = None, cut: bool = False
    ) -> Exchange:
        """Send one request once its host may be asked again."""
        host = self._host(url)
        clock = asyncio.get_running_loop().time
        async with host.lock:
            await asyncio.sleep(max(0.0, host.free_at - clock()))
            exchange = await fetch(self._session, url, settings, forbidden=forbidden, cut=cut, now=self._now)
            if exchange.failure not in UNSENT:
                host.free_at = clock() + max(settings.delay, host.crawl_delay)
        unreachable = exchange.status is None and exchange.failure in UNREACHABLE
        host.failures = host.failures + 1 if unreachable else 0
        return self._without_listed(exchange)

    def _without_listed(self, exchange: Exchange) -> Exchange:
        """Return the exchange, its bytes given up if they are on a list: nobody after this ever holds them."""
        signal = self._listed.signal(exchange.payload, exchange.body)
        if not signal:
            return exchange
        return replace(exchange, failure=LISTED, consent=signal, response_head=b"", body=b"", payload=b"")

    def _host(self, url: str) -> _Host:
        return self._hosts.setdefault(hostname(url), _Host())


async def fetch_politely(
    urls: Iterable[str],
    settings: FetchSettings,
    *,
    purpose: Purpose,
    keeping: Keeping = NOTHING_KEPT,
    now: Callable[[], str] = utc_now,
    lookup: Lookup = look_up,
) -> AsyncGenerator[Fetched, None]:
    """Fetch URLs from many hosts at once, one request at a time from each, robots.txt asked first.

    Args:
        urls: What to fetch. The URLs of one host are fetched in the order given.
        settings: Delays, limits, and who we are.
        purpose: "page" (a redirect is the result) or "image" (redirects are followed, every hop under all rules).
        keeping: What is known of the sites, and what must not be kept.
        now: The clock of the exchanges' dates.
        lookup: How host names become addresses.

    Yields:
        One result for each URL, as they come.

    Raises:
        ValueError: Public hosts may be fetched from, but there is no contact.
    """
    hosts = iter(_by_host(urls))
    results: asyncio.Queue[Fetched | ExceptionGroup | None] = asyncio.Queue(RESULTS_AHEAD)
    async with open_session(settings, lookup) as session:
        fetcher = _Fetcher(session, settings, purpose, now, keeping)

        async def work() -> None:
            for group in hosts:
                for url in group:
                    await results.put(await fetcher.fetched(url))

        async def work_all() -> None:
            try:
                async with asyncio.TaskGroup() as workers:
                    for _ in range(settings.hosts_at_once):
                        workers.create_task(work())
            except ExceptionGroup as failures:
                await results.put(failures)
            await results.put(None)

        working = asyncio.create_task(work_all())
        try:
            while (result := await results.get()) is not None:
                if isinstance(result, ExceptionGroup):
                    raise result
                yield result
        finally:
            working.cancel()
            await asyncio.wait([working])


def _by_host(urls: Iterable[str]) -> list[list[str]]:
    """Return the URLs of each host, hosts and URLs in the order of their first mention."""
    groups: dict[str, list[str]] = {}
    for url in urls:
        target = normalise(url)
        groups.setdefault(hostname(target) if target else "", []).append(url)
    return list(groups.values())
