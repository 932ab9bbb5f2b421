from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.fetching.retry import LONGEST, later, next_try, retry_after
from ingest.settings import CrawlSettings

NOW = "2026-01-01T12:00:00.000000Z"
SETTINGS = CrawlSettings(retry_delay=60, max_retries=3, max_retry_after=600)


def waits(next_time: str) -> float:
    return (datetime.fromisoformat(next_time) - datetime.fromisoformat(NOW)).total_seconds()


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Thu, 01 Jan 2026 12:02:00 GMT", 120),
        ("Thu, 01 Jan 2026 11:02:00 GMT", 0),
        ("Thursday, 01-Jan-26 12:02:00 GMT", 120),
        ("-5", 0),
        ("1.5", 0),
        ("soon", 0),
        ("", 0),
        ("\u0661\u0662", 0),
        ("9" * 400, LONGEST),
        ("Thu, 01 Jan 9999 12:02:00 GMT", LONGEST),
    ],
)
def test_retry_after_is_seconds_or_a_date(said: str, seconds: float) -> None:
    assert retry_after((("Retry-After", said),), NOW) == seconds


def test_no_retry_after_asks_for_no_time() -> None:
    assert retry_after((), NOW) == 0


@given(st.text(max_size=40) | st.datetimes().map(lambda time: format_datetime(time.replace(tzinfo=UTC), usegmt=True)))
def test_no_retry_after_crashes(said: str) -> None:
    assert 0 <= retry_after((("retry-after", said),), NOW) <= LONGEST


@pytest.mark.parametrize(
    ("reason", "status", "again"),
    [
        *[("", status, True) for status in (408, 425, 429, 500, 502, 503, 504)],
        *[("", status, False) for status in (200, 301, 304, 400, 401, 403, 404, 410, 501)],
        *[(reason, None, True) for reason in ("timeout", "slow", "connect", "disconnect", "dns")],
        *[(reason, None, True) for reason in ("host-down", "host-busy", "robots-unavailable")],
        *[(reason, None, False) for reason in ("tls", "robots", "consent", "private-address", "url", "port")],
        ("too-large", 503, False),
        ("consent", 503, False),
    ],
)
def test_what_passes_is_asked_for_again_and_nothing_else(reason: str, status: int | None, again: bool) -> None:
    assert bool(next_try("p", 0, reason, status, SETTINGS, NOW)) == again


def test_waits_double_and_end() -> None:
    found = [next_try("p", attempts, "timeout", None, SETTINGS, NOW) for attempts in range(4)]
    assert [60 * 2**n * 0.75 <= waits(time) <= 60 * 2**n * 1.25 for n, time in enumerate(found[:3])] == [True] * 3
    assert found[3] == ""
    assert next_try("p", 0, "timeout", None, CrawlSettings(max_retries=0), NOW) == ""


def test_pages_of_one_site_do_not_come_back_all_at_once_but_the_same_way_each_time() -> None:
    found = [next_try(f"p{number}", 0, "timeout", None, SETTINGS, NOW) for number in range(200)]
    assert len(set(found)) == 200
    assert min(map(waits, found)) < 50
    assert max(map(waits, found)) > 70
    assert found == [next_try(f"p{number}", 0, "timeout", None, SETTINGS, NOW) for number in range(200)]


def test_what_the_server_asks_for_is_the_least_and_has_a_maximum() -> None:
    assert waits(next_try("p", 0, "", 503, SETTINGS, NOW, asked=500)) == 500
    assert waits(next_try("p", 0, "", 503, SETTINGS, NOW, asked=1)) > 40
    assert next_try("p", 0, "", 503, SETTINGS, NOW, asked=601) == ""


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), st.floats(0, 1e6))
def test_times_are_warc_dates_that_sort_as_they_follow(time: datetime, seconds: float) -> None:
    now = later(time.replace(tzinfo=UTC).isoformat(), 0)
    after = later(now, seconds)
    assert len(after) == len(NOW)
    assert after >= now
    assert datetime.fromisoformat(after) - datetime.fromisoformat(now) == timedelta(seconds=seconds)
