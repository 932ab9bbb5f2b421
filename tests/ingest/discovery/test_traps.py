from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.discovery.traps import CALENDAR, REPEATED, TOO_LONG, trap_in
from ingest.settings import CrawlSettings

SETTINGS = CrawlSettings()
SITE = "http://example.org"


@pytest.mark.parametrize(
    ("path", "trap"),
    [
        ("/" + "a" * 1981, ""),
        ("/" + "a" * 1982, TOO_LONG),
        ("/a/b/a/b/a/b/", ""),
        ("/a/b/a/b/a/b/a/", REPEATED),
        ("/////////", ""),
        ("/x?path=/a/a/a/a/a/a", ""),
    ],
)
def test_length_and_repetition(path: str, trap: str) -> None:
    assert trap_in(SITE + path, SETTINGS) == trap


@pytest.mark.parametrize(
    ("path", "trap"),
    [
        ("/2031/05/", ""),
        ("/2032/05/", CALENDAR),
        ("/calendar/2032-01-31", CALENDAR),
        ("/cal.php?date=20991231", CALENDAR),
        ("/?month=5&year=2099", CALENDAR),
        ("/veranstaltungen/jahr-2099/", CALENDAR),
        ("/events/2012/05/", CALENDAR),
        ("/calendar?month=3&year=1990", CALENDAR),
        ("/events/2022/05/", ""),
        ("/1998/05/an-old-article", ""),
        ("/archive?year=1970", ""),
        ("/article-20991231.html", ""),
        ("/item/12345678", ""),
        ("/9999/12", ""),
        ("/lamp-2700k/40", ""),
        ("/2099", ""),
        ("/22099/05", ""),
        ("/seventies/1970-1979/", ""),
    ],
)
def test_calendars_without_end(path: str, trap: str) -> None:
    assert trap_in(SITE + path, SETTINGS, 2026) == trap


def test_without_a_year_no_date_is_far() -> None:
    assert trap_in(f"{SITE}/calendar/2032-01-31", SETTINGS) == ""


def test_years_have_a_bound_of_the_settings() -> None:
    assert trap_in(f"{SITE}/2032/05/", CrawlSettings(calendar_years=10), 2026) == ""
    assert trap_in(f"{SITE}/2027/05/", CrawlSettings(calendar_years=0), 2026) == CALENDAR


@given(st.integers(2027, 2299), st.integers(1, 12))
def test_going_from_month_to_month_ends(year: int, month: int) -> None:
    trapped = trap_in(f"{SITE}/calendar/{year}/{month:02d}", SETTINGS, 2026)
    assert trapped == (CALENDAR if year > 2031 else "")
