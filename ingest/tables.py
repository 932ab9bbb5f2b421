"""Captures, the frontier and image facts as Arrow tables, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

import pyarrow as pa

from dom_parsing.tables import RECORD_REF, ref_from_row, ref_row
from ingest.opt_outs.tombstones import FORGOTTEN, Tombstones
from ingest.records import DROPPED, Capture, Frontier, ImageFacts, Seen

SEEN = pa.struct(
    [
        ("fetched_at", pa.string()),
        ("digest", pa.string()),
        ("body_digest", pa.string()),
        ("etag", pa.string()),
        ("modified", pa.string()),
        ("source", RECORD_REF),
    ]
)
FRONTIER = pa.schema(
    [
        ("page", pa.string()),
        ("url", pa.string()),
        ("depth", pa.int32()),
        ("redirects", pa.int32()),
        ("due", pa.bool_()),
        ("visit", pa.int32()),
        ("kind", pa.string()),
        ("nesting", pa.int32()),
        ("attempts", pa.int32()),
        ("not_before", pa.string()),
        ("seen", SEEN),
        ("changed_before", pa.string()),
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
        ("kind", pa.string()),
        ("nesting", pa.int32()),
        ("attempts", pa.int32()),
        ("retry_at", pa.string()),
        ("canonical", pa.string()),
        ("lists", pa.list_(pa.string())),
        ("sitemaps", pa.list_(pa.string())),
        ("body_digest", pa.string()),
        ("etag", pa.string()),
        ("modified", pa.string()),
        ("repeats", pa.string()),
        ("size", pa.int64()),
    ]
)
LISTED = pa.schema(
    [
        ("list", pa.string()),
        ("url", pa.string()),
        ("modified", pa.string()),
        ("images", pa.list_(pa.string())),
    ]
)
"""What sitemaps say of the pages they name; no job reads the images, which are without the page they stand in there."""


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
            ("origin", pa.string()),
            ("missed", pa.list_(pa.string())),
            ("attempts", pa.int32()),
            ("turn", pa.int32()),
        ]
    )


def capture_row(capture: Capture) -> dict[str, Any]:
    """Return a capture as a row of CAPTURES."""
    # Not asdict, which copies every link.
    row = {name: getattr(capture, name) for name in CAPTURES.names}
    return {**row, "source": ref_row(capture.source)}


def capture_from_row(row: Mapping[str, Any]) -> Capture:
    """Return the capture a row holds."""
    lists = {name: tuple(row.get(name) or ()) for name in ("links", "lists", "sitemaps")}
    return Capture(**{**row, **lists, "source": ref_from_row(row["source"])})


def frontier_row(entry: Frontier) -> dict[str, Any]:
    """Return a frontier entry as a row of FRONTIER."""
    row = {name: getattr(entry, name) for name in FRONTIER.names}  # asdict copies all it finds, slowly
    return {**row, "seen": asdict(entry.seen) if entry.seen else None}


def frontier_from_row(row: Mapping[str, Any]) -> Frontier:
    """Return the frontier entry a row holds."""
    seen = row.get("seen")
    return Frontier(**{**row, "seen": Seen(**{**seen, "source": ref_from_row(seen["source"])}) if seen else None})


def image_row(facts: ImageFacts) -> dict[str, Any]:
    """Return image facts as a row of `image_schema`."""
    row = {field.name: getattr(facts, field.name) for field in fields(facts)}  # asdict copies all it finds, slowly
    return {**row, "signals": dict(facts.signals), "source": ref_row(facts.source)}


def without_forgotten(facts: ImageFacts, forgotten: Tombstones) -> ImageFacts:
    """Return image facts, and of an image that is forgotten nothing but that."""
    gone = forgotten.covers(facts.url) or facts.sha256 in forgotten.payloads
    return ImageFacts(facts.url, DROPPED, FORGOTTEN) if gone else facts


def image_from_row(row: Mapping[str, Any]) -> ImageFacts:
    """Return the image facts a row holds."""
    # Rows of before there were several sources lack the last.
    ways = {"missed": tuple(row.get("missed") or ())}
    return ImageFacts(**{**row, "signals": row["signals"] or {}, "source": ref_from_row(row["source"]), **ways})
