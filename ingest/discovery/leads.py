"""Where a response leads: the links of a page, the entries of a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from dom_parsing.page import read_page
from dom_parsing.unreadable import UnreadableError
from ingest.discovery.lastmod import UNCHANGED
from ingest.discovery.sitemaps import Listed, read_listing
from ingest.exchange import Exchange, Headers, header
from ingest.fetching.http_message import charset
from ingest.fetching.polite import Fetched
from ingest.opt_outs.consent import follows, page_signal
from ingest.records import Frontier, Seen
from ingest.settings import CrawlSettings

HTML = frozenset({"text/html", "application/xhtml+xml"})

Recall = Callable[[Seen], tuple[Headers, bytes] | None]
"""Returns headers and payload of a response that was got earlier, or None where it is not to be had any more."""


@dataclass(frozen=True, slots=True)
class Leads:
    """Where a response leads, and what a page says of its use.

    Attributes:
        links: Normalised URLs in order, each once, those left out that a robot may not follow.
        signal: The meta element that forbids the page's use, or empty.
        canonical: What `rel=canonical` claims, where that is another page.
        lists: Normalised URLs of lists: an index' sitemaps, a page's feeds.
        listed: What a list says of the pages it names.
        error: What was wrong with a list (see `Listing.error`).
    """

    links: tuple[str, ...] = ()
    signal: str = ""
    canonical: str = ""
    lists: tuple[str, ...] = ()
    listed: tuple[Listed, ...] = ()
    error: str = ""


NOWHERE = Leads()


def leads_of(entry: Frontier, fetched: Fetched, settings: CrawlSettings, recall: Recall) -> Leads:
    """Return where what came of a scheduled page leads.

    One that has not changed leads where it led: what it says is read from the archive again.

    Args:
        entry: As it was scheduled.
        fetched: What came of it.
        settings: Whose robots directives count, and whether feeds are wanted.
        recall: Finds what was got earlier.
    """
    unchanged = fetched.reason == UNCHANGED
    exchange = Exchange(entry.url, status=304) if unchanged else fetched.exchange
    if exchange is None or (fetched.reason and not unchanged):
        return NOWHERE
    if exchange.status == 304 and entry.seen:
        earlier = recall(entry.seen)
        if earlier is None:
            return NOWHERE
        headers, payload = earlier
        exchange = replace(exchange, status=200, headers=(*headers, *exchange.headers), payload=payload)
    if exchange.status != 200:
        return NOWHERE
    return _of_list(exchange, settings) if entry.kind == "list" else leads_of_page(exchange, settings)


def leads_of_page(exchange: Exchange, settings: CrawlSettings) -> Leads:
    """Return where a page leads: nowhere unless it is readable HTML."""
    if exchange.media_type not in HTML:
        return NOWHERE
    try:
        page = read_page(
            exchange.payload, exchange.url, charset=charset(header(exchange.headers, "content-type")) or None
        )
    except UnreadableError:  # `extract` will say why
        return NOWHERE
    token = settings.product_token
    signal = page_signal(page.head, token)
    if not follows(exchange.headers, page.head.robots((token,)), token):
        return Leads(signal=signal)
    canonical = page.head.canonical if page.head.canonical != exchange.url else ""
    return Leads(page.links(), signal, canonical, page.head.feeds if settings.feeds else ())


def _of_list(exchange: Exchange, settings: CrawlSettings) -> Leads:
    if not follows(exchange.headers, (), settings.product_token):
        return NOWHERE
    listing = read_listing(exchange.payload, exchange.url)
    links = tuple(page.url for page in listing.pages)
    return Leads(links, lists=listing.sitemaps, listed=listing.pages, error=listing.error)
