"""URLs that look made by sites which link endlessly."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from ingest.settings import CrawlSettings

TOO_LONG, REPEATED, CALENDAR = "too-long", "repeated-segments", "calendar"
YEAR = r"((?:1[5-9]|2[0-2])\d\d)"
# /2031/05, ?date=2031-05-17, ?d=20310517, ?month=5&year=2031; eight digits elsewhere are likelier to count something.
DATES = (
    re.compile(rf"(?<!\d){YEAR}[-/_.](?:0?[1-9]|1[0-2])(?!\d)"),
    re.compile(rf"[?&;][a-z_-]{{1,20}}={YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)", re.IGNORECASE),
    re.compile(rf"(?:^|[?&;_/-])(?:year|yr|jahr|annee|ano|anno)[=/_-]{YEAR}(?!\d)", re.IGNORECASE),
)
CALENDARS = re.compile(
    r"calend[ae]r|kalender|calendrier|agenda|termine|veranstaltungen|evenement|events?(?![a-z])|schedule|"
    r"[?&;/](?:month|monat|mois|mes|week|woche|day)[=/]",
    re.IGNORECASE,
)


def trap_in(url: str, settings: CrawlSettings, year: int | None = None) -> str:
    """Return why a URL looks made by a site that links endlessly, or an empty string.

    Args:
        url: A normalised URL.
        settings: The bounds.
        year: That in which the URL was found; without it no date is out of bounds.

    Returns:
        TOO_LONG; REPEATED: one path segment occurs again and again; CALENDAR: it bears a date too far ahead, or too far
        back and the word for a calendar besides (the old pages of a newspaper bear old dates too).
    """
    if len(url) > settings.max_url_length:
        return TOO_LONG
    parts = urlsplit(url)
    segments = Counter(segment for segment in parts.path.split("/") if segment)
    if max(segments.values(), default=0) > settings.max_repeated_segments:
        return REPEATED
    if year is not None and _is_far(f"{parts.path}?{parts.query}", year, settings.calendar_years):
        return CALENDAR
    return ""


def _is_far(place: str, year: int, most: int) -> bool:
    years = [int(found[1]) for pattern in DATES for found in pattern.finditer(place)]
    if any(named > year + most for named in years):
        return True
    return any(named < year - most for named in years) and CALENDARS.search(place) is not None
