"""Archives in pieces: every record once, and what cannot be read is counted, not the end."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from dags.extraction import pieces
from dags.extraction.pieces import Picks, Stretch, picks, sizes_of, stretches
from dom_parsing.records import RecordRef
from ingest.warc.warc_reader import WarcRecord
from shards import storage
from shards.dataset import Corpus
from shards.parts import read_rows
from tests.dags.little_site import RECIPE, page, prose
from tests.dags.running import m3w, refused
from tests.dags.warcs import Captured, write_archive
from tests.object_store import object_store
from tests.range_server import range_server

NOWHERE = Corpus("/nowhere")
URLS = [f"https://page{number}.example/" for number in range(12)]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    captures = [Captured(url, page(prose(url))) for url in URLS]
    return write_archive(folder / "a.warc.gz", captures)


def read(found: list[Stretch] | list[Picks]) -> list[WarcRecord]:
    return [record for piece in found for record in piece.records(NOWHERE)]


def responses(archive: Path) -> list[WarcRecord]:
    (whole,) = stretches(sizes_of([str(archive)]))
    return [record for record in whole.records(NOWHERE) if record.type == "response"]


def test_few_long_archives_are_read_in_sections(archive: Path) -> None:
    (whole,) = stretches(sizes_of([str(archive)]))
    assert whole == Stretch(str(archive), archive.stat().st_size)
    parts = stretches(sizes_of([str(archive)]), 1000)
    assert len(parts) > 3
    assert sum(part.size for part in parts) == archive.stat().st_size
    assert read(parts) == list(whole.records(NOWHERE))


def test_what_cannot_be_split_and_what_need_not_be_is_read_whole(archive: Path, tmp_path: Path) -> None:
    plain = tmp_path / "a.warc"
    plain.write_bytes(b"WARC/1.1\r\n" * 1000)
    assert len(stretches(sizes_of([str(plain)]), 1000)) == 1
    many = [(str(archive), 10**9)] * pieces.FEW
    assert len(stretches(many)) == len(many)


def test_picks_are_the_records_that_the_index_names(archive: Path) -> None:
    wanted = responses(archive)[::3]
    found = picks([record.source for record in wanted])
    assert read(found) == wanted
    assert found[0].size == sum(record.source.length for record in wanted)


def test_many_picks_are_several_pieces(monkeypatch: pytest.MonkeyPatch, archive: Path) -> None:
    monkeypatch.setattr(pieces, "RECORDS_A_PIECE", 5)
    wanted = responses(archive)
    found = picks([record.source for record in wanted])
    assert [len(each.refs) for each in found] == [5, 5, 2]
    assert read(found) == wanted


def test_picks_that_are_no_records_are_failures_beside_the_others(archive: Path) -> None:
    good = responses(archive)[0]
    path, end = str(archive), archive.stat().st_size
    refs = [
        RecordRef(path, good.source.offset + 3, 100),
        RecordRef(path, end, 10),
        good.source,
        RecordRef(f"{path}-none", 0, 10),
        RecordRef(f"{path}.wacz!/a.warc", 0, 10),
    ]
    found = {record.source: record.error for record in read(picks(sorted(refs)))}
    assert [found[ref] for ref in refs] == ["malformed", "unreachable", "", "unreachable", "unreachable"]


def extracted(folder: Path, *arguments: object) -> tuple[str, list[dict[str, Any]], list[dict[str, Any]]]:
    """Extract; return what was said, the documents and the records."""
    recipe = folder / "recipe.toml"
    recipe.write_text(RECIPE)
    said = m3w("extract", "--corpus", folder / "corpus", "--recipe", recipe, *arguments)
    found = Corpus(str(folder / "corpus")).documents.generations()
    rows = [[row for each in found for path in each.paths(kind) for row in read_rows(path)] for kind in KINDS]
    return said, rows[0], rows[1]


KINDS = ("documents", "records")


def fields(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return documents without the place they come from."""
    return sorted(({**row, "source": None} for row in rows), key=lambda row: str(row["url"]))


def test_archives_of_every_kind_and_from_everywhere_give_the_same_documents(archive: Path, tmp_path: Path) -> None:
    data = archive.read_bytes()
    for name, compression in (("stored", zipfile.ZIP_STORED), ("deflated", zipfile.ZIP_DEFLATED)):
        with zipfile.ZipFile(tmp_path / f"{name}.wacz", "w", compression) as directory:
            directory.writestr("archive/a.warc.gz", data)
    (tmp_path / "warc.paths").write_text("crawl-data/a.warc.gz\n")
    with range_server({"/crawl-data/a.warc.gz": data, "/b.wacz": (tmp_path / "stored.wacz").read_bytes()}) as server:
        ways: dict[str, tuple[object, ...]] = {
            "file": ("--warc", archive),
            "stored": ("--warc", tmp_path / "stored.wacz"),
            "deflated": ("--warc", tmp_path / "deflated.wacz"),
            "list": ("--warc", f"@{tmp_path}/warc.paths", "--warc-base", server.url),
            "web": ("--warc", f"{server.url}b.wacz"),
        }
        documents = {}
        for name, arguments in ways.items():
            (tmp_path / name).mkdir()
            _, documents[name], _ = extracted(tmp_path / name, *arguments)
        for name, found in documents.items():
            assert fields(found) == fields(documents["file"])
            for row in found:
                with storage.open_to_read(row["source"]["path"]) as stream:
                    stream.seek(row["source"]["offset"])
                    (record,) = pieces.read_range(stream.read(row["source"]["length"]), RecordRef("", 0, 0))
                assert record.url == row["url"], name
    assert len(documents["file"]) == len(URLS)


def test_an_index_leads_to_single_pages_and_is_not_read_twice(archive: Path, tmp_path: Path) -> None:
    lines = []
    for record in responses(archive)[2:5]:
        place = f'"offset": "{record.source.offset}", "length": "{record.source.length}", "filename": "a.warc.gz"'
        lines.append(f'key 20260101000000 {{"url": "{record.url}", "mime": "text/html", "status": "200", {place}}}\n')
    lines.append(lines[-1].replace("a.warc.gz", "gone.warc.gz"))
    files = {"/a.warc.gz": archive.read_bytes(), "/x.cdxj": "".join(lines).encode()}
    with range_server(files) as server:
        dry, *_ = extracted(tmp_path, "--cdx", f"{server.url}x.cdxj", "--dry-run")
        assert "4 records that indexes name" in dry
        server.asked.clear()
        _, documents, records = extracted(tmp_path, "--cdx", f"{server.url}x.cdxj")
        assert [row["url"] for row in documents] == URLS[2:5]
        assert [row["reason"] for row in records] == ["", "", "", "unreachable"]
        ranges = [wanted for path, wanted in server.asked if path == "/a.warc.gz"]
        first, last = documents[0]["source"], documents[-1]["source"]
        assert ranges == [f"bytes={first['offset']}-{last['offset'] + last['length'] - 1}"]
        assert "nothing to do" in extracted(tmp_path, "--cdx", f"{server.url}x.cdxj")[0]


def test_an_archive_that_is_not_there_is_named_before_anything_is_read(tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(RECIPE)
    with range_server({}) as server:
        given = ("--corpus", tmp_path / "corpus", "--recipe", recipe, "--warc", f"{server.url}a.warc.gz")
        assert f"{server.url}a.warc.gz is not there" in refused("extract", *given)
    assert not (tmp_path / "corpus/documents").exists()


def test_archives_in_s3_are_read_as_those_on_a_disk(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through boto3 and Beam's filesystem, from a server on this machine that speaks as much of S3 as that takes."""
    for name, value in (("ACCESS_KEY_ID", "none"), ("SECRET_ACCESS_KEY", "none"), ("DEFAULT_REGION", "us-east-1")):
        monkeypatch.setenv(f"AWS_{name}", value)
    paths = "\n".join(f"crawl-data/{name}.warc.gz" for name in "ab").encode()
    objects = {"/bucket/paths": paths, "/bucket/crawl-data/a.warc.gz": archive.read_bytes()}
    objects["/bucket/crawl-data/b.warc.gz"] = archive.read_bytes()
    with object_store(objects) as endpoint:
        here = f"--s3_endpoint_url={endpoint}"
        listed = ("--warc", "@s3://bucket/paths", "--warc-base", "s3://bucket/")
        _, documents, _ = extracted(tmp_path, *listed, here)
        assert sorted(row["url"] for row in documents) == sorted(2 * URLS)
        said, *_ = extracted(tmp_path, "--warc", "s3://bucket/crawl-data/*.warc.gz", here)
        assert "nothing to do" in said
