"""When what failed for now is asked for again: back-off, and what the server says of it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from ingest.exchange import UNREACHABLE, Headers, first_header
from ingest.opt_outs.robots import UNAVAILABLE
from ingest.settings import FetchSettings

HOST_DOWN, HOST_BUSY = "host-down", "host-busy"
BUSY = frozenset({429, 503})
"""Statuses by which a server asks for rest."""
PASSING_STATUSES = BUSY | {408, 425, 500, 502, 504}
PASSING_REASONS = (UNREACHABLE - {"tls"}) | {"slow", HOST_DOWN, HOST_BUSY, UNAVAILABLE}
WARC_DATE = "%Y-%m-%dT%H:%M:%S.%fZ"
LONGEST = 10 * 365 * 86_400.0


def retry_after(headers: Headers, now: str) -> float:
    """Return the seconds that a Retry-After asks for, given as such or as a date; 0 where it asks for none.

    Args:
        headers: Of a response.
        now: When the response came: ISO 8601, UTC.
    """
    said = first_header(headers, "retry-after").strip()
    if said.isascii() and said.isdecimal():
        return min(float(said), LONGEST) if len(said) < 20 else LONGEST
    try:
        date = parsedate_to_datetime(said)
    except ValueError:
        return 0.0
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return min(max(0.0, (date - datetime.fromisoformat(now)).total_seconds()), LONGEST)


def later(now: str, seconds: float) -> str:
    """Return a time as WARC-Date has it, some seconds after another."""
    return (datetime.fromisoformat(now) + timedelta(seconds=seconds)).astimezone(UTC).strftime(WARC_DATE)


def passes(reason: str, status: int | None) -> bool:
    """Return whether a failure is one for now: `reason` as in `Fetched.reason`, `status` of the last response."""
    return reason in PASSING_REASONS if reason else status in PASSING_STATUSES


def next_try(
    page: str, attempts: int, reason: str, status: int | None, settings: FetchSettings, now: str, asked: float = 0.0
) -> str:
    """Return when a URL may be asked for again, as WARC-Date; empty where it is not: it did not fail, or for good.

    The wait doubles with each attempt. A quarter of it, less or more, falls to chance, lest all pages of a site that
    was down come back at once; the chance is the hash of page and attempt, so that it is the same each time.

    Args:
        page: Identity of the page, or of an image's URL.
        attempts: Those in this visit before the last.
        reason: As in `Fetched.reason`.
        status: Of the last response, if any.
        settings: The bounds.
        now: When it failed: ISO 8601, UTC.
        asked: Seconds that the server asked for; where they are too many, the page is not asked for again.
    """
    if not passes(reason, status) or attempts >= settings.max_retries or asked > settings.max_retry_after:
        return ""
    chance = int.from_bytes(hashlib.blake2b(f"{page} {attempts}".encode(), digest_size=4).digest(), "big") / (1 << 32)
    wait = settings.retry_delay * 2.0**attempts * (0.75 + chance / 2)
    return later(now, max(wait, asked))
