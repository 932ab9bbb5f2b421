from __future__ import annotations

import gzip
import hashlib
from collections import Counter
from io import BytesIO
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from dom_parsing.records import RecordRef
from ingest.exchange import header
from ingest.fetching.http_message import MAX_HEAD
from ingest.warc.warc_reader import WarcRecord, read_payload, read_records

PAGE = b"<p>caf\xc3\xa9" * 50


def warc(block: bytes, kind: str = "response", uri: str = "http://example.org/a", **fields: str) -> bytes:
    lines = {
        "WARC-Type": kind,
        "WARC-Target-URI": uri,
        "WARC-Date": "2026-01-02T03:04:05Z",
        "Content-Type": f"application/http; msgtype={kind}",
        "Content-Length": str(len(block)),
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body


def read(data: bytes, max_bytes: int = 1 << 20) -> list[WarcRecord]:
    return list(read_records(BytesIO(data), "x.warc", max_bytes=max_bytes))


def only(data: bytes, max_bytes: int = 1 << 20) -> WarcRecord:
    (record,) = read(data, max_bytes)
    return record


def test_response_in_full() -> None:
    block = http(PAGE, "Content-Type: Text/HTML; charset=UTF-8", "X-Robots-Tag: all")
    member = gzip.compress(warc(block, WARC_Truncated="length"))
    record = only(member)
    assert record.source == RecordRef("x.warc", 0, len(member))
    assert (record.type, record.url, record.date) == ("response", "http://example.org/a", "2026-01-02T03:04:05Z")
    assert (record.status, record.media_type, record.charset) == (200, "text/html", "utf-8")
    assert record.headers == (("Content-Type", "Text/HTML; charset=UTF-8"), ("X-Robots-Tag", "all"))
    assert (record.payload, record.truncated, record.error) == (PAGE, "length", "")
    assert dict(record.fields)["warc-date"] == record.date


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (["Transfer-Encoding: chunked"], b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE)),
        (["Content-Encoding: gzip"], gzip.compress(PAGE, mtime=0)),
        (["Content-Encoding: br"], brotli.compress(PAGE)),
        (["Transfer-Encoding: chunked", "Content-Encoding: gzip"], gzip.compress(PAGE, mtime=0)),
        (["Transfer-Encoding: chunked", "Content-Encoding: br"], PAGE),
    ],
)
def test_payload_is_decoded_whatever_was_decoded_before(headers: list[str], body: bytes) -> None:
    assert only(warc(http(body, *headers))).payload == PAGE


def test_damaged_payloads_are_reported() -> None:
    assert only(warc(http(b"5\r\nabcde\r\nzz", "Transfer-Encoding: chunked"))).error == "malformed"
    assert only(warc(http(PAGE, "Content-Encoding: compress"))).error == "unknown-encoding"
    bomb = gzip.compress(bytes(2000))
    assert only(warc(http(bomb, "Content-Encoding: gzip")), 1000).error == "too-large"
    assert only(warc(http(PAGE)), 100).error == "too-large"
    assert only(warc(http(PAGE, "X: " + "x" * MAX_HEAD, "X-Robots-Tag: noai"))).error == "malformed"


def test_what_was_cut_when_written_is_no_damage() -> None:
    record = only(warc(http(b"5\r\nabcde\r\n9\r\nfg", "Transfer-Encoding: chunked"), WARC_Truncated="time"))
    assert (record.payload, record.truncated, record.error) == (b"abcdefg", "time", "")


@pytest.mark.parametrize("block", [b"", b"<html>", b"HTTP/1.1 OK\r\n\r\n<p>", b"ICY 200 OK\r\n\r\n"])
def test_bad_status_line(block: bytes) -> None:
    record = only(warc(block))
    assert (record.status, record.error, record.type) == (None, "malformed", "response")


def test_missing_status_text_is_tolerated() -> None:
    assert only(warc(http(b"x", status="404 "))).status == 404


def test_other_records_hold_their_block() -> None:
    data = warc(b"a: b\r\n", "warcinfo", Content_Type="application/warc-fields")
    data += warc(b"GET / HTTP/1.1\r\n\r\n", "request")
    data += warc(b"\x89PNG", "resource", "file:///a.png", Content_Type="image/png")
    data += warc(b"93.184.216.34", "response", "dns:example.org", Content_Type="text/dns; charset=us-ascii")
    data += warc(http(b""), "revisit")
    info, request, resource, dns, revisit = read(data)
    assert (info.payload, info.media_type) == (b"a: b\r\n", "application/warc-fields")
    assert request.payload.startswith(b"GET /")
    assert (resource.payload, resource.media_type, resource.status) == (b"\x89PNG", "image/png", None)
    assert (dns.payload, dns.charset, dns.error) == (b"93.184.216.34", "us-ascii", "")
    assert (revisit.type, revisit.status, revisit.payload) == ("revisit", 200, b"")


@pytest.mark.parametrize(("written", "url"), [("<http://a/b>", "http://a/b"), ("http://a/b c", "http://a/b c")])
def test_target_uri_in_brackets_and_with_spaces(written: str, url: str) -> None:
    assert only(warc(http(b"x"), uri=written)).url == url


def test_block_digest_is_checked_where_we_know_how() -> None:
    block = http(PAGE)
    sha256 = hashlib.sha256(block).hexdigest()
    assert only(warc(block, WARC_Block_Digest=f"SHA-256:{sha256.upper()}")).error == ""
    assert only(warc(block + b"!", WARC_Block_Digest=f"sha256:{sha256}")).error == "digest"
    assert only(warc(block, WARC_Block_Digest="sha1:" + "A" * 32)).error == "digest"
    assert only(warc(block, WARC_Block_Digest="sha1:base64+of/some=")).error == ""
    assert only(warc(block, WARC_Block_Digest="blake3:" + "a" * 64)).error == ""
    assert only(warc(block, "revisit", WARC_Block_Digest="sha1:" + "A" * 32)).error == ""


def sha1(data: bytes) -> str:
    return "sha1:" + hashlib.sha1(data).hexdigest()


def test_a_payload_that_its_digest_vouches_for_is_whole_whatever_became_of_its_headers() -> None:
    encoded = gzip.compress(PAGE)
    block = http(encoded, "Content-Encoding: gzip")
    for vouched in (PAGE, encoded):
        record = only(warc(block, WARC_Block_Digest=sha1(b""), WARC_Payload_Digest=sha1(vouched)))
        assert (record.payload, record.error) == (PAGE, "")
    assert only(warc(block, WARC_Block_Digest=sha1(b""), WARC_Payload_Digest=sha1(b"x"))).error == "digest"


@pytest.mark.parametrize("wrong", [-2, -40, 60])
def test_a_wrong_length_is_mended_where_the_digest_shows_the_right_one(wrong: int) -> None:
    block = http(PAGE)
    length = str(len(block) + wrong)
    data = warc(block, WARC_Block_Digest=sha1(block)).replace(
        b"Content-Length: %d" % len(block), b"Content-Length: " + length.encode()
    )
    behind = warc(http(b"behind"))
    first, second = read(data + behind)
    assert (first.payload, first.error, first.source.offset, first.source.length) == (PAGE, "", 0, len(data))
    assert (second.payload, second.error) == (b"behind", "")
    assert read_payload(data)[1] == PAGE
    damaged = read(data.replace(b"caf", b"cof") + behind)
    assert [record.error for record in damaged] == ["malformed", ""]


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=5), st.booleans())
def test_ranges_lead_back_to_the_payload(bodies: list[bytes], compressed: bool) -> None:
    records = [warc(http(body, f"X: {number}")) for number, body in enumerate(bodies)]
    data = b"".join(gzip.compress(record) if compressed else record for record in records)
    for record in read(data):
        start = record.source.offset
        assert read_payload(data[start : start + record.source.length]) == (record.headers, record.payload)


CUT_SHORT = gzip.compress(warc(http(PAGE)), mtime=0)[:-20]


@pytest.mark.parametrize("data", [b"", b"nonsense", warc(http(PAGE))[:-60], CUT_SHORT])
def test_range_that_holds_no_whole_record(data: bytes) -> None:
    with pytest.raises(ValueError, match="check offset and length"):
        read_payload(data)


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_real_archives_hold_what_warcio_finds(shared: Path) -> None:
    archives = files(shared / "warc/real")
    assert len(archives) >= 13
    compared = 0
    for archive in archives:
        data = archive.read_bytes()
        found = read(data, 1 << 26)
        assert [record.error for record in found] == [""] * len(found), archive.name
        with archive.open("rb") as stream:
            oracle = ArchiveIterator(stream)
            for record, theirs in zip(found, oracle, strict=True):
                assert record.type == theirs.rec_type
                assert record.url == (theirs.rec_headers.get_header("WARC-Target-URI") or "")
                if record.type == "response":
                    assert record.status == int(theirs.http_headers.get_statuscode())
                    if header(record.headers, "content-encoding") != "br":  # which warcio 1.8.1 cannot decode
                        assert record.payload == theirs.content_stream().read(), (archive.name, record.url)
                        compared += 1
                assert record.source.offset == oracle.get_record_offset()
        for record in found:
            start = record.source.offset
            assert read_payload(data[start : start + record.source.length], max_bytes=1 << 26)[1] == record.payload
    assert compared > 150


MALFORMED = {
    "bad.arc": {"malformed": 3},
    "clipped.warc.gz": {"truncated": 1},
    "example-bad-non-chunked.warc.gz": {"": 6},
    "example-bad.warc.gz.bad": {"": 6},
    "example-digest.warc": {"": 4},
    "example-iana.org-chunked.warc": {"": 3},
    "example-resource.warc.gz": {"": 3},
    "example-space-in-target-uri.warc.gz": {"": 2},
    "example-trunc.warc": {"": 4},
    "example-wget-bad-target-uri.warc.gz": {"": 6},
    "example-wrong-chunks.warc.gz": {"": 2},
    "missing-status-text.warc": {"truncated": 1},
}


def test_malformed_archives(shared: Path) -> None:
    archives = files(shared / "warc/malformed")
    found = {archive.name: dict(Counter(record.error for record in read(archive.read_bytes()))) for archive in archives}
    assert found == MALFORMED
