from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.records import RecordRef
from ingest.discovery.leads import HTML
from ingest.warc.cdx import MAX_LENGTH, MAX_LINE, CdxError, CdxRow, may_be_page, read_rows
from ingest.warc.warc_reader import MAX_RECORD_BYTES, read_payload

NAME = "crawl-data/CC-MAIN-2026-43/segments/1/warc/CC-MAIN-1-00000.warc.gz"
FIELDS = {"url": "https://a.example/", "mime": "text/html", "status": "200", "digest": "X", "length": "81"}
FIELDS |= {"offset": "1273", "filename": NAME}
ROW = CdxRow("https://a.example/", "text/html", "200", RecordRef(NAME, 1273, 81))


def line(**changes: object) -> bytes:
    return b"example,a)/ 20261001120000 " + json.dumps({**FIELDS, **changes}).encode() + b"\n"


def only(data: bytes) -> CdxRow | CdxError:
    (row,) = read_rows([data])
    return row


@pytest.mark.parametrize(
    "data",
    [
        line(),
        line().replace(b"\n", b"\r\n"),
        json.dumps({"urlkey": "example,a)/", "timestamp": "20261001120000", **FIELDS}).encode(),
        line(length=81, offset=1273, status=200),
        line().replace(b"example,a)/", b'tools,lil)/piwik.php?action={"x": 1}'),
        line(mime="application/x", **{"mime-detected": "TEXT/HTML"}),
    ],
)
def test_json_with_and_without_a_key_before_it(data: bytes) -> None:
    assert only(data) == ROW


def test_no_record_is_longer_than_what_is_read_of_one() -> None:
    assert only(line(length=MAX_LENGTH)) == replace(ROW, source=RecordRef(NAME, 1273, MAX_LENGTH))
    assert MAX_RECORD_BYTES < MAX_LENGTH < 1.1 * MAX_RECORD_BYTES


def test_columns_that_a_first_line_names() -> None:
    lines = [
        b" CDX N b a m s k r M S V g\n",
        b"example,a)/ 20261001120000 https://a.example/ text/html 200 X - - 81 1273 " + NAME.encode() + b"\n",
        b"\n",
        b"example,a)/2 20261001120000 https://a.example/2 - - X - - 9 0 b.arc.gz\n",
    ]
    assert list(read_rows(lines)) == [ROW, CdxRow("https://a.example/2", "-", "-", RecordRef("b.arc.gz", 0, 9))]


def test_remarks_and_empty_lines_are_passed_over() -> None:
    assert list(read_rows([b"!meta {}\n", b"\n", b"  \n"])) == []
    assert list(read_rows([])) == []


@pytest.mark.parametrize(
    "data",
    [
        b"hello\n",
        b"a b c d e f g h i j k\n",
        b"{}\n",
        b"[1, 2]\n",
        b"key 1 {broken\n",
        b"{" * 100_000,
        b'{"a":' * 9000 + b"1\n",
        line(filename=""),
        line(filename="/etc/passwd"),
        line(filename="../../etc/passwd"),
        line(filename="a/../b.warc"),
        line(filename="file:///etc/passwd"),
        line(filename="http://127.0.0.1/x.warc.gz"),
        line(filename="a\nb"),
        line(filename="..\\b"),
        line(offset="-1"),
        line(offset=""),
        line(offset="9" * 30),
        line(length="0"),
        line(length=str(1 << 40)),
        line(length=MAX_LENGTH + 1),
        line(length="many"),
        line(url="x" * MAX_LINE),
    ],
)
def test_a_line_that_names_no_record_is_an_error_with_its_number_among_the_others(data: bytes) -> None:
    first, second, third = read_rows([line(), data, line()])
    assert first == third == ROW
    assert isinstance(second, CdxError)
    assert str(second).startswith("line 2 of the index names no record")


def test_columns_must_be_as_many_as_the_first_line_names() -> None:
    (error,) = read_rows([b" CDX N b\n", b"a b c\n"])
    assert "3 columns, the first line names 2" in str(error)


@given(st.lists(st.binary(max_size=80), max_size=4))
def test_nothing_hides_the_lines_behind_it(lines: list[bytes]) -> None:
    assert list(read_rows([*lines, line()]))[-1] == ROW


@pytest.mark.parametrize(
    ("status", "mime", "expected"),
    [
        ("200", "text/html", True),
        ("", "", True),
        ("-", "application/xhtml+xml", True),
        ("200", "unk", True),
        ("301", "text/html", False),
        ("200", "image/png", False),
        ("-", "warc/revisit", False),
    ],
)
def test_what_may_be_a_page(status: str, mime: str, expected: bool) -> None:
    assert may_be_page(CdxRow("", mime, status, RecordRef("a", 0, 1)), HTML) == expected


def test_the_index_that_others_make_of_real_archives_leads_to_their_records(shared: Path) -> None:
    names = ["example.warc.gz", "iana.warc.gz", "single-page-test.warc"]
    paths = [shared / "warc/real" / name for name in names]
    command = [sys.executable, "-m", "cdxj_indexer.main", *map(str, paths)]
    made = subprocess.run(command, capture_output=True, check=True)
    rows = [row for row in read_rows(made.stdout.splitlines()) if isinstance(row, CdxRow)]
    assert len(rows) == len(made.stdout.splitlines())
    assert len(rows) > 50
    for row in rows:
        data = next(path for path in paths if path.name == row.source.path).read_bytes()
        headers, _ = read_payload(data[row.source.offset :][: row.source.length])
        assert headers
