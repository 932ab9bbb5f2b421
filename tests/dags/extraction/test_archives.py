"""Which files the command line means."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from weakref import ReferenceType, ref

import pytest

from dags.extraction import archives
from dom_parsing.records import RecordRef
from ingest.warc.cdx import CdxError, CdxRow, read_rows
from tests.range_server import range_server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.warc.gz", "a.warc.gz", "c.warc", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def test_a_pattern_gives_its_files_in_order(folder: Path) -> None:
    assert archives.expand([f"{folder}/*.warc.gz"]) == [f"{folder}/a.warc.gz", f"{folder}/b.warc.gz"]


def test_a_file_is_named_once_however_often_it_is_meant(folder: Path) -> None:
    given = [f"{folder}/b.warc.gz", f"{folder}/*.warc.gz", f"{folder}/*.warc"]
    assert archives.expand(given) == [f"{folder}/{name}" for name in ("b.warc.gz", "a.warc.gz", "c.warc")]


def test_relative_paths_become_whole_ones(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert archives.expand(["c.warc"]) == [f"{folder}/c.warc"]


@pytest.mark.parametrize("zipped", [False, True])
def test_a_list_names_paths_and_patterns(folder: Path, zipped: bool) -> None:
    text = f"{folder}/c.warc\n\n  {folder}/*.warc.gz  \n".encode()
    paths = folder / ("paths.gz" if zipped else "paths")
    paths.write_bytes(gzip.compress(text) if zipped else text)
    found = [f"{folder}/{name}" for name in ("c.warc", "a.warc.gz", "b.warc.gz")]
    assert archives.expand([f"@{paths}"]) == found


def test_a_list_names_no_lists_least_of_all_itself(folder: Path) -> None:
    paths = folder / "paths"
    paths.write_text(f"@{paths}\n")
    with pytest.raises(ValueError, match="no such file"):
        archives.expand([f"@{paths}"])


@pytest.mark.parametrize("missing", ["none.warc", "none*.warc"])
def test_what_is_not_there_is_named(folder: Path, missing: str) -> None:
    with pytest.raises(ValueError, match="none"):
        archives.expand([f"{folder}/c.warc", f"{folder}/{missing}"])


def test_a_list_that_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(OSError, match=r"none\.paths"):
        archives.expand([f"@{folder}/none.paths"])


@pytest.mark.parametrize(
    "data", [b"WARC/1.1\r\n" * 20, b"filedesc://x.arc 0.0.0.0 2014 text/plain 9\n", b"\0\xff" * 50]
)
@pytest.mark.parametrize("zipped", [False, True])
def test_an_archive_in_the_place_of_a_list_is_named_with_the_remedy(folder: Path, data: bytes, zipped: bool) -> None:
    (folder / "a.warc.gz").write_bytes(gzip.compress(data) if zipped else data)
    with pytest.raises(ValueError, match=rf"--warc @{folder}/a\.warc\.gz: .* is no list .* without the @"):
        archives.expand([f"@{folder}/a.warc.gz"])


def test_a_list_that_is_cut_short_is_named(folder: Path) -> None:
    (folder / "paths.gz").write_bytes(gzip.compress(b"c.warc\n" * 50)[:-9])
    with pytest.raises(ValueError, match=r"paths\.gz is no list of lines of text: "):
        archives.expand([f"@{folder}/paths.gz"])


def test_a_file_whose_name_could_be_a_pattern_is_itself(folder: Path) -> None:
    (folder / "[ab].warc.gz").write_bytes(b"x")
    assert archives.expand([f"{folder}/[ab].warc.gz"]) == [f"{folder}/[ab].warc.gz"]
    assert archives.expand([f"{folder}/[ab].*"]) == [f"{folder}/{name}.warc.gz" for name in "ab"]


def test_nothing_given_is_nothing_found() -> None:
    assert archives.expand([]) == []
    assert archives.lines_of([]) == []


def test_lines_are_those_of_files_and_the_arguments_themselves(folder: Path) -> None:
    seeds = folder / "seeds.txt"
    seeds.write_text("https://one.example/\n\n# none\nhttps://two.example/\n")
    given = ["https://zero.example/", str(seeds)]
    assert archives.lines_of(given) == [
        "https://zero.example/",
        "https://one.example/",
        "# none",
        "https://two.example/",
    ]


def test_relative_paths_begin_at_the_base(folder: Path) -> None:
    paths = folder / "warc.paths.gz"
    paths.write_bytes(gzip.compress(b"c.warc\ncrawl-data/x.warc.gz\n/whole.warc\ns3://bucket/y.warc\n"))
    base = "https://data.commoncrawl.org/"
    assert archives.based("/whole.warc", base) == "/whole.warc"
    assert archives.based("s3://bucket/y.warc", base) == "s3://bucket/y.warc"
    assert archives.expand(["c.warc", "b.warc.gz"], str(folder)) == [f"{folder}/c.warc", f"{folder}/b.warc.gz"]
    paths.write_bytes(gzip.compress(b"crawl-data/x.warc.gz\ncrawl-data/y.warc.gz\n"))
    assert archives.expand([f"@{paths}"], base) == [f"{base}crawl-data/{name}.warc.gz" for name in "xy"]
    with pytest.raises(ValueError, match=r"--warc-base https://data\.commoncrawl\.org/"):
        archives.expand([f"@{paths}"])


def test_a_list_on_the_web_is_read_and_what_is_on_the_web_is_no_pattern(folder: Path) -> None:
    listed = b"a[1].warc.gz\nb.warc.gz?version=*\n"
    with range_server({"/warc.paths.gz": gzip.compress(listed)}) as server:
        found = archives.expand([f"@{server.url}warc.paths.gz"], server.url)
        assert found == [server.url + "a[1].warc.gz", server.url + "b.warc.gz?version=*"]


def test_a_list_without_end_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_LIST", 1000)
    (folder / "bomb.gz").write_bytes(gzip.compress(b"x" * 1001))
    with pytest.raises(ValueError, match="split it"):
        archives.expand([f"@{folder}/bomb.gz"])


def index(*names: str, **changes: str) -> bytes:
    """Return an index: one capture an archive."""
    fields = {"url": "https://a.example/", "mime": "text/html", "status": "200", "offset": "7", "length": "9"}
    rows = [json.dumps({**fields, "filename": name, **changes}) for name in names]
    return "".join(f"example,a)/ 20260101000000 {row}\n" for row in rows).encode()


@pytest.mark.parametrize("zipped", [False, True])
def test_an_index_names_records_beside_it_or_at_the_base(folder: Path, zipped: bool) -> None:
    data = index("b.warc.gz", "a.warc.gz", "b.warc.gz") + index("pictures.warc.gz", mime="image/png")
    (folder / "x.cdxj").write_bytes(gzip.compress(data[:100]) + gzip.compress(data[100:]) if zipped else data)
    for base, place in (("", str(folder)), ("s3://commoncrawl/", "s3://commoncrawl")):
        found = archives.indexed([f"{folder}/x.cdxj", f"{folder}/*.cdxj"], base)
        assert found == [RecordRef(f"{place}/{name}.warc.gz", 7, 9) for name in "ab"]


def test_the_answer_of_an_index_server_is_an_index(folder: Path) -> None:
    with range_server({"/index?url=a.example&output=json": index("a.warc.gz")}) as server:
        server.ranges = False
        url = f"{server.url}index?url=a.example&output=json"
        assert archives.indexed([url]) == [RecordRef(f"{server.url}a.warc.gz", 7, 9)]
        with pytest.raises(OSError, match="404"):
            archives.indexed([f"{server.url}index?url=b.example"])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no capture"),
        (index("a.warc.gz", status="404"), "no capture"),
        (b"hello\n", "line 1"),
        (index("../a.warc.gz"), "no relative path"),
        (gzip.compress(index("a.warc.gz") * 50)[:-20], "damaged"),
        (gzip.compress(index("a.warc.gz") * 50)[:60] + bytes(50), "damaged"),
    ],
)
def test_an_index_of_no_page_or_that_is_none_is_named(folder: Path, data: bytes, message: str) -> None:
    (folder / "x.cdxj").write_bytes(data)
    with pytest.raises(ValueError, match=f"--cdx .*{message}"):
        archives.indexed([f"{folder}/x.cdxj"])


def test_lines_that_name_no_record_are_left_out_and_told_of(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "x.cdxj").write_bytes(index("b.warc.gz", "../a.warc.gz", "a.warc.gz"))
    assert len(archives.indexed([f"{folder}/x.cdxj"])) == 2
    assert "1 lines are left out; line 2 of the index" in caplog.text


def test_of_many_lines_that_name_no_record_one_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[ReferenceType[CdxError]] = []
    most = 0

    def watched(lines: Iterable[bytes]) -> Iterator[CdxRow | CdxError]:
        nonlocal most
        for row in read_rows(lines):
            made.extend([ref(row)] if isinstance(row, CdxError) else [])
            most = max(most, sum(each() is not None for each in made))
            yield row

    monkeypatch.setattr(archives, "read_rows", watched)
    (folder / "x.cdxj").write_bytes(b"hello\n" * 50 + index("a.warc.gz"))
    with pytest.raises(ValueError, match="50 of 51 lines are none of an index; line 1 "):
        archives.indexed([f"{folder}/x.cdxj"])
    assert most <= 3


def test_an_index_of_more_records_than_one_run_takes_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_RECORDS", 2)
    (folder / "x.cdxj").write_bytes(index("a", "b", "c", "d"))
    (folder / "y.cdxj").write_bytes(index("a", "b"))
    assert len(archives.indexed([f"{folder}/y.cdxj"])) == 2
    with pytest.raises(ValueError, match="more than 2 records"):
        archives.indexed([f"{folder}/x.cdxj"])


def test_common_crawls_indexes_name_common_crawls_archives() -> None:
    with range_server({"/cc-index/x.cdx": index("crawl-data/a.warc.gz")}) as server:
        (found,) = archives.indexed([f"{server.url}cc-index/x.cdx"])
        assert found.path == "https://data.commoncrawl.org/crawl-data/a.warc.gz"


def test_what_another_server_is_asked_for_makes_it_no_server_of_common_crawl() -> None:
    asked = "/index?url=example.org/crawl-data/*"
    with range_server({asked: index("a.warc.gz")}) as server:
        (found,) = archives.indexed([server.url + asked[1:]])
        assert found.path == f"{server.url}a.warc.gz"
