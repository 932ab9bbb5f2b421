from __future__ import annotations

import pytest

from ingest.exchange import Exchange, first_header, header, media_type

HEADERS = (("content-type", "Text/HTML; charset=x"), ("A", "1"), ("Location", "/there"), ("a", "2"))


def test_headers_are_found_whatever_their_case() -> None:
    assert header(HEADERS, "A") == "1, 2"
    assert first_header(HEADERS, "a") == "1"
    assert header(HEADERS, "b") == first_header(HEADERS, "b") == ""
    assert media_type(HEADERS) == "text/html"
    assert media_type(()) == ""


@pytest.mark.parametrize(
    ("status", "location"), [(301, "/there"), (308, "/there"), (200, ""), (300, ""), (304, ""), (None, "")]
)
def test_only_redirects_have_a_location(status: int | None, location: str) -> None:
    assert Exchange("http://example.org/", status=status, headers=HEADERS).location == location
