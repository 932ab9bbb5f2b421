from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from shards.dataset import Corpus, Dataset
from shards.fingerprint import Provenance
from shards.lookup import find_rows
from shards.manifest import Manifest
from shards.parts import PartWriter, Place, describe, numbered

SCHEMA = pa.schema([("id", pa.string()), ("value", pa.list_(pa.int64()))])


@pytest.fixture
def documents(root: str) -> Dataset:
    """Two generations of two parts: rows g1p0r0, g1p0r1, ..., and `same` in every part."""
    dataset = Corpus(root).documents
    for number in (1, 2):
        folder = dataset.generation_folder(number)
        infos = []
        for index in range(2):
            name = Place(folder, "f" * 16).part(numbered(index, 2))
            with PartWriter(name) as part:
                table = part.table("documents", SCHEMA)
                for row in range(3):
                    table.add({"id": f"g{number}p{index}r{row}", "value": [row]})
                table.add({"id": "same", "value": None})
                part.publish("documents")
            infos.append(describe(name, "documents", lambda _: {}))
        Manifest("documents", Provenance("extract", {}, {}, []), infos, [], {}).save(folder)
    return dataset


def find(dataset: Dataset, *values: str) -> list[dict[str, Any]]:
    return list(find_rows(dataset, "documents", "id", values))


def test_a_row_is_found_with_its_generation_and_file(documents: Dataset) -> None:
    (row,) = find(documents, "g2p1r0")
    assert row["id"] == "g2p1r0"
    assert row["value"] == [0]
    assert row["generation"] == 2
    assert row["file"].startswith(documents.generation_folder(2))
    assert "00001-of-00002" in row["file"]


def test_all_rows_are_found_in_order_each_once(documents: Dataset) -> None:
    found = find(documents, "same", "g1p0r2", "g1p0r2", "unknown")
    assert [(row["id"], row["generation"]) for row in found] == [
        ("g1p0r2", 1),
        ("same", 1),
        ("same", 1),
        ("same", 2),
        ("same", 2),
    ]


@pytest.mark.parametrize("values", [(), ("unknown",), ("",), ("same' or 1=1",)])
def test_nothing_is_found_where_there_is_nothing(documents: Dataset, values: tuple[str, ...]) -> None:
    assert find(documents, *values) == []


def test_a_dataset_that_is_not_there_has_no_rows(root: str) -> None:
    assert find(Corpus(root).documents, "same") == []
