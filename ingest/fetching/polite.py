"""Fetches many URLs at once, and each host as slowly as it wants to be asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import aiohttp

from dom_parsing.urls import hostname, normalise
from ingest.discovery.sitemaps import MAX_BYTES as MAX_LIST_BYTES
from ingest.exchange import Exchange, Headers, media_type
from ingest.fetching.addresses import Lookup, look_up
from ingest.fetching.fetch import Forbidden, fetch, open_session, utc_now
from ingest.fetching.pace import Addresses, Host
from ingest.fetching.retry import HOST_BUSY, HOST_DOWN
from ingest.opt_outs.consent import CONSENT, Purpose, header_signal
from ingest.opt_outs.digest_list import DigestList
from ingest.opt_outs.robots import DISALLOWED, MAX_ROBOTS_BYTES
from ingest.opt_outs.site_files import InMemory, SiteFiles
from ingest.opt_outs.sites import Sites, Verdict
from ingest.opt_outs.tombstones import FORGOTTEN, Tombstones
from ingest.settings import FetchSettings

REDIRECTS, BAD_URL, LISTED = "redirects", "url", "listed"
REFUSED = frozenset({DISALLOWED, CONSENT, LISTED, FORGOTTEN})
"""Reasons to leave out what could have been had: by its owner's word, now or later, or by a digest list."""
RESULTS_AHEAD = 16
LIST_BYTES = 16 << 20
"""Longest sitemap or feed, as it is sent; the first bytes of longer ones are read."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A URL to be fetched, and what is known of it.

    Attributes:
        url: The URL.
        is_list: It is a sitemap or a feed: of a long one the beginning will do.
        etag: The ETag it had when it was got last: it is wanted only if that has changed.
        modified: Its Last-Modified then.
    """

    url: str
    is_list: bool = False
    etag: str = ""
    modified: str = ""

    @property
    def conditions(self) -> dict[str, str]:
        """The request headers that ask for nothing but changes."""
        said = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in said.items() if value and value.isascii() and value.isprintable()}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of one URL.

    Attributes:
        url: As asked for.
        hops: The exchanges made, in order: redirects that were followed, then the last; empty where none was made.
        robots: The exchanges about robots.txt, tdmrep.json and ai.txt made on the way, for the archive; each is
            handed out once.
        reason: Empty where the last exchange holds a response (whatever its status); else `robots`, `consent`,
            `listed` (on a digest list), `forgotten` (by a tombstone), `robots-unavailable`, `host-down`, `host-busy`,
            `redirects` (too many), or a failure as in `Exchange.failure`.
        consent: The signal that forbade it, where one did.
        sitemaps: The sitemaps that the robots.txt of its site names; each site's are handed out once.
        rest: Seconds that the host asks to be left alone for; 0 where it does not.
    """

    url: str
    hops: tuple[Exchange, ...] = ()
    robots: tuple[Exchange, ...] = ()
    reason: str = ""
    consent: str = ""
    sitemaps: tuple[str, ...] = ()
    rest: float = 0.0

    @property
    def exchange(self) -> Exchange | None:
        """The last exchange: the response, where `reason` is empty."""
        return self.hops[-1] if self.hops else None


@dataclass(frozen=True, slots=True)
class Keeping:
    """What fetching keeps, and what it must not keep.

    Attributes:
        files: Keeps the sites' robots.txt and the like between runs; None to forget them.
        listed: Digests of what must not be stored, whoever sends it.
        forgotten: What is neither asked for nor stored again.
    """

    files: SiteFiles | None = None
    listed: DigestList = field(default_factory=DigestList)
    forgotten: Tombstones = field(default_factory=Tombstones)


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
        addresses: Addresses,
    ) -> None:
        self._session = session
        self._settings = settings
        self._files_settings = settings.model_copy(update={"max_bytes": MAX_ROBOTS_BYTES})
        longest = {"max_bytes": LIST_BYTES, "max_decoded_bytes": MAX_LIST_BYTES}
        self._list_settings = settings.model_copy(update=longest)
        self._redirects = settings.max_redirects if purpose == "image" else 0
        self._follow = purpose == "image"
        self._purpose = purpose
        self._now = now
        self._listed = keeping.listed
        self._forgotten = keeping.forgotten
        self._addresses = addresses
        self._hosts: dict[str, Host] = {}
        self._began = asyncio.get_running_loop().time()
        files = keeping.files or InMemory()
        self._sites = Sites(settings.product_token, self._ask_for_file, now, files, self._pace)

    async def fetched(self, wanted: Wanted) -> Fetched:
        """Fetch one URL; follow its redirects where the purpose says so, asking every host's robots.txt."""
        so_far = Fetched(wanted.url)
        target = normalise(wanted.url)
        for _ in range(self._redirects + 1):
            if target is None:
                return replace(so_far, reason=BAD_URL)
            if self._forgotten.covers(target):
                return replace(so_far, reason=FORGOTTEN)
            host = self._host(target)
            if host.is_down(self._settings):
                return replace(so_far, reason=HOST_DOWN)
            if host.wants_rest(self._settings):
                return replace(so_far, reason=HOST_BUSY, rest=host.rest)
            verdict = await self._verdict(target)
            robots = (*so_far.robots, *verdict.exchanges)
            so_far = replace(so_far, robots=robots, sitemaps=(*so_far.sitemaps, *verdict.sitemaps))
            if verdict.reason:
                return replace(so_far, reason=verdict.reason, consent=verdict.consent)
            exchange = await self._ask_for(target, wanted)
            so_far = replace(so_far, hops=(*so_far.hops, exchange), rest=host.rest)
            if exchange.failure or exchange.consent:
                return replace(so_far, reason=exchange.failure or CONSENT, consent=exchange.consent)
            if not (self._follow and exchange.location):
                return so_far
            target = normalise(exchange.location, target)
        return replace(so_far, reason=REDIRECTS)

    def _signal(self, headers: Headers) -> str:
        """Return the header that forbids a response: that of an image, whatever it was asked for as, by all rules."""
        is_image = media_type(headers).startswith("image/")
        return header_signal(headers, self._settings.product_token, "image" if is_image else self._purpose)

    async def _verdict(self, url: str) -> Verdict:
        return await self._sites.verdict(url) if self._settings.respect_robots else Verdict()

    def _pace(self, url: str, crawl_delay: float) -> None:
        self._host(url).crawl_delay = crawl_delay

    async def _ask_for_file(self, url: str) -> Exchange:
        return await self._ask(url, self._files_settings, cut=True)

    async def _ask_for(self, url: str, wanted: Wanted) -> Exchange:
        settings = self._list_settings if wanted.is_list else self._settings
        return await self._ask(url, settings, self._signal, cut=wanted.is_list, conditions=wanted.conditions)

    async def _ask(
        self,
        url: str,
        settings: FetchSettings,
        forbidden: Forbidden | None = None,
        *,
        cut: bool,
        conditions: Mapping[str, str] | None = None,
    ) -> Exchange:
        """Send one request once its host, and whatever is at the same address, may be asked again."""
        host = self._host(url)
        clock = asyncio.get_running_loop().time
        async with host.lock:
            await asyncio.sleep(max(0.0, host.free_at(settings) - clock()))
            async with await self._addresses.turn(hostname(url)):
                begun = clock()
                exchange = await fetch(
                    self._session, url, settings, forbidden=forbidden, cut=cut, headers=conditions, now=self._now
                )
            host.answered(exchange, clock(), clock() - begun)
        return self._without_unwanted(exchange)

    def _without_unwanted(self, exchange: Exchange) -> Exchange:
        """Return the exchange, its bytes given up if they must not be stored: nobody after this ever holds them."""
        signal = self._listed.signal(exchange.payload, exchange.body)
        reason = LISTED if signal else FORGOTTEN if self._forgotten.hold(exchange.payload, exchange.body) else ""
        if not reason:
            return exchange
        return replace(exchange, failure=reason, consent=signal, response_head=b"", body=b"", payload=b"")

    def _host(self, url: str) -> Host:
        name = hostname(url)
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = Host(self._began)
        return host


async def fetch_politely(
    urls: Iterable[str | Wanted],
    settings: FetchSettings,
    *,
    purpose: Purpose,
    keeping: Keeping = NOTHING_KEPT,
    stop: Callable[[], bool] = lambda: False,
    now: Callable[[], str] = utc_now,
    lookup: Lookup = look_up,
) -> AsyncGenerator[Fetched, None]:
    """Fetch URLs from many hosts at once, one request at a time from each, robots.txt asked first.

    Args:
        urls: What to fetch. The URLs of one host are fetched in the order given.
        settings: Delays, limits, and who we are.
        purpose: "page" (a redirect is the result) or "image" (redirects are followed, every hop under all rules).
        keeping: What is known of the sites, and what must not be kept.
        stop: Asked before each URL; once it says so, what has not been asked for yet is left out.
        now: The clock of the exchanges' dates.
        lookup: How host names become addresses.

    Yields:
        One result for each URL that was not left out, as they come.

    Raises:
        ValueError: Public hosts may be fetched from, but there is no contact.
    """
    groups = _by_host(urls)
    hosts = iter(groups)
    results: asyncio.Queue[Fetched | ExceptionGroup | None] = asyncio.Queue(RESULTS_AHEAD)
    addresses = Addresses(lookup, settings.requests_per_address)
    async with open_session(settings, addresses.lookup) as session:
        fetcher = _Fetcher(session, settings, purpose, now, keeping, addresses)

        async def work() -> None:
            for group in hosts:
                for wanted in group:
                    if stop():
                        return
                    await results.put(await fetcher.fetched(wanted))

        async def work_all() -> None:
            try:
                async with asyncio.TaskGroup() as workers:
                    for _ in range(min(settings.hosts_at_once, len(groups))):
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


def _by_host(urls: Iterable[str | Wanted]) -> list[list[Wanted]]:
    """Return the URLs of each host, hosts and URLs in the order of their first mention."""
    groups: dict[str, list[Wanted]] = {}
    for each in urls:
        wanted = Wanted(each) if isinstance(each, str) else each
        target = normalise(wanted.url)
        groups.setdefault(hostname(target) if target else "", []).append(wanted)
    return list(groups.values())
