from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dom_parsing.records import Document, Image, Omission, RecordRef, Text
from dom_parsing.tables import (
    LARGEST_SIDE,
    document_from_row,
    document_row,
    document_schema,
    element_from_row,
    element_row,
    ref_from_row,
)

SIGNALS = pa.struct([("words", pa.int64()), ("score", pa.float64()), ("language", pa.string())])
SCHEMA = document_schema(SIGNALS)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SIDES = st.none() | st.integers(0, LARGEST_SIDE)
TEXTS = st.builds(Text, WORDS)
IMAGES = st.builds(Image, WORDS, WORDS, WORDS, WORDS, SIDES, SIDES)
OMISSIONS = st.builds(Omission, st.integers(0, 1000), WORDS, WORDS, WORDS)
REFS = st.builds(RecordRef, WORDS, st.integers(0, 2**62), st.integers(0, 2**40))
FINITE = st.floats(allow_nan=False, allow_infinity=False)
MEASURED = st.fixed_dictionaries(
    {
        "words": st.none() | st.integers(0, 2**62),
        "score": st.none() | FINITE,
        "language": st.none() | WORDS,
    }
)
DOCUMENTS = st.builds(
    Document,
    page=WORDS,
    id=WORDS,
    url=WORDS,
    fetched_at=WORDS,
    digest=WORDS,
    source=st.none() | REFS,
    title=WORDS,
    language=WORDS,
    canonical=WORDS,
    elements=st.lists(TEXTS | IMAGES, max_size=5).map(tuple),
    omissions=st.lists(OMISSIONS, max_size=3).map(tuple),
    signals=MEASURED,
)


def through_parquet(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), sink, store_schema=False)
    return list(pq.read_table(pa.BufferReader(sink.getvalue())).to_pylist())


@settings(deadline=None, max_examples=80)
@given(st.lists(DOCUMENTS, max_size=3))
def test_documents_come_back_as_they_were(documents: list[Document]) -> None:
    rows = through_parquet([document_row(document) for document in documents])
    assert [document_from_row(row) for row in rows] == documents


@given(TEXTS | IMAGES)
def test_an_element_is_either_text_or_image(element: Text | Image) -> None:
    row = element_row(element)
    assert (row["text"] is None) != (row["image"] is None)
    assert element_from_row(row) == element


@pytest.mark.parametrize("side", [LARGEST_SIDE + 1, 10**30])
def test_a_declared_side_beyond_any_picture_is_unknown(side: int) -> None:
    (back,) = through_parquet([document_row(with_image(Image("u", width=side, height=5)))])
    assert document_from_row(back).images == (Image("u", width=None, height=5),)


def test_an_empty_image_and_an_empty_text_are_told_apart() -> None:
    page = with_image(Image(""), Text(""))
    (back,) = through_parquet([document_row(page)])
    assert document_from_row(back).elements == page.elements


def test_signals_that_were_not_measured_come_back_as_none() -> None:
    (back,) = through_parquet([document_row(with_image(Image("u")))])
    assert document_from_row(back).signals == {"words": None, "score": None, "language": None}


def test_every_field_of_a_document_has_a_column() -> None:
    assert set(SCHEMA.names) == set(Document.__dataclass_fields__)
    assert SCHEMA.field("signals").type == SIGNALS
    assert ref_from_row(None) is None


def with_image(*elements: Text | Image) -> Document:
    return Document("p", "d", "u", "", "", None, "", "", "", elements)
