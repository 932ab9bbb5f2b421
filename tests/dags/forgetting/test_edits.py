"""Rows of what is forgotten become what a build writes that knows the tombstones; all others stay."""

from __future__ import annotations

from typing import Any

import pytest

from dags.extraction.rows import RECORDS
from dags.forgetting.edits import EDITS
from dom_parsing.records import RecordRef
from ingest.opt_outs.tombstones import Tombstones
from ingest.records import KEPT, Capture, Frontier, ImageFacts, Seen
from ingest.tables import capture_from_row, capture_row, frontier_from_row, frontier_row, image_from_row, image_row

A, B = "https://a.example/", "https://b.example/"
GONE = Tombstones(frozenset({A}), payloads=frozenset({"ff"}))
REF = RecordRef("captures/x", 7, 9)
SEEN = Seen("2026-01-01T00:00:00Z", "sha256:ff", "sha1:F", "etag", "", REF)
SITEMAPS = (B + "sitemap.xml",)


def capture(url: str) -> dict[str, Any]:
    return capture_row(
        Capture(
            "p", url, 2, 1, KEPT, "", 200, "text/html", "sha256:ff", "2026", "", "", (B,), REF, 3, sitemaps=SITEMAPS
        )
    )


def edited(kind: str, row: dict[str, Any]) -> dict[str, Any] | None:
    """Return what becomes of a row; and see that what has become of it stays."""
    edit = EDITS[kind]
    if not edit.goes(row, GONE):
        return row
    found = edit.instead(row)
    assert found is None or not edit.goes(found, GONE)
    return None if found is None else dict(found)


def test_of_a_capture_its_place_in_the_crawl_stays() -> None:
    row = edited("captures", capture(A))
    assert row is not None
    assert capture_from_row(row) == Capture("p", A, 2, 1, "dropped", "forgotten", visit=3, sitemaps=SITEMAPS)
    assert edited("captures", capture(B)) == capture(B)


def test_a_page_is_due_no_more_and_nobody_knows_what_it_was() -> None:
    entry = Frontier("p", A, 2, due=True, not_before="2027", seen=SEEN, changed_before="2026")
    row = edited("frontier", frontier_row(entry))
    assert row is not None
    assert frontier_from_row(row) == Frontier("p", A, 2, due=False)
    assert edited("frontier", frontier_row(Frontier("p", A, due=False, changed_before="2026"))) == {
        **frontier_row(Frontier("p", A, due=False))
    }
    other = frontier_row(Frontier("p", B, seen=SEEN, changed_before="2026"))
    assert edited("frontier", other) == other


@pytest.mark.parametrize(("listing", "url"), [(A, B), (B, A)])
def test_what_lists_say_of_it_goes_and_what_it_said_as_a_list(listing: str, url: str) -> None:
    row: dict[str, Any] = {"list": listing, "url": url, "modified": "", "images": []}
    assert edited("listed", row) is None
    assert edited("listed", {**row, "list": B, "url": B}) is not None


def test_of_a_record_only_its_place_stays() -> None:
    row: dict[str, Any] = {
        **dict.fromkeys(RECORDS.names, "x"),
        "url": A + "#part",
        "source": {"path": "a"},
        "status": 200,
    }
    found = edited("records", row)
    assert found is not None
    assert {name for name, value in found.items() if value} == {"source", "outcome", "reason"}
    assert list(found) == RECORDS.names


@pytest.mark.parametrize(("url", "sha256"), [(A, "aa"), (B, "ff")])
def test_images_go_by_url_and_by_content(url: str, sha256: str) -> None:
    row = edited("images", image_row(ImageFacts(url, KEPT, sha256=sha256, width=9, source=REF, origin="live")))
    assert row is not None
    assert image_from_row(row) == ImageFacts(url, "dropped", "forgotten")
    other = image_row(ImageFacts(B, KEPT, sha256="aa", source=REF))
    assert edited("images", other) == other
