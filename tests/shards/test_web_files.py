from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from dom_parsing.records import RecordRef
from shards import storage
from shards.ranges import coalesce, read_range
from tests.range_server import range_server

DATA = bytes(range(256)) * 40


def test_files_on_a_web_server_are_read_like_others() -> None:
    with range_server({"/a/b.bin?x=[1]*": DATA, "/b.bin": b"b"}) as server:
        path = f"{server.url}a/b.bin?x=[1]*"
        assert storage.is_on_web(path)
        assert storage.read_bytes(path) == DATA
        assert (storage.size_of(path), storage.exists(path)) == (len(DATA), True)
        assert storage.read_bytes(storage.join(server.url, "b.bin")) == b"b"
        refs = [RecordRef(path, offset, 30) for offset in (0, 50, 9000)]
        found = {ref: data for span in coalesce(refs) for ref, data in read_range(span, str).items()}
        assert [found[ref] for ref in refs] == [DATA[ref.offset :][:30] for ref in refs]


def test_what_is_not_there_is_not_there() -> None:
    with range_server({}) as server:
        path = f"{server.url}none"
        assert not storage.exists(path)
        for read in (storage.size_of, storage.read_bytes):
            with pytest.raises(FileNotFoundError, match=path):
                read(path)


def test_nothing_is_listed_and_nothing_written() -> None:
    with range_server({"/a": b"a"}) as server:
        path = f"{server.url}a"
        for write in (storage.open_to_write, storage.make_folder):
            with pytest.raises(OSError, match="nothing can be written"):
                write(f"{server.url}b")
        with pytest.raises(OSError, match="nothing can be written"):
            storage.rename(path, f"{server.url}b")
        with pytest.raises(OSError, match="nothing can be written"):
            storage.remove([path])
        assert storage.names_in(server.url) == []
        assert server.files == {"/a": b"a"}


def test_archives_inside_a_wacz_file_are_files_here_and_on_the_web(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as directory:
        directory.writestr("archive/a.warc", DATA)
    inside = "a.wacz!/archive/a.warc"
    with range_server({"/a.wacz": (tmp_path / "a.wacz").read_bytes()}) as server:
        for path in (f"{tmp_path}/{inside}", server.url + inside):
            assert storage.read_bytes(path) == DATA
            ref = RecordRef(path, 300, 20)
            (span,) = coalesce([ref])
            assert read_range(span, str) == {ref: DATA[300:320]}
            with pytest.raises(ValueError, match=r"a\.wacz: there is no archive 'archive/b\.warc'"):
                storage.read_bytes(path.replace("a.warc", "b.warc"))
