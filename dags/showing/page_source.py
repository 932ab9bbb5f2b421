"""One page for people: from a file, or from the web as the crawler would fetch it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from dags.digest_lists import load_digest_list
from dags.recipe import Recipe
from dom_parsing.page import ParsedPage, read_page
from dom_parsing.settings import ExtractSettings
from dom_parsing.urls import WEB_SCHEMES, normalise
from ingest.discovery.leads import HTML
from ingest.exchange import Exchange, header
from ingest.fetching.fetch_all import fetch_all
from ingest.fetching.http_message import charset
from ingest.fetching.polite import Keeping
from ingest.opt_outs.consent import Purpose, page_signal
from ingest.settings import CrawlSettings

NOWHERE = "https://file.invalid/"
"""What relative addresses in a file are relative to, unless its URL is given: a host that never exists (RFC 2606)."""

REMEDIES = {
    "private-address": "a site of your own needs --allow-private-hosts",
    "no-contact": "public hosts need --contact, a mail address or URL by which their owners reach you",
    "port": "a site of your own on another port needs --allow-private-hosts",
}


@dataclass(frozen=True, slots=True)
class Payload:
    """A page as it came: its bytes, its URL, and the charset that its Content-Type names, if any."""

    html: bytes
    url: str
    charset: str | None = None


def read_source(source: str, url: str, recipe: Recipe) -> ParsedPage:
    """Read a page.

    Args:
        source: An http(s) URL, or the path of a file.
        url: The URL of the page in a file; empty where it is not known.
        recipe: Its `[crawl]` and `[extract]` sections count.

    Raises:
        ValueError: There is no such page, it is none, it may not be used, or a URL is none.
        OSError: The file can't be read.
    """
    if _is_url(source):
        if url:
            raise ValueError(f"--url {url} is for pages in files: {source} is fetched from where it is")
        payload = _fetched(source, recipe.crawl)
    else:
        payload = _from_file(Path(source), url or NOWHERE, recipe.extract)
    page = read_page(payload.html, payload.url, charset=payload.charset, settings=recipe.extract)
    signal = forbids(page, recipe)
    if signal and _is_url(source):
        raise ValueError(f"{payload.url} forbids its use: {signal}")
    return page


def forbids(page: ParsedPage, recipe: Recipe, purpose: Purpose = "page") -> str:
    """Return the meta element by which a page forbids its use, or that of its images; empty where it has none."""
    return page_signal(page.head, recipe.crawl.product_token, purpose)


def _is_url(source: str) -> bool:
    return "://" in source or source.lower().startswith(WEB_SCHEMES)


def _from_file(path: Path, url: str, settings: ExtractSettings) -> Payload:
    if not path.is_file():
        raise ValueError(f"{path} is no file: give the path of an HTML page, or an http(s) URL")
    with path.open("rb") as stream:
        html = stream.read(settings.max_bytes + 1)
    if len(html) > settings.max_bytes:
        raise ValueError(f"{path} is longer than {settings.max_bytes:,} bytes: raise extract.max_bytes in the recipe")
    return Payload(html, url)


def _fetched(url: str, settings: CrawlSettings) -> Payload:
    """Fetch a page; redirects are followed as the rounds of a crawl follow them, each hop under all rules."""
    target = normalise(url)
    for hop in range(settings.max_redirects + 1):
        if target is None:
            raise ValueError(f"{url!r} is no http(s) URL, or leads to none: write it whole, https://example.org/page")
        if hop:
            time.sleep(settings.delay)
        exchange = _asked(target, settings)
        if not exchange.location:
            return _page_in(exchange)
        target = normalise(exchange.location, target)
    raise ValueError(f"{url} redirects more than {settings.max_redirects} times: raise crawl.max_redirects")


def _asked(url: str, settings: CrawlSettings) -> Exchange:
    keeping = Keeping(listed=load_digest_list(settings.digest_lists))
    (fetched,) = fetch_all([url], settings, purpose="page", keeping=keeping)
    if fetched.exchange is None or fetched.reason:
        why = " ".join(filter(None, [fetched.reason, f"({fetched.consent})" if fetched.consent else ""]))
        remedy = REMEDIES.get(fetched.reason, "")
        raise ValueError(f"{url} was not fetched: {why}" + (f"; {remedy}" if remedy else ""))
    return fetched.exchange


def _page_in(exchange: Exchange) -> Payload:
    if exchange.status != 200:
        raise ValueError(f"{exchange.url} answers with status {exchange.status}: only a 200 holds a page")
    if exchange.media_type not in HTML:
        raise ValueError(f"{exchange.url} is {exchange.media_type or 'of no type'}, no HTML page")
    return Payload(exchange.payload, exchange.url, charset(header(exchange.headers, "content-type")) or None)
