"""Documents as Arrow tables, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pyarrow as pa

from dom_parsing.records import Document, Element, Image, Omission, RecordRef, Text

RECORD_REF = pa.struct([("path", pa.string()), ("offset", pa.int64()), ("length", pa.int64())])
IMAGE = pa.struct(
    [
        ("url", pa.string()),
        ("alt", pa.string()),
        ("title", pa.string()),
        ("caption", pa.string()),
        ("width", pa.int32()),
        ("height", pa.int32()),
    ]
)
ELEMENT = pa.struct([("text", pa.string()), ("image", IMAGE)])
OMISSION = pa.struct([("before", pa.int32()), ("reason", pa.string()), ("url", pa.string()), ("text", pa.string())])
LARGEST_SIDE = 2**31 - 1
_FIELDS = {kind: tuple(field.name for field in fields(kind)) for kind in (RecordRef, Image, Omission)}


def document_schema(signals: pa.StructType) -> pa.Schema:
    """Return the schema of a table of documents; each signal has a typed column of its own within `signals`."""
    return pa.schema(
        [
            ("id", pa.string()),
            ("page", pa.string()),
            ("url", pa.string()),
            ("fetched_at", pa.string()),
            ("digest", pa.string()),
            ("source", RECORD_REF),
            ("title", pa.string()),
            ("language", pa.string()),
            ("canonical", pa.string()),
            ("elements", pa.list_(ELEMENT)),
            ("omissions", pa.list_(OMISSION)),
            ("signals", signals),
        ]
    )


def element_row(element: Element) -> dict[str, Any]:
    """Return an element as a value of type ELEMENT: either `text` or `image` is set."""
    if isinstance(element, Text):
        return {"text": element.text, "image": None}
    row = _row(element)
    row["width"], row["height"] = _side(element.width), _side(element.height)
    return {"text": None, "image": row}


def element_from_row(row: Mapping[str, Any]) -> Element:
    """Return the element a row holds."""
    return Text(row["text"]) if row["image"] is None else Image(**row["image"])


def document_row(document: Document) -> dict[str, Any]:
    """Return a document as a row of `document_schema`."""
    return {
        "id": document.id,
        "page": document.page,
        "url": document.url,
        "fetched_at": document.fetched_at,
        "digest": document.digest,
        "source": _row(document.source) if document.source else None,
        "title": document.title,
        "language": document.language,
        "canonical": document.canonical,
        "elements": [element_row(element) for element in document.elements],
        "omissions": [_row(omission) for omission in document.omissions],
        "signals": dict(document.signals),
    }


def document_from_row(row: Mapping[str, Any]) -> Document:
    """Return the document a row holds."""
    return Document(
        **{
            **row,
            "source": ref_from_row(row["source"]),
            "elements": tuple(element_from_row(element) for element in row["elements"]),
            "omissions": tuple(Omission(**omission) for omission in row["omissions"]),
        }
    )


def ref_row(ref: RecordRef | None) -> dict[str, Any] | None:
    """Return a RecordRef as a value of type RECORD_REF."""
    return {"path": ref.path, "offset": ref.offset, "length": ref.length} if ref else None


def ref_from_row(row: Mapping[str, Any] | None) -> RecordRef | None:
    """Return the RecordRef a row holds, if any."""
    return RecordRef(**row) if row else None


def _row(record: RecordRef | Image | Omission) -> dict[str, Any]:
    """Return the fields of a flat record; dataclasses.asdict would copy each string, at ten times the cost."""
    return {name: getattr(record, name) for name in _FIELDS[type(record)]}


def _side(declared: int | None) -> int | None:
    return declared if declared is None or declared <= LARGEST_SIDE else None
