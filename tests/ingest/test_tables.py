from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from dom_parsing.records import RecordRef
from ingest.records import KEPT, Capture, Frontier, ImageFacts
from ingest.tables import CAPTURES, FRONTIER, capture_from_row, capture_row, image_from_row, image_row, image_schema

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
)
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
ENTRIES = st.builds(Frontier, WORDS, WORDS, INT32, INT32, st.booleans(), INT32)


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
    rows = through_parquet([asdict(entry) for entry in entries], FRONTIER)
    assert [Frontier(**row) for row in rows] == entries


def test_an_image_that_was_not_measured_has_signals_that_do_not_apply() -> None:
    (row,) = through_parquet([image_row(ImageFacts("u", KEPT))], IMAGES)
    assert image_from_row(row).signals == {"shorter_side": None, "entropy": None}
    assert image_from_row({**row, "signals": None}).signals == {}


def test_every_field_of_a_record_has_a_column() -> None:
    for schema, record in ((CAPTURES, Capture), (FRONTIER, Frontier), (IMAGES, ImageFacts)):
        assert set(schema.names) == {field.name for field in fields(record)}
