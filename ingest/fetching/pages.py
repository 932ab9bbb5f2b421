"""What became of a page that was asked for."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from dom_parsing.urls import normalise
from ingest.discovery.lastmod import UNCHANGED
from ingest.discovery.leads import Leads
from ingest.exchange import Exchange, first_header
from ingest.fetching.polite import REFUSED, Fetched
from ingest.fetching.retry import next_try
from ingest.opt_outs.consent import CONSENT
from ingest.records import DROPPED, FAILED, KEPT, Capture, Frontier, Seen
from ingest.settings import CrawlSettings
from ingest.warc.warc_writer import digest

NOT_MODIFIED = 304


def capture_of(entry: Frontier, fetched: Fetched, leads: Leads, settings: CrawlSettings, now: str) -> Capture:
    """Return the capture of a scheduled page; where its outcome is KEPT, its exchange belongs into the WARC.

    A page whose robots meta forbids its use is not kept, but its links are followed unless that is forbidden too.

    Args:
        entry: As it was scheduled.
        fetched: What came of it.
        leads: Where it leads.
        settings: When it is asked for again.
        now: The time: ISO 8601, UTC.
    """
    exchange = fetched.exchange
    status = exchange.status if exchange else None
    capture = Capture(
        entry.page,
        entry.url,
        entry.depth,
        entry.redirects,
        KEPT,
        status=status,
        media_type=exchange.media_type if exchange else "",
        fetched_at=exchange.fetched_at if exchange else "",
        consent=fetched.consent,
        visit=entry.visit,
        kind=entry.kind,
        nesting=entry.nesting,
        attempts=entry.attempts,
        retry_at=next_try(entry.page, entry.attempts, fetched.reason, status, settings, now, fetched.rest),
        sitemaps=fetched.sitemaps,
    )
    if fetched.reason == UNCHANGED and entry.seen:
        known = replace(capture, digest=entry.seen.digest, repeats=entry.seen.fetched_at)
        found = replace(known, links=leads.links, lists=leads.lists, canonical=leads.canonical)
        return replace(found, outcome=DROPPED, reason=UNCHANGED)
    if fetched.reason or exchange is None:
        outcome = DROPPED if fetched.reason in REFUSED else FAILED
        return replace(capture, outcome=outcome, reason=fetched.reason)
    capture = replace(capture, links=leads.links, lists=leads.lists, canonical=leads.canonical)
    if leads.signal:
        return replace(capture, outcome=DROPPED, reason=CONSENT, consent=leads.signal)
    return _kept(capture, exchange, entry.seen)


def _kept(capture: Capture, exchange: Exchange, seen: Seen | None) -> Capture:
    body_digest = digest(exchange.body)
    unchanged = seen is not None and (
        exchange.status == NOT_MODIFIED or (exchange.status == 200 and body_digest == seen.body_digest)
    )
    capture = replace(
        capture,
        etag=first_header(exchange.headers, "etag"),
        modified=first_header(exchange.headers, "last-modified"),
        size=len(exchange.body),
    )
    if seen and unchanged:
        return replace(capture, digest=seen.digest, body_digest=seen.body_digest, repeats=seen.fetched_at)
    return replace(
        capture,
        digest="sha256:" + hashlib.sha256(exchange.payload).hexdigest(),
        body_digest=body_digest,
        location=normalise(exchange.location, capture.url) or "" if exchange.location else "",
    )
