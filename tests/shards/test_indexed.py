from __future__ import annotations

import tarfile

import pytest

from shards import storage
from shards.indexed import INDEX_KIND, SHARD_KIND, indexed_shard
from shards.parts import PartWriter, Place, describe, read_rows
from shards.tar import tally_index

SAMPLES = {"a": {"json": b"{}", "000.jpg": b"picture"}, "b": {"json": b"[]"}}


def test_the_index_finds_every_member_of_the_tar(root: str) -> None:
    name = Place(root, "f" * 16).part("0")
    with PartWriter(name) as part:
        with indexed_shard(part) as shard:
            for key, members in SAMPLES.items():
                shard.add(key, members)
        part.publish(INDEX_KIND)
    info = describe(name, INDEX_KIND, tally_index)
    tar = storage.read_bytes(storage.join(root, info.files[SHARD_KIND].name))
    rows = list(read_rows(name.path(INDEX_KIND)))
    found = {(row["key"], row["member"]): tar[row["offset"] :][: row["size"]] for row in rows}
    assert found == {(key, member): data for key, members in SAMPLES.items() for member, data in members.items()}


def test_a_tar_without_samples_has_an_index_without_rows(root: str) -> None:
    name = Place(root, "f" * 16).part("0")
    with PartWriter(name) as part:
        with indexed_shard(part):
            pass
        part.publish(INDEX_KIND)
    assert list(read_rows(name.path(INDEX_KIND))) == []
    with storage.open_to_read(name.path(SHARD_KIND, "tar")) as stream, tarfile.open(fileobj=stream) as tar:
        assert tar.getnames() == []


def test_what_fails_in_between_leaves_nothing(root: str) -> None:
    def fail() -> None:
        with PartWriter(Place(root, "f" * 16).part("0")) as part, indexed_shard(part) as shard:
            shard.add("a", SAMPLES["a"])
            raise EOFError("no more")

    with pytest.raises(EOFError, match="no more"):
        fail()
    assert storage.names_in(root) == []
