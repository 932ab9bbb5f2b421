from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from shards import storage


def write(path: str, data: bytes = b"x") -> str:
    with storage.published(path) as stream:
        stream.write(data)
    return path


def test_what_is_published_can_be_read_and_nothing_else_is_left(root: str) -> None:
    path = write(storage.join(root, "deep", "file.bin"), b"content")
    assert storage.read_bytes(path) == b"content"
    assert storage.size_of(path) == 7
    assert storage.exists(path)
    assert storage.names_in(storage.join(root, "deep")) == ["file.bin"]


def test_nothing_appears_under_its_name_before_the_block_ends(root: str) -> None:
    path = storage.join(root, "file.bin")
    with storage.published(path) as stream:
        stream.write(b"half")
        stream.flush()
        assert not storage.exists(path)
    assert storage.exists(path)


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_failure_leaves_what_was_there_and_no_more(root: str, error: type[BaseException]) -> None:
    path = write(storage.join(root, "file.bin"), b"earlier")

    def write_half() -> None:
        with storage.published(path) as stream:
            stream.write(b"half")
            raise error

    with pytest.raises(error):
        write_half()
    assert storage.read_bytes(path) == b"earlier"
    assert storage.names_in(root) == ["file.bin"]


def test_a_failed_rename_leaves_nothing(root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: str, target: str) -> None:
        raise OSError(f"no room for {target}")

    monkeypatch.setattr(storage, "rename", refuse)
    with pytest.raises(OSError, match="no room"):
        write(storage.join(root, "file.bin"))
    assert storage.names_in(root) == []


def test_publishing_again_replaces(root: str) -> None:
    path = storage.join(root, "file.bin")
    write(path, b"one, rather long")
    write(path, b"two")
    assert storage.read_bytes(path) == b"two"


def test_names_are_those_right_inside_a_folder_sorted(root: str) -> None:
    for name in ("b", "a.txt", ".hidden"):
        write(storage.join(root, name))
    write(storage.join(root, "inner", "c"))
    write(root + "-beside/d")
    assert storage.names_in(root) == [".hidden", "a.txt", "b"]
    assert storage.names_in(storage.join(root, "inner")) == ["c"]
    assert storage.names_in(storage.join(root, "nowhere")) == []


def test_folders_are_those_right_inside_that_hold_files(root: str) -> None:
    for names in (("b", "x"), ("a", "deep", "y"), ("file",)):
        write(storage.join(root, *names))
    write(root + "-beside/d/e")
    assert storage.folders_in(root) == ["a", "b"]
    assert storage.folders_in(root + "/") == ["a", "b"]
    assert storage.folders_in(storage.join(root, "nowhere")) == []


def test_removing_what_is_not_there_is_no_error(root: str) -> None:
    paths = [write(storage.join(root, "a")), storage.join(root, "gone"), write(storage.join(root, "c"))]
    storage.remove(paths)
    assert storage.names_in(root) == []
    storage.remove([])


def test_a_missing_file_has_no_size(root: str) -> None:
    with pytest.raises(FileNotFoundError, match="gone is not there"):
        storage.size_of(storage.join(root, "gone"))


@pytest.mark.parametrize("name", ["a[1].warc.gz", "a*", "a?b", "[", "[!x]y"])
def test_a_name_is_no_pattern(root: str, name: str) -> None:
    write(storage.join(root, "a1.warc.gz"), b"another")
    path = write(storage.join(root, name), b"abc")
    assert storage.size_of(path) == 3
    with pytest.raises(FileNotFoundError, match="is not there"):
        storage.size_of(storage.join(root, "[a]1.warc.gz"))


def test_compressed_files_are_read_and_written_as_they_are_stored(root: str) -> None:
    data = gzip.compress(b"inside")
    assert storage.read_bytes(write(storage.join(root, "a.gz"), data)) == data


def test_reading_can_begin_anywhere(root: str) -> None:
    with storage.open_to_read(write(storage.join(root, "a"), b"0123456789")) as stream:
        stream.seek(4)
        assert stream.read(3) == b"456"


def test_temporary_names_differ_lie_beside_and_are_marked(root: str) -> None:
    path = storage.join(root, "file.bin")
    one, other = storage.temporary_beside(path), storage.temporary_beside(path)
    assert one != other
    assert one.startswith(storage.join(root, storage.TEMPORARY))
    assert one.endswith("-file.bin")


def test_folders_are_made_once_and_a_file_in_the_way_is_an_error(tmp_path: Path) -> None:
    storage.make_folder(str(tmp_path / "a" / "b"))
    storage.make_folder(str(tmp_path / "a" / "b"))
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError):
        storage.make_folder(str(tmp_path / "file" / "inner"))


def test_what_killed_writers_left_is_removed_and_nothing_else(root: str) -> None:
    paths = [storage.join(root, "file.bin"), storage.temporary_beside(storage.join(root, "file.bin"))]
    for path in paths:
        with storage.open_to_write(path) as stream:
            stream.write(b"x")
    storage.remove_temporaries(root)
    assert storage.names_in(root) == ["file.bin"]
