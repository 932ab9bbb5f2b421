from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dom_parsing.records import RecordRef
from ingest.warc import wacz
from ingest.warc.wacz import Section, WaczError, is_wacz, member_path, read_directory, split
from ingest.warc.warc_reader import read_payload, read_records

NAMES = ["archive/data.warc.gz", "archive/more.warc", "archive/old.arc"]


def resource(body: bytes) -> bytes:
    head = f"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: urn:x\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body + b"\r\n\r\n"


ARCHIVES = {
    NAMES[0]: b"".join(gzip.compress(resource(body), mtime=0) for body in (b"one", b"two")),
    NAMES[1]: resource(b"three"),
    NAMES[2]: b"dns:example.com 192.0.2.1 20140102030406 text/dns 4\nfour\n",
}


def packed(entries: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", compression) as directory:
        directory.writestr("datapackage.json", "{}")
        for name, data in entries.items():
            directory.writestr(name, data)
        directory.writestr("pages/pages.jsonl", "{}\n")
    return file.getvalue()


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_every_record_of_every_archive_and_the_way_back_to_it(compression: int) -> None:
    data = packed(ARCHIVES, compression)
    records = list(read_records(BytesIO(data), "a.wacz"))
    assert [(record.payload, record.error) for record in records] == [
        (body, "") for body in (b"one", b"two", b"three", b"four")
    ]
    assert [record.source.path for record in records] == [member_path("a.wacz", name) for name in (NAMES[0], *NAMES)]
    for record in records:
        outer, name = split(record.source.path)
        assert outer == "a.wacz"
        with read_directory(BytesIO(data)).open(name) as archive:
            archive.seek(record.source.offset)
            assert read_payload(archive.read(record.source.length))[1] == record.payload


def test_a_compressed_archive_that_is_larger_than_memory_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wacz, "IN_MEMORY", 100)
    body = random.Random(0).randbytes(5000)
    data = packed({"a.warc": resource(body)}, zipfile.ZIP_DEFLATED)
    assert [record.payload for record in read_records(BytesIO(data), "a.wacz")] == [body]


@pytest.mark.parametrize(
    ("path", "outer", "name"),
    [
        ("/a/b.wacz", "/a/b.wacz", ""),
        ("/a/b.wacz!/archive/c.warc.gz", "/a/b.wacz", "archive/c.warc.gz"),
        ("https://x/b.WACZ?key=1!/c.warc", "https://x/b.WACZ?key=1", "c.warc"),
        ("/a/b.zip!/../../etc/passwd.warc", "/a/b.zip", "../../etc/passwd.warc"),
        ("/a/b.wacz!/c.wacz!/d.warc", "/a/b.wacz", "c.wacz!/d.warc"),
        ("/odd!/b.warc.gz", "/odd!/b.warc.gz", ""),
    ],
)
def test_a_path_names_a_file_and_perhaps_an_archive_in_it(path: str, outer: str, name: str) -> None:
    assert split(path) == (outer, name)
    assert is_wacz(outer) == (outer != "/odd!/b.warc.gz")


def errors(data: bytes) -> list[str]:
    return [record.error for record in read_records(BytesIO(data), "a.wacz")]


def test_what_is_no_zip_is_one_broken_part() -> None:
    for data in (b"", b"PK\x03\x04", b"hello" * 100, packed(ARCHIVES)[:-30], ARCHIVES[NAMES[0]]):
        (record,) = read_records(BytesIO(data), "a.wacz")
        assert (record.error, record.source) == ("malformed", RecordRef("a.wacz", 0, len(data)))


def test_what_is_no_archive_is_left_alone_beside_archives() -> None:
    others = {"archive/data.txt": b"x", "b.wacz": packed(ARCHIVES), "dir/": b"", "archive/data.warc.zst": b"x"}
    assert errors(packed({**others, **ARCHIVES})) == [""] * 4


def test_a_file_without_any_archive_is_one_broken_part() -> None:
    data = packed({"archive/data.warc.zst": b"x", "b.wacz": packed(ARCHIVES)})
    (record,) = read_records(BytesIO(data), "a.wacz")
    assert (record.error, record.source) == ("malformed", RecordRef("a.wacz", 0, len(data)))


def test_the_directory_is_read_once_for_all_archives() -> None:
    class Counted(BytesIO):
        readings = 0

        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            self.readings += size == directory_size
            return data

    data = packed({f"{number}.warc": resource(b"x") for number in range(50)})
    directory_size = struct.unpack("<L", data[-10:-6])[0]
    stream = Counted(data)
    assert [record.payload for record in read_records(stream, "a.wacz")] == [b"x"] * 50
    assert stream.readings == 1


@pytest.mark.parametrize("good", [0, 3])
def test_a_file_that_cannot_be_read_is_no_broken_part(good: int) -> None:
    class Failing(BytesIO):
        calls = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.calls += 1
            if self.calls > good:
                raise OSError("the disk failed")
            return super().read(size)

    with pytest.raises(OSError, match="the disk failed"):
        list(read_records(Failing(packed(ARCHIVES)), "a.wacz"))


def test_names_are_no_paths() -> None:
    names = ["../../../../tmp/a.warc", "/etc/a.warc", "C:\\a.warc", "http://127.0.0.1/a.warc"]
    records = list(read_records(BytesIO(packed({name: resource(b"x") for name in names})), "a.wacz"))
    assert [record.payload for record in records] == [b"x"] * 4
    assert [split(record.source.path)[1] for record in records] == names


def test_an_archive_whose_name_would_break_a_line_or_a_table_is_a_broken_part() -> None:
    data = packed({"a\nb.warc": resource(b"x"), "a.warc": resource(b"y"), "n" * 2000 + ".warc": resource(b"x")})
    records = list(read_records(BytesIO(data), "a.wacz"))
    assert [(record.error, record.payload) for record in records] == [("malformed", b"")] * 2 + [("", b"y")]
    assert [record.source.path for record in records] == ["a.wacz", "a.wacz", "a.wacz!/a.warc"]
    for record in records[:2]:
        assert data[record.source.offset :].startswith(b"PK\x03\x04")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_archives_with_one_name_the_last_is_read_and_the_others_are_broken_parts() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as directory:
        for body in (b"one", b"two", b"three"):
            directory.writestr("a.warc", resource(body))
    records = list(read_records(file, "a.wacz"))
    assert [(record.error, record.payload) for record in records] == [("malformed", b"")] * 2 + [("", b"three")]


def patched(data: bytes, where: bytes, offset: int, form: str, *values: int) -> bytes:
    """Return a zip with other numbers in its first directory entry for an archive."""
    start = data.index(b".warc", data.index(b"PK\x01\x02")) if where == b"entry" else data.index(where)
    start = data.rindex(b"PK\x01\x02", 0, start) if where == b"entry" else start
    changed = bytearray(data)
    struct.pack_into(form, changed, start + offset, *values)
    return bytes(changed)


def test_a_bomb_is_refused_before_it_is_inflated() -> None:
    bomb = packed({"a.warc": resource(bytes(1 << 20))}, zipfile.ZIP_DEFLATED)
    assert len(bomb) < 3000
    assert errors(bomb) == ["malformed"]
    hidden = patched(bomb, b"entry", 24, "<L", 5000)  # the directory says less than there is
    assert errors(hidden) == ["malformed"]


@pytest.mark.parametrize(
    ("offset", "form", "value"),
    [(8, "<H", 1), (10, "<H", 12), (10, "<H", 99), (42, "<L", 7), (42, "<L", 10**9), (20, "<L", 10**9)],
    ids=["encrypted", "bzip2", "unknown", "not-there", "behind-the-end", "overlapping"],
)
def test_entries_that_lie_are_broken_parts(offset: int, form: str, value: int) -> None:
    data = packed({"a.warc": resource(b"one")})
    assert errors(patched(data, b"entry", offset, form, value)) == ["malformed"]


def test_a_directory_without_end_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed({f"{number}.warc": b"" for number in range(300)})
    monkeypatch.setattr(wacz, "MAX_DIRECTORY", 10_000)
    with pytest.raises(WaczError, match="directory is"):
        read_directory(BytesIO(data))
    monkeypatch.undo()
    assert len(read_directory(BytesIO(data)).archives) == 300
    monkeypatch.setattr(wacz, "MAX_ARCHIVES", 299)
    with pytest.raises(WaczError, match="300 archives"):
        read_directory(BytesIO(data))
    monkeypatch.setattr(wacz, "MAX_ENTRIES", 301)
    with pytest.raises(WaczError, match="302 files"):
        read_directory(BytesIO(data))


def test_many_names_for_the_same_bytes_are_refused() -> None:
    data = packed({f"{number}.warc": resource(b"x" * 500) for number in range(50)})
    first = struct.pack("<L", data.index(b"PK\x03\x04"))
    changed, position = bytearray(data), -1
    while (position := data.find(b"PK\x01\x02", position + 1)) >= 0:
        changed[position + 42 : position + 46] = first
        changed[position + 20 : position + 24] = struct.pack("<L", 5000)
    with pytest.raises(WaczError, match="overlap"):
        read_directory(BytesIO(bytes(changed)))


@given(st.integers(0, 2**32), st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
@settings(max_examples=300, deadline=None)
def test_damage_never_raises(seed: int, compression: int) -> None:
    data, chance = bytearray(packed(ARCHIVES, compression)), random.Random(seed)
    for _ in range(chance.randint(1, 5)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    for record in read_records(BytesIO(bytes(data)), "a.wacz"):
        assert record.source.path.startswith("a.wacz")


def test_an_archive_that_is_not_in_it_is_named() -> None:
    with pytest.raises(WaczError, match=r"no archive 'c\.warc'"):
        read_directory(BytesIO(packed(ARCHIVES))).open("c.warc")


@given(st.binary(max_size=50), st.integers(0, 50), st.integers(0, 50), st.lists(st.integers(0, 60), max_size=4))
def test_a_section_is_a_file(data: bytes, start: int, length: int, places: list[int]) -> None:
    part, ours = data[start : start + length], Section(BytesIO(data), start, length)
    for place in places:
        assert ours.seek(place) == place
        assert ours.read(10) == part[place : place + 10]
    if start + length <= len(data):
        assert ours.seek(0, io.SEEK_END) == len(part)


@pytest.mark.parametrize("closes", [False, True])
@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_file_is_closed_with_its_archive_where_that_is_wanted(closes: bool, compression: int) -> None:
    stream = BytesIO(packed(ARCHIVES, compression))
    read_directory(stream).open(NAMES[0], closes=closes).close()
    assert stream.closed == closes
