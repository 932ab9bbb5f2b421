from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from dom_parsing.records import RecordRef
from ingest.exchange import Exchange
from ingest.records import Seen
from ingest.warc.cdx import CdxRow, read_rows
from ingest.warc.warc_reader import read_payload, read_range, read_records
from ingest.warc.warc_writer import WarcWriter, digest, record_id

NOON = "2026-01-02T12:00:00.123456Z"


def exchange(body: bytes = b"<p>hello", number: int = 1, **more: Any) -> Exchange:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body)
    return Exchange(
        url=f"http://example.org/{number}",
        fetched_at=NOON,
        request_head=b"GET /%d HTTP/1.1\r\nHost: example.org\r\n\r\n" % number,
        response_head=head,
        status=200,
        body=body,
        **more,
    )


def written(exchanges: list[Exchange], **options: Any) -> tuple[bytes, list[RecordRef]]:
    file = BytesIO()
    writer = WarcWriter(file, "captures/part.warc.gz", **options)
    refs = [writer.write(one) for one in exchanges]
    return file.getvalue(), refs


def test_warcinfo_first_then_request_and_response() -> None:
    data, _ = written([exchange(number=1), exchange(number=2)])
    records = list(read_records(BytesIO(data), "x"))
    kinds = ["warcinfo", "request", "response", "request", "response"]
    assert [record.type for record in records] == kinds
    assert [record.error for record in records] == [""] * 5
    assert [record.date for record in records] == [NOON] * 5
    assert [record.url for record in records[1:]] == ["http://example.org/1"] * 2 + ["http://example.org/2"] * 2


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=5))
def test_refs_lead_back_to_the_bodies(bodies: list[bytes]) -> None:
    data, refs = written([exchange(body, number) for number, body in enumerate(bodies)])
    for body, ref in zip(bodies, refs, strict=True):
        assert ref.path == "captures/part.warc.gz"
        assert read_payload(data[ref.offset : ref.offset + ref.length])[1] == body


def test_fields_of_a_response() -> None:
    data, refs = written([exchange(address="192.0.2.7", truncated="length")])
    record = next(read_records(BytesIO(data[refs[0].offset :]), "x"))
    fields = dict(record.fields)
    assert fields["warc-ip-address"] == "192.0.2.7"
    assert fields["warc-payload-digest"] == digest(b"<p>hello")
    assert fields["warc-record-id"] == record_id("response", "http://example.org/1", NOON)
    assert record.truncated == "length"
    assert "warc-truncated" not in dict(list(read_records(BytesIO(written([exchange()])[0]), "x"))[2].fields)


def test_digest_is_what_everybody_computes() -> None:
    assert digest(b"") == "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"


def test_headers_stay_as_they_were() -> None:
    head = "HTTP/1.1 200 Caf\u00e9\r\nX: \u00fc\r\nx:  y\r\n\r\n".encode()
    one = Exchange("http://example.org/", fetched_at=NOON, request_head=b"GET / HTTP/1.1\r\n\r\n", response_head=head)
    data, refs = written([one])
    assert head in gzip.decompress(data[refs[0].offset :])


def test_same_exchanges_same_bytes() -> None:
    assert written([exchange()]) == written([exchange()])
    assert written([exchange()], gzip_level=9) == written([exchange()], gzip_level=9)


def test_request_and_response_refer_to_each_other() -> None:
    _, request, response = read_records(BytesIO(written([exchange()])[0]), "x")
    assert dict(request.fields)["warc-concurrent-to"] == dict(response.fields)["warc-record-id"]


def test_higher_levels_write_less() -> None:
    body = b" ".join(b"%d" % (number * number) for number in range(5000))
    sizes = [len(written([exchange(body)], gzip_level=level)[0]) for level in (0, 1, 6)]
    assert len(body) < sizes[0]
    assert sizes[0] > sizes[1] > sizes[2]


@pytest.mark.parametrize("level", [-1, 10])
def test_impossible_level(level: int) -> None:
    with pytest.raises(ValueError, match="gzip_level"):
        WarcWriter(BytesIO(), "x", gzip_level=level)


def test_path_that_would_break_the_headers() -> None:
    with pytest.raises(ValueError, match="path"):
        WarcWriter(BytesIO(), "x\r\nWARC-Type: response")


SEEN = Seen("2025-01-02T12:00:00.000000Z", "sha256:1", digest(b"<p>hello"), '"1"')


@pytest.mark.parametrize(("status", "profile"), [(304, "server-not-modified"), (200, "identical-payload-digest")])
def test_a_revisit_refers_to_what_was_got_earlier(status: int, profile: str, tmp_path: Path) -> None:
    file = BytesIO()
    writer = WarcWriter(file, "captures/part.warc.gz")
    again = replace(exchange(b"" if status == 304 else b"<p>hello"), status=status, address="192.0.2.7")
    ref = writer.write_revisit(again, SEEN)
    _, request, record = read_records(BytesIO(file.getvalue()), "captures/part.warc.gz")
    assert (record.type, record.error, record.payload, record.source) == ("revisit", "", b"", ref)
    fields = dict(record.fields)
    assert fields["warc-profile"].endswith(f"/warc/1.1/revisit/{profile}")
    assert fields["warc-refers-to"] == record_id("response", again.url, SEEN.fetched_at)
    assert (fields["warc-refers-to-target-uri"], fields["warc-refers-to-date"]) == (again.url, SEEN.fetched_at)
    assert fields["warc-payload-digest"] == digest(b"<p>hello")
    assert dict(request.fields)["warc-concurrent-to"] == fields["warc-record-id"]
    path = tmp_path / "part.warc.gz"
    path.write_bytes(file.getvalue())
    checked = subprocess.run([sys.executable, "-m", "warcio.cli", "check", str(path)], check=False)
    assert checked.returncode == 0


def test_exchange_without_response_is_refused() -> None:
    with pytest.raises(ValueError, match="timeout"):
        written([Exchange("http://example.org/", failure="timeout")])


def test_warcio_finds_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "part.warc.gz"
    file.write_bytes(written([exchange(b"", 1), exchange(b"a" * 100_000, 2), exchange(bytes(range(256)), 3)])[0])
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", str(file)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.count("digest pass") == 7
    with file.open("rb") as stream:
        kinds = [record.rec_type for record in ArchiveIterator(stream, check_digests="raise")]
    assert kinds == ["warcinfo"] + ["request", "response"] * 3


@pytest.mark.parametrize("indexer", ["cdxj-indexer", "cdx-indexer -j"])
def test_indexers_find_what_we_say_is_there(tmp_path: Path, indexer: str) -> None:
    """Those of webrecorder and of pywb; the latter needs versions that ours exclude, so it is asked where it is."""
    program, *options = indexer.split()
    found = shutil.which(program, path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if found is None:
        pytest.skip(f"{program} is not installed")
    data, refs = written([exchange(b"", 1), exchange(b"a" * 100_000, 2, truncated="length"), exchange(number=3)])
    file = tmp_path / "part.warc.gz"
    file.write_bytes(data)
    indexed = subprocess.run([found, *options, str(file)], capture_output=True, check=True)
    rows = [row for row in read_rows(indexed.stdout.splitlines()) if isinstance(row, CdxRow)]
    assert [(row.url, row.status, row.mime) for row in rows] == [
        (f"http://example.org/{number}", "200", "text/html") for number in (1, 2, 3)
    ]
    assert [(row.source.offset, row.source.length) for row in rows] == [(ref.offset, ref.length) for ref in refs]


FOREIGN = (
    b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://a.example/x.png\r\nWARC-Date: 2014-01-02T03:04:05Z\r\n"
    b"Content-Type: image/png\r\nX-Odd: 1\r\nContent-Length: 4\r\n\r\n\x89PNG\r\n\r\n"
)
ARC = b"http://a.example/ 192.0.2.1 20140102030405 text/html 27\nHTTP/1.1 200 OK\r\n\r\n<p>hello\n"


@pytest.mark.parametrize("data", [written([exchange(b"<p>hello", truncated="length")])[0], FOREIGN, ARC])
def test_records_of_others_are_copied_with_what_they_say(tmp_path: Path, data: bytes) -> None:
    theirs = list(read_records(BytesIO(data), "theirs"))[-1]
    file = BytesIO()
    ref = WarcWriter(file, "ours.warc.gz").copy(theirs)
    (ours,) = read_range(file.getvalue()[ref.offset :][: ref.length], ref)
    for name in ("type", "url", "date", "status", "headers", "media_type", "payload", "block", "truncated", "error"):
        assert getattr(ours, name) == getattr(theirs, name), name
    (tmp_path / "ours.warc.gz").write_bytes(file.getvalue())
    command = [sys.executable, "-m", "warcio.cli", "check", str(tmp_path / "ours.warc.gz")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("changes", [{"type": "request"}, {"error": "truncated"}])
def test_what_is_no_whole_response_is_not_copied(changes: dict[str, Any]) -> None:
    whole = list(read_records(BytesIO(written([exchange()])[0]), "theirs"))[-1]
    with pytest.raises(ValueError, match=next(iter(changes.values()))):
        WarcWriter(BytesIO(), "x").copy(replace(whole, **changes))
