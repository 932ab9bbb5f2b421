"""Rows say what a record was, within bounds; of a forgotten one only where it lay."""

from __future__ import annotations

from dags.extraction.rows import (
    MAX_PHRASE,
    RECORDS,
    forgotten_row,
    record_row,
    size_of_document,
    size_of_record,
    totals_of,
)
from dom_parsing.extract import extract
from dom_parsing.records import RecordRef
from dom_parsing.tables import document_row
from ingest.warc.warc_reader import WarcRecord

REF = RecordRef("a.warc.gz", 7, 9)


def test_a_row_is_bounded_whatever_the_archive_holds() -> None:
    record = WarcRecord(REF, "response", "https://a.example/", "2026", media_type="x" * 10_000)
    row = record_row(record, "dropped", "media-type", "y" * 10_000, "")
    assert list(row) == RECORDS.names
    assert (len(row["media_type"]), len(row["detail"])) == (MAX_PHRASE, MAX_PHRASE)
    assert size_of_record(row) < 1000


def test_of_a_forgotten_record_only_its_place_is_said() -> None:
    row = forgotten_row({"path": "a.warc.gz", "offset": 7, "length": 9})
    assert list(row) == RECORDS.names
    assert [name for name, value in row.items() if value] == ["source", "outcome", "reason"]


def test_a_document_counts_what_it_holds() -> None:
    html = b"<p>" + b"words " * 50 + b"<p><img src=/a.jpg width=200 height=200><p>" + b"more words " * 50
    row = document_row(extract(html, "https://a.example/"))
    assert totals_of(row) == {"documents": 1, "elements": len(row["elements"]), "images": 1}
    assert size_of_document(row) > sum(len(element["text"] or "") for element in row["elements"])
