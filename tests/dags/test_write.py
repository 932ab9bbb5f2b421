"""Rows of documents become parts of a fixed number, sorted, each whole; what is finished is not written again."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path

import apache_beam as beam
import pyarrow as pa
import pytest
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner
from apache_beam.transforms.combiners import ToList
from hypothesis import given
from hypothesis import strategies as st

from dags.write import Layout, Row, WriteBuckets, bucket_of, chunks
from shards.ledger import tally_rows
from shards.manifest import PartInfo
from shards.parts import Place, read_rows

SCHEMA = pa.schema([("id", pa.string()), ("number", pa.int64())])
ids = st.text("0123456789abcdef", min_size=32, max_size=32)


@given(st.lists(st.integers()), st.integers(1, 10))
def test_chunks_lose_nothing_and_only_the_last_is_short(items: list[int], size: int) -> None:
    made = list(chunks(iter(items), size))
    assert [item for chunk in made for item in chunk] == items
    assert all(len(chunk) == size for chunk in made[:-1])
    assert all(0 < len(chunk) <= size for chunk in made)


@given(ids, st.integers(1, 1000))
def test_a_bucket_is_one_of_those_there_are_and_that_of_all_captures_of_an_id(id: str, count: int) -> None:
    assert 0 <= bucket_of(id, count) < count
    assert bucket_of(f"{id}~000001", count) == bucket_of(id, count)


def test_documents_spread_evenly() -> None:
    found = [bucket_of(f"{number * 2654435761 % 2**32:08x}", 7) for number in range(7000)]
    assert all(800 < found.count(bucket) < 1200 for bucket in range(7))


def layout(count: int) -> Layout:
    return Layout(
        {"heads": SCHEMA, "tails": SCHEMA},
        "heads",
        lambda table: {"rows": tally_rows(("kept", "") for _ in range(table.metadata.num_rows))},
        count,
        lambda kind, row: {kind: row["number"]},
    )


def write(folder: Path, entries: Sequence[tuple[str, list[Row]]], count: int) -> list[PartInfo]:
    """Run the transform; return the parts that it describes, in order."""
    summary = str(folder.parent / "summary")
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        parts = pipeline | beam.Create(entries) | WriteBuckets(Place(str(folder), "0" * 16), layout(count))
        _ = parts | ToList() | beam.Map(lambda found: Path(summary).write_bytes(pickle.dumps(found)))
    found: list[PartInfo] = pickle.loads(Path(summary).read_bytes())
    return sorted(found, key=lambda part: part.label)


def entry(number: int) -> tuple[str, list[Row]]:
    id = f"{number * 2654435761 % 2**32:08x}"
    row = {"id": id, "number": number}
    return id, [("heads", row), ("tails", row)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("written") / "folder"


def test_rows_lie_in_their_bucket_in_order_and_empty_buckets_have_a_part(folder: Path) -> None:
    entries = [entry(number) for number in range(1, 7)]
    count = 16
    parts = write(folder, entries[::-1], count)
    assert [part.label for part in parts] == [f"{index:05d}-of-00016" for index in range(count)]
    found = [[row["id"] for row in read_rows(str(folder / part.files["tails"].name))] for part in parts]
    assert sorted(id for each in found for id in each) == sorted(id for id, _ in entries)
    for index, each in enumerate(found):
        assert each == sorted(each)
        assert {bucket_of(id, count) for id in each} <= {index}
    assert [] in found
    assert sum(part.totals.get("heads", 0) for part in parts) == sum(range(1, 7))
    assert sum(part.tallies["rows"].kept for part in parts) == 6


def test_a_part_that_is_there_stays_as_it_is(folder: Path) -> None:
    """Even a second run with other rows leaves it: a finished part is finished."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    lost = min(folder.glob("heads-*"))
    lost.unlink()
    write(folder, [entry(number) for number in range(100, 150)], 16)
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert after.keys() == before.keys()
    assert [name for name in before if after[name] != before[name] and lost.name[6:] not in name] == []
