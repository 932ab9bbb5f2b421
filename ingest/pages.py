"""What became of a page that was asked for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from dom_parsing.page import read_page
from dom_parsing.unreadable import UnreadableError
from dom_parsing.urls import normalise
from ingest.consent import CONSENT, follows, page_signal
from ingest.exchange import Exchange, header
from ingest.http_message import charset
from ingest.polite import REFUSED, Fetched
from ingest.records import DROPPED, FAILED, KEPT, Capture, Frontier
from ingest.settings import FetchSettings

HTML = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True)
class Leads:
    """Where a page leads, and what it says of its use.

    Attributes:
        links: Normalised URLs in order, each once, those left out that a robot may not follow.
        signal: The meta element that forbids its use, or empty.
    """

    links: tuple[str, ...] = ()
    signal: str = ""


NOWHERE = Leads()


def capture_of(entry: Frontier, fetched: Fetched, settings: FetchSettings) -> Capture:
    """Return the capture of a scheduled page; where its outcome is KEPT, its exchange belongs into the WARC.

    A page whose robots meta forbids its use is not kept, but its links are followed unless that is forbidden too.
    """
    exchange = fetched.exchange
    capture = Capture(
        entry.page,
        entry.url,
        entry.depth,
        entry.redirects,
        KEPT,
        status=exchange.status if exchange else None,
        media_type=exchange.media_type if exchange else "",
        fetched_at=exchange.fetched_at if exchange else "",
        consent=fetched.consent,
        visit=entry.visit,
    )
    if fetched.reason or exchange is None:
        outcome = DROPPED if fetched.reason in REFUSED else FAILED
        return replace(capture, outcome=outcome, reason=fetched.reason)
    found = leads_of(exchange, settings)
    if found.signal:
        return replace(capture, outcome=DROPPED, reason=CONSENT, consent=found.signal, links=found.links)
    return replace(
        capture,
        digest="sha256:" + hashlib.sha256(exchange.payload).hexdigest(),
        location=normalise(exchange.location, entry.url) or "" if exchange.location else "",
        links=found.links,
    )


def leads_of(exchange: Exchange, settings: FetchSettings) -> Leads:
    """Return where a response leads: nowhere unless it is a readable HTML page that was found."""
    if exchange.status != 200 or exchange.media_type not in HTML:
        return NOWHERE
    try:
        page = read_page(
            exchange.payload, exchange.url, charset=charset(header(exchange.headers, "content-type")) or None
        )
    except UnreadableError:  # `extract` will say why
        return NOWHERE
    token = settings.product_token
    may_follow = follows(exchange.headers, page.head.robots((token,)), token)
    return Leads(page.links() if may_follow else (), page_signal(page.head, token))
