from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from dom_parsing.records import RecordRef
from filters.duplicates.duplicates import Member
from filters.judgement import Candidate, Reference, Seen
from filters.records import Decision
from filters.tables import CANDIDATES, DECISIONS, SELECTED, candidate_from_row, candidate_row, picture_row
from ingest.records import KEPT, ImageFacts

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
INT32 = st.integers(0, 2**31 - 1)
REFERENCES = st.builds(Reference, INT32, WORDS)
MEMBERS = st.builds(Member, WORDS, WORDS, WORDS, WORDS)
CANDIDATE = st.builds(
    Candidate, MEMBERS, WORDS, st.lists(REFERENCES, max_size=3).map(tuple), st.none() | INT32, INT32, WORDS
)
DECISION = st.builds(Decision, WORDS, st.none() | INT32, WORDS, WORDS, WORDS, WORDS, WORDS)


def through_parquet(rows: list[dict[str, Any]], schema: pa.Schema) -> list[dict[str, Any]]:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), sink, store_schema=False)
    return list(pq.read_table(pa.BufferReader(sink.getvalue())).to_pylist())


@settings(deadline=None, max_examples=50)
@given(st.lists(CANDIDATE, max_size=4))
def test_candidates_come_back_as_they_were(candidates: list[Candidate]) -> None:
    rows = through_parquet([candidate_row(candidate) for candidate in candidates], CANDIDATES)
    assert [candidate_from_row(row) for row in rows] == candidates


@settings(deadline=None, max_examples=50)
@given(st.lists(DECISION, max_size=4))
def test_decisions_come_back_as_they_were(decisions: list[Decision]) -> None:
    rows = through_parquet([asdict(decision) for decision in decisions], DECISIONS)
    assert [Decision(**row) for row in rows] == decisions


@settings(deadline=None, max_examples=50)
@given(
    st.builds(
        ImageFacts,
        WORDS,
        st.just(KEPT),
        sha256=WORDS,
        format=WORDS,
        width=INT32,
        height=INT32,
        size=st.integers(0, 2**40),
        phash=WORDS,
        source=st.none() | st.builds(RecordRef, WORDS, st.integers(0, 2**60), INT32),
    ),
    INT32,
)
def test_selected_pictures_come_back_as_they_were(facts: ImageFacts, element: int) -> None:
    picture = picture_row(Seen(element, facts))
    row = {"id": "d", "characters": 2**40, "texts_dropped": [1, 5], "pictures": [picture], "signals": None}
    (back,) = through_parquet([row], SELECTED)
    assert back == row
    names = ("url", "sha256", "format", "width", "height", "size", "phash")
    assert {name: back["pictures"][0][name] for name in names} == {name: getattr(facts, name) for name in names}
    assert back["pictures"][0]["element"] == element
    assert back["pictures"][0]["source"] == (asdict(facts.source) if facts.source else None)
