"""Decisions and candidates as Arrow tables, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from dom_parsing.tables import RECORD_REF
from filters.duplicates.duplicates import Member
from filters.judgement import Candidate, Reference, Seen
from filters.signals import arrow_struct
from filters.text.text_signals import DOCUMENT_SIGNALS

DECISIONS = pa.schema(
    [
        ("subject", pa.string()),
        ("element", pa.int32()),
        ("stage", pa.string()),
        ("rule", pa.string()),
        ("value", pa.string()),
        ("bound", pa.string()),
        ("outcome", pa.string()),
    ]
)
CANDIDATES = pa.schema(
    [
        ("id", pa.string()),
        ("page", pa.string()),
        ("text", pa.string()),
        ("fetched_at", pa.string()),
        ("component", pa.string()),
        ("host", pa.string()),
        ("images", pa.list_(pa.struct([("element", pa.int32()), ("url", pa.string())]))),
        ("words", pa.int64()),
        ("characters", pa.int64()),
    ]
)
EDITED = pa.schema([("id", pa.string()), ("signals", arrow_struct(DOCUMENT_SIGNALS))])
"""Documents that lost paragraphs, with the signals of what is left; those of the whole stand in `documents`."""
PICTURE = pa.struct(
    [
        ("element", pa.int32()),
        ("url", pa.string()),
        ("sha256", pa.string()),
        ("format", pa.string()),
        ("width", pa.int32()),
        ("height", pa.int32()),
        ("size", pa.int64()),
        ("phash", pa.string()),
        ("source", RECORD_REF),
    ]
)
SELECTED = pa.schema(
    [
        ("id", pa.string()),
        ("characters", pa.int64()),
        ("texts_dropped", pa.list_(pa.int32())),
        ("pictures", pa.list_(PICTURE)),
        ("signals", arrow_struct(DOCUMENT_SIGNALS)),
    ]
)
"""The documents a cut keeps, with what it takes to write them; `signals` where they are not those of `documents`."""


def picture_row(seen: Seen) -> dict[str, Any]:
    """Return a kept image as a value of type PICTURE."""
    facts = seen.facts
    assert facts is not None
    return {
        "element": seen.element,
        "url": facts.url,
        "sha256": facts.sha256,
        "format": facts.format,
        "width": facts.width,
        "height": facts.height,
        "size": facts.size,
        "phash": facts.phash,
        "source": asdict(facts.source) if facts.source else None,
    }


def candidate_row(candidate: Candidate) -> dict[str, Any]:
    """Return a candidate as a row of CANDIDATES."""
    return {
        **asdict(candidate.member),
        "component": candidate.component,
        "host": candidate.host,
        "images": [asdict(reference) for reference in candidate.images],
        "words": candidate.words,
        "characters": candidate.characters,
    }


def candidate_from_row(row: Mapping[str, Any]) -> Candidate:
    """Return the candidate a row holds."""
    member = Member(row["id"], row["page"], row["text"], row["fetched_at"])
    images = tuple(Reference(**image) for image in row["images"])
    return Candidate(member, row["component"], images, row["words"], row["characters"], row["host"])
