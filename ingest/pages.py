"""What became of a page that was asked for."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from dom_parsing.links import PageLinks, page_links
from dom_parsing.unreadable import UnreadableError
from dom_parsing.urls import normalise
from ingest.consent import follows, meta_signal
from ingest.exchange import Exchange, header
from ingest.http_message import charset
from ingest.polite import CONSENT, Fetched
from ingest.records import DROPPED, FAILED, KEPT, Capture, Frontier
from ingest.robots import DISALLOWED
from ingest.settings import FetchSettings

HTML = frozenset({"text/html", "application/xhtml+xml"})
NOTHING = PageLinks((), "", frozenset())


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
        outcome = DROPPED if fetched.reason in (DISALLOWED, CONSENT) else FAILED
        return replace(capture, outcome=outcome, reason=fetched.reason)
    found = links_in(exchange, settings)
    links = found.links if follows(exchange.headers, found.robots, settings.product_token) else ()
    signal = meta_signal(found.robots)
    if signal:
        return replace(capture, outcome=DROPPED, reason=CONSENT, consent=signal, links=links)
    return replace(
        capture,
        digest="sha256:" + hashlib.sha256(exchange.payload).hexdigest(),
        location=normalise(exchange.location, entry.url) or "" if exchange.location else "",
        links=links,
    )


def links_in(exchange: Exchange, settings: FetchSettings) -> PageLinks:
    """Return where a response leads: nowhere unless it is a readable HTML page that was found."""
    if exchange.status != 200 or exchange.media_type not in HTML:
        return NOTHING
    try:
        return page_links(
            exchange.payload,
            exchange.url,
            charset=charset(header(exchange.headers, "content-type")),
            bots=(settings.product_token,),
        )
    except UnreadableError:  # `extract` will say why
        return NOTHING
