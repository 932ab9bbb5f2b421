"""A page is unchanged only if it was got after the whole of the time at which it may have been changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.discovery.lastmod import changed_before, is_unchanged
from ingest.records import Frontier, Seen


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("2026-01-01", "2026-01-02T12:00:00.000000Z"),
        ("2026-01-01T10:00Z", "2026-01-01T10:01:00.000000Z"),
        ("2026-01-01T10:00:30.5+02:00", "2026-01-01T08:01:30.500000Z"),
        ("2026-01-01T10:00:30", "2026-01-01T22:01:30.000000Z"),
        ("2026-01-01T23:59:30-11:00", "2026-01-02T11:00:30.000000Z"),
        ("2026", ""),
        ("2026-01", ""),
        ("Thu, 01 Jan 2026 10:00:00 GMT", ""),
        ("0001-01-01", ""),
        ("9999-12-31", ""),
        ("0001-01-01T00:00+14:00", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_the_end_of_the_time_that_is_said(said: str, end: str) -> None:
    assert changed_before(said) == end


@given(st.text(max_size=50) | st.datetimes().map(lambda time: time.isoformat()))
def test_nothing_that_is_said_is_an_error(said: str) -> None:
    assert changed_before(said) == "" or changed_before(said)[10] == "T"


@pytest.mark.parametrize(
    ("got", "before", "unchanged"),
    [
        ("2026-01-02T12:00:00.000000Z", "2026-01-02T12:00:00.000000Z", True),
        ("2026-01-02T11:59:59.999999Z", "2026-01-02T12:00:00.000000Z", False),
        ("2026-01-02T12:00:00.000000Z", "", False),
        ("", "2026-01-02T12:00:00.000000Z", False),
    ],
)
def test_what_was_got_since_is_unchanged(got: str, before: str, unchanged: bool) -> None:
    seen = Seen(got, "", "") if got else None
    assert is_unchanged(Frontier("p", "u", seen=seen, changed_before=before)) is unchanged
