"""The rows of extraction: one for every WARC record, and one for every document; all follows from what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from dom_parsing.records import RecordRef
from dom_parsing.tables import RECORD_REF
from dom_parsing.urls import MAX_URL_LENGTH
from ingest.opt_outs.tombstones import FORGOTTEN
from ingest.records import DROPPED
from ingest.warc.warc_reader import WarcRecord

MAX_WORD, MAX_PHRASE = 64, 200
"""Longest type and date, and longest media type and detail, of a row: archives may hold any."""
BYTES_AN_ELEMENT = 100
RECORDS = pa.schema(
    [
        ("source", RECORD_REF),
        ("type", pa.string()),
        ("url", pa.string()),
        ("fetched_at", pa.string()),
        ("status", pa.int32()),
        ("media_type", pa.string()),
        ("truncated", pa.string()),
        ("outcome", pa.string()),
        ("reason", pa.string()),
        ("detail", pa.string()),
        ("id", pa.string()),
    ]
)


def url_of(record: WarcRecord) -> str:
    """Return the URL of a record as its row has it."""
    return record.url[:MAX_URL_LENGTH]


def record_row(record: WarcRecord, outcome: str, reason: str, detail: str, id: str) -> dict[str, Any]:
    """Return the row of a record, given what came of it."""
    return {
        "source": asdict(RecordRef(record.source.path, record.source.offset, record.source.length)),
        "type": record.type[:MAX_WORD],
        "url": url_of(record),
        "fetched_at": record.date[:MAX_WORD],
        "status": record.status,
        "media_type": record.media_type[:MAX_PHRASE],
        "truncated": record.truncated[:MAX_WORD],
        "outcome": outcome,
        "reason": reason,
        "detail": detail[:MAX_PHRASE],
        "id": id,
    }


def forgotten_row(source: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of a record that is forgotten: where it lay, and nothing of what it was."""
    row: dict[str, Any] = dict.fromkeys(RECORDS.names, "")
    return {**row, "source": dict(source), "status": None, "outcome": DROPPED, "reason": FORGOTTEN}


def size_of_record(row: Mapping[str, Any]) -> int:
    """Return about how many bytes a row of records takes: what closes its row group."""
    return sum(len(value) for value in row.values() if isinstance(value, str))


def size_of_document(row: Mapping[str, Any]) -> int:
    """Return about how many bytes a row of documents takes: what closes its row group."""
    elements, omissions = row["elements"], row["omissions"]
    texts = sum(len(element["text"] or "") for element in elements) + sum(len(each["text"]) for each in omissions)
    return 2 * texts + BYTES_AN_ELEMENT * (len(elements) + len(omissions))


def totals_of(row: Mapping[str, Any]) -> dict[str, int]:
    """Return what a row of documents adds to the manifest's totals."""
    elements = row["elements"]
    return {"documents": 1, "elements": len(elements), "images": sum(each["image"] is not None for each in elements)}
