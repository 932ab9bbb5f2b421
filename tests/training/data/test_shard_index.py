from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.records import RecordRef
from shards.tar import INDEX
from training.data.shard_index import Sample, ShardIndex

ROWS = st.lists(st.lists(st.sampled_from(["000.png", "001.jpg", "txt"]), unique=True), max_size=6)


def index_of(rows: list[tuple[str, str, int, int]]) -> ShardIndex:
    names = INDEX.names
    return ShardIndex("s.tar", pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], INDEX))


@given(ROWS)
def test_rows_of_a_sample_become_its_members(samples: list[list[str]]) -> None:
    rows: list[tuple[str, str, int, int]] = []
    for number, members in enumerate(samples):
        rows += [(f"k{number}", member, 512 * len(rows), number) for member in [*members, "json"]]
    index = index_of(rows)
    assert len(index) == len(samples)
    for number, members in enumerate(samples):
        mine = {row[1]: RecordRef("s.tar", row[2], row[3]) for row in rows if row[0] == f"k{number}"}
        assert index[number] == Sample(f"k{number}", mine)
        assert len(mine) == len(members) + 1


def test_a_table_in_several_chunks_is_one() -> None:
    halves = [pa.Table.from_pylist([{"key": "a", "member": each, "offset": 0, "size": 1}], INDEX) for each in "xy"]
    whole = pa.concat_tables([*halves, pa.Table.from_pylist([{"key": "a", "member": "json"}], INDEX)])
    assert len(ShardIndex("s.tar", whole)) == 1


def test_a_sample_without_a_record_is_named() -> None:
    with pytest.raises(ValueError, match=r"sample a of s\.tar has no a\.json"):
        index_of([("a", "jpg", 0, 1)])[0]
