from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shards.manifest import DatasetError
from shards.pairs import FORMAT
from tests.training.data.making import document, write_shards
from training.pretraining.texts import Source, text_of, texts_of

PAIR = {"format": FORMAT, "caption": "a cat"}


def written(folder: Path, *shards: dict[str, Any], dataset: str = "shards") -> str:
    """Write shards of records by key."""
    as_bytes = [{key: {"json": json.dumps(each).encode()} for key, each in shard.items()} for shard in shards]
    return write_shards(folder, as_bytes, dataset)


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    first = {"a": document("a", ["one", None, "two"]), "b": document("b", [None])}
    third = {"c": document("c", ["<image> drei"])}
    captions = {"p": PAIR, "q": {**PAIR, "caption": "ein Hund"}}
    return [
        Source(written(tmp_path / "documents", first, {}, third), "documents"),
        Source(written(tmp_path / "pairs", captions, dataset="pairs"), "pairs"),
    ]


def test_texts_come_in_the_order_of_sources_and_samples_and_none_is_empty(sources: list[Source]) -> None:
    assert list(texts_of(sources, 1000)) == ["one\n\ntwo", "<image> drei", "a cat", "ein Hund"]


def test_each_source_gives_an_equal_part_of_the_limit(sources: list[Source]) -> None:
    assert list(texts_of(sources, 20)) == ["one\n\ntwo", "<i", "a cat", "ein H"]
    assert list(texts_of(sources, 16)) == ["one\n\ntwo", "a cat", "ein"]


def test_a_digest_names_what_is_in_a_dataset(sources: list[Source], tmp_path: Path) -> None:
    same = Source(written(tmp_path / "again", {"p": PAIR}, dataset="pairs"), "pairs")
    other = Source(written(tmp_path / "more", {"p": PAIR}, {"q": PAIR}, dataset="pairs"), "pairs")
    assert same.digest() == sources[1].digest() != other.digest()


def test_what_is_no_such_dataset_is_an_error(sources: list[Source], tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="describes 'pairs', not 'shards'"):
        Source(sources[1].path, "documents").digest()
    with pytest.raises(DatasetError, match="holds no finished pairs"):
        list(texts_of([Source(str(tmp_path / "nothing"), "pairs")], 9))


def test_a_record_of_another_format_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"its format is 'm3w-pair/1', not 'm3w-sample/1'"):
        text_of(PAIR, "documents")


@pytest.mark.parametrize("record", [PAIR, [], {**document("a", []), "elements": [{}]}])
def test_a_damaged_sample_is_named(record: Any, tmp_path: Path) -> None:
    source = Source(written(tmp_path, {"bad": record}), "documents")
    with pytest.raises(ValueError, match=r"sample bad of .*shard-0\.tar can't be learnt from"):
        list(texts_of([source], 9))
