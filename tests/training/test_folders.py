"""Folders look alike to libraries, wherever they lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from shards import storage
from tests.flat_store import OBJECTS
from training.checkpoint import CheckpointError
from training.folders import SMALL, digest_of_folder, is_local, local_copy, upload

FILES = {"config.json": b"{}", "model.safetensors": bytes(100), "a.txt": b"a"}


def write(folder: str, files: dict[str, bytes]) -> str:
    for name, data in files.items():
        with storage.published(storage.join(folder, name)) as stream:
            stream.write(data)
    return folder


def test_local_is_what_is_no_url() -> None:
    assert is_local("a")
    assert is_local("/a/b:c")
    assert not is_local("gs://bucket/a")


def test_a_local_path_holds_what_the_folder_holds(root: str) -> None:
    write(root, FILES)
    with local_copy(root) as path:
        assert {each.name: each.read_bytes() for each in path.iterdir()} == FILES
    assert path.is_dir() == is_local(root)
    assert storage.names_in(root) == sorted(FILES)


def test_a_url_without_files_is_named(bucket: str) -> None:
    with pytest.raises(ValueError, match=f"{bucket} holds no file"), local_copy(bucket):
        pass


def test_what_is_wrong_is_said_of_the_folder_not_of_its_copy(root: str) -> None:
    def read() -> None:
        with local_copy(write(root, FILES)) as path:
            raise CheckpointError(f"{path / 'config.json'} is damaged")

    with pytest.raises(CheckpointError) as caught:
        read()
    assert str(caught.value) == f"{storage.join(root, 'config.json')} is damaged"


def test_what_readers_look_for_is_uploaded_last(bucket: str, tmp_path: Path) -> None:
    source = tmp_path / "source"
    write(str(source), FILES)
    (source / "folder").mkdir()
    upload(source, bucket, last="config.json")
    assert {name: storage.read_bytes(storage.join(bucket, name)) for name in storage.names_in(bucket)} == FILES
    assert [path.rpartition("/")[2] for path in OBJECTS] == ["a.txt", "model.safetensors", "config.json"]


def test_a_digest_is_that_of_names_and_content_not_of_the_place(root: str, tmp_path: Path) -> None:
    first = digest_of_folder(write(root, FILES))
    assert digest_of_folder(write(str(tmp_path / "copy"), FILES)) == first
    others = [
        digest_of_folder(write(str(tmp_path / str(number)), files))
        for number, files in enumerate(
            ({**FILES, "a.txt": b"b"}, {**FILES, "b.txt": b""}, {"config.json": b"{}"}, {**FILES, "a.txt": b"ab"})
        )
    ]
    assert len({first, *others}) == 5


def test_of_large_files_size_and_samples_are_part_of_the_digest(tmp_path: Path) -> None:
    digests = set()
    for number, content in enumerate((bytes(2 * SMALL), bytes(2 * SMALL + 1), bytes(2 * SMALL - 1) + b"x")):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "weights").write_bytes(content)
        digests.add(digest_of_folder(str(folder)))
    assert len(digests) == 3


def test_an_empty_folder_has_no_digest(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no files"):
        digest_of_folder(str(tmp_path))
