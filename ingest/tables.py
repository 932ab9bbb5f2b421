"""Captures, the frontier and image facts as Arrow tables, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

import pyarrow as pa

from dom_parsing.tables import RECORD_REF, ref_from_row
from ingest.records import Capture, ImageFacts

FRONTIER = pa.schema(
    [
        ("page", pa.string()),
        ("url", pa.string()),
        ("depth", pa.int32()),
        ("redirects", pa.int32()),
        ("due", pa.bool_()),
        ("visit", pa.int32()),
    ]
)
CAPTURES = pa.schema(
    [
        ("page", pa.string()),
        ("url", pa.string()),
        ("depth", pa.int32()),
        ("redirects", pa.int32()),
        ("outcome", pa.string()),
        ("reason", pa.string()),
        ("status", pa.int32()),
        ("media_type", pa.string()),
        ("digest", pa.string()),
        ("fetched_at", pa.string()),
        ("consent", pa.string()),
        ("location", pa.string()),
        ("links", pa.list_(pa.string())),
        ("source", RECORD_REF),
        ("visit", pa.int32()),
    ]
)


def image_schema(signals: pa.StructType) -> pa.Schema:
    """Return the schema of a table of image facts; each signal has a typed column of its own within `signals`."""
    return pa.schema(
        [
            ("url", pa.string()),
            ("outcome", pa.string()),
            ("reason", pa.string()),
            ("status", pa.int32()),
            ("sha256", pa.string()),
            ("format", pa.string()),
            ("width", pa.int32()),
            ("height", pa.int32()),
            ("size", pa.int64()),
            ("phash", pa.string()),
            ("signals", signals),
            ("consent", pa.string()),
            ("source", RECORD_REF),
        ]
    )


def capture_row(capture: Capture) -> dict[str, Any]:
    """Return a capture as a row of CAPTURES."""
    return asdict(capture)


def capture_from_row(row: Mapping[str, Any]) -> Capture:
    """Return the capture a row holds."""
    return Capture(**{**row, "links": tuple(row["links"]), "source": ref_from_row(row["source"])})


def image_row(facts: ImageFacts) -> dict[str, Any]:
    """Return image facts as a row of `image_schema`."""
    row = {field.name: getattr(facts, field.name) for field in fields(facts)}  # asdict copies all it finds, slowly
    return {**row, "signals": dict(facts.signals), "source": asdict(facts.source) if facts.source else None}


def image_from_row(row: Mapping[str, Any]) -> ImageFacts:
    """Return the image facts a row holds."""
    return ImageFacts(**{**row, "signals": row["signals"] or {}, "source": ref_from_row(row["source"])})
