from __future__ import annotations

from pathlib import Path

import pytest

from shards.manifest import DatasetError
from tests.training.data.making import write_shards
from training.data.samples import Samples, read_members

SHARDS: list[dict[str, dict[str, bytes]]] = [
    {"a": {"json": b"{}", "000.png": b"p" * 700, "txt": b"A"}, "b": {"json": b'{"b": 1}'}},
    {},
    {"c": {"json": b"[]", "000.jpg": b"", "001.jpg": b"x" * 512}},
]
BY_NUMBER = [(key, members) for shard in SHARDS for key, members in shard.items()]


def test_samples_are_numbered_through_all_shards_and_read_by_offset(tmp_path: Path) -> None:
    samples = Samples.open(write_shards(tmp_path, SHARDS), "shards")
    assert len(samples) == 3
    for number in (2, 0, 1, 2):
        key, members = BY_NUMBER[number]
        assert samples[number].key == key
        assert read_members(samples[number], sorted(members)) == members
    assert samples.at(2, 0) == samples[2]


def test_a_number_outside_is_an_error(tmp_path: Path) -> None:
    samples = Samples.open(write_shards(tmp_path, SHARDS), "shards")
    for number in (-1, 3):
        with pytest.raises(IndexError, match="the dataset has 3"):
            samples[number]


@pytest.mark.parametrize("shards", [[], [{}, {}]])
def test_an_empty_dataset_is_an_error(shards: list[dict[str, dict[str, bytes]]], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no sample"):
        Samples.open(write_shards(tmp_path, shards), "shards")


def test_an_unfinished_dataset_and_one_of_another_kind_are_errors(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="holds no finished shards"):
        Samples.open(str(tmp_path), "shards")
    with pytest.raises(DatasetError, match="describes 'pairs', not 'shards'"):
        Samples.open(write_shards(tmp_path, SHARDS, "pairs"), "shards")


def test_a_shard_that_is_cut_off_is_an_error(tmp_path: Path) -> None:
    samples = Samples.open(write_shards(tmp_path, SHARDS), "shards")
    tar = tmp_path / "shard-2.tar"
    tar.write_bytes(tar.read_bytes()[:600])
    with pytest.raises(EOFError, match=r"shard-2\.tar ends before"):
        read_members(samples[2], ["json", "001.jpg"])
