"""What sitemaps say of when a page was changed: a page that was got since need not be asked for again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ingest.fetching.retry import WARC_DATE
from ingest.records import Frontier

UNCHANGED = "unchanged"
"""Reason of what was not asked for, because a sitemap says that it has not changed since it was got."""

_DAY = len("2026-01-01")
_WESTERNMOST = timedelta(hours=12)
_LONGEST = 40


def changed_before(lastmod: str) -> str:
    """Return the end of the time at which a page was changed last: ISO 8601, UTC; empty where that is not said.

    A day ends with the minute in which it ends everywhere; a time without a zone is one of the westernmost.

    Args:
        lastmod: As a sitemap or an Atom feed has it: a day or a time in ISO 8601. Anything else says nothing: the dates
            of RSS are those of publication, and are written otherwise.
    """
    if not _DAY <= len(lastmod) <= _LONGEST:
        return ""
    try:
        said = datetime.fromisoformat(lastmod)
        end = said + (timedelta(days=1) if len(lastmod) == _DAY else timedelta(minutes=1))
        utc = end.astimezone(UTC) if end.tzinfo else end.replace(tzinfo=UTC) + _WESTERNMOST
    except (ValueError, OverflowError):
        return ""
    return utc.strftime(WARC_DATE) if utc.year >= 1000 else ""


def is_unchanged(entry: Frontier) -> bool:
    """Return whether a page was got after it was changed last, as a list of the present visit says."""
    return bool(entry.seen and entry.changed_before and entry.changed_before <= entry.seen.fetched_at)
