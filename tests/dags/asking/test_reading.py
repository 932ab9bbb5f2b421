"""Tables as columns, texts as codes and ranks."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from dags.asking.reading import codes_of, places_of, ranks_of, read_columns, signals_in
from filters.columns.bounds import NONE

TEXTS = st.lists(st.sampled_from(["", "a", "b", "ba", "ä"]), max_size=12)


def column(values):
    return pa.chunked_array([pa.array(values[:2], pa.string()), pa.array(values[2:], pa.string())])


@given(TEXTS)
def test_codes_are_equal_where_texts_are_and_ranks_are_in_their_order(texts):
    codes, ranks = codes_of(column(texts)).tolist(), ranks_of(column(texts)).tolist()
    for i, one in enumerate(texts):
        for j, other in enumerate(texts):
            assert (codes[i] == codes[j]) == (one == other)
            assert (ranks[i] < ranks[j]) == (one.encode() < other.encode())


@given(TEXTS, TEXTS)
def test_places_are_where_a_text_stands_first(texts, among):
    expected = [among.index(text) if text in among else NONE for text in texts]
    assert places_of(column(texts), column(among)).tolist() == expected


def test_fields_within_signals_are_read_by_name(tmp_path):
    table = pa.table({"id": ["a", "b"], "signals": [{"words": 1, "language": "en"}, {"words": None, "language": "de"}]})
    pq.write_table(table, tmp_path / "one.parquet")
    found = read_columns([str(tmp_path / "one.parquet")] * 2, ["id", "signals.words"])
    assert found["id"].to_pylist() == ["a", "b"] * 2
    assert {name: values.to_pylist() for name, values in signals_in(found).items()} == {"words": [1, None] * 2}


def test_a_dataset_without_tables_has_columns_without_rows():
    found = read_columns([], ["id", "signals.words"])
    assert len(found) == 0
    assert np.all(codes_of(found["id"]) == [])
    assert list(signals_in(found)) == ["words"]
    assert signals_in(read_columns([], ["id"])) == {}
