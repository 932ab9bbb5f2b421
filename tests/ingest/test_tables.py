from __future__ import annotations

from dataclasses import fields
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from dom_parsing.records import RecordRef
from ingest.records import KEPT, Capture, Frontier, ImageFacts, Seen
from ingest.tables import (
    CAPTURES,
    FRONTIER,
    capture_from_row,
    capture_row,
    frontier_from_row,
    frontier_row,
    image_from_row,
    image_row,
    image_schema,
)

SIGNALS = pa.struct([("shorter_side", pa.int64()), ("entropy", pa.float64())])
IMAGES = image_schema(SIGNALS)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
INT32 = st.integers(0, 2**31 - 1)
SOURCES = st.none() | st.builds(RecordRef, WORDS, st.integers(0, 2**62), st.integers(0, 2**40))
CAPTURE = st.builds(
    Capture,
    page=WORDS,
    url=WORDS,
    depth=INT32,
    redirects=INT32,
    outcome=WORDS,
    reason=WORDS,
    status=st.none() | INT32,
    media_type=WORDS,
    digest=WORDS,
    fetched_at=WORDS,
    consent=WORDS,
    location=WORDS,
    links=st.lists(WORDS, max_size=4).map(tuple),
    source=SOURCES,
    visit=INT32,
    kind=st.sampled_from(["page", "list"]),
    nesting=INT32,
    attempts=INT32,
    retry_at=WORDS,
    canonical=WORDS,
    lists=st.lists(WORDS, max_size=4).map(tuple),
    sitemaps=st.lists(WORDS, max_size=4).map(tuple),
    body_digest=WORDS,
    etag=WORDS,
    modified=WORDS,
    repeats=WORDS,
    size=st.integers(0, 2**40),
)
CAPTURES_THEN = CAPTURES.names[: CAPTURES.names.index("visit") + 1]
FACTS = st.builds(
    ImageFacts,
    url=WORDS,
    outcome=WORDS,
    reason=WORDS,
    status=st.none() | INT32,
    sha256=WORDS,
    format=WORDS,
    width=st.none() | INT32,
    height=st.none() | INT32,
    size=st.none() | st.integers(0, 2**40),
    phash=WORDS,
    signals=st.fixed_dictionaries(
        {
            "shorter_side": st.none() | st.integers(0, 2**40),
            "entropy": st.none() | st.floats(0, 8),
        }
    ),
    consent=WORDS,
    source=SOURCES,
)
ENTRIES = st.builds(
    Frontier,
    page=WORDS,
    url=WORDS,
    depth=INT32,
    redirects=INT32,
    due=st.booleans(),
    visit=INT32,
    kind=st.sampled_from(["page", "list"]),
    nesting=INT32,
    attempts=INT32,
    not_before=WORDS,
    seen=st.none() | st.builds(Seen, WORDS, WORDS, WORDS, WORDS, WORDS, SOURCES),
)


def through_parquet(rows: list[dict[str, Any]], schema: pa.Schema) -> list[dict[str, Any]]:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), sink, store_schema=False)
    return list(pq.read_table(pa.BufferReader(sink.getvalue())).to_pylist())


@settings(deadline=None, max_examples=80)
@given(st.lists(CAPTURE, max_size=3))
def test_captures_come_back_as_they_were(captures: list[Capture]) -> None:
    rows = through_parquet([capture_row(capture) for capture in captures], CAPTURES)
    assert [capture_from_row(row) for row in rows] == captures


@settings(deadline=None, max_examples=80)
@given(st.lists(FACTS, max_size=3))
def test_image_facts_come_back_as_they_were(facts: list[ImageFacts]) -> None:
    rows = through_parquet([image_row(each) for each in facts], IMAGES)
    assert [image_from_row(row) for row in rows] == facts


@settings(deadline=None, max_examples=50)
@given(st.lists(ENTRIES, max_size=3))
def test_the_frontier_comes_back_as_it_was(entries: list[Frontier]) -> None:
    rows = through_parquet([frontier_row(entry) for entry in entries], FRONTIER)
    assert [frontier_from_row(row) for row in rows] == entries


def test_rows_of_before_there_were_lists_and_retries_are_read() -> None:
    old = {"page": "p", "url": "u", "depth": 1, "redirects": 0, "due": True, "visit": 1}
    assert frontier_from_row(old) == Frontier("p", "u", 1)
    row = {name: value for name, value in capture_row(Capture("p", "u", 1, 0, KEPT)).items() if name in CAPTURES_THEN}
    assert capture_from_row(row) == Capture("p", "u", 1, 0, KEPT)


def test_an_image_that_was_not_measured_has_signals_that_do_not_apply() -> None:
    (row,) = through_parquet([image_row(ImageFacts("u", KEPT))], IMAGES)
    assert image_from_row(row).signals == {"shorter_side": None, "entropy": None}
    assert image_from_row({**row, "signals": None}).signals == {}


def test_every_field_of_a_record_has_a_column() -> None:
    for schema, record in ((CAPTURES, Capture), (FRONTIER, Frontier), (IMAGES, ImageFacts)):
        assert set(schema.names) == {field.name for field in fields(record)}
