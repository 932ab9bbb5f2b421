from __future__ import annotations

import gzip
import random
from io import BytesIO

import pytest

from ingest.warc.archive_blocks import Block, BrokenStreamError, blocks
from ingest.warc.gzip_members import ByteSource, GzipMember

ARC = (
    b"filedesc://x.arc 127.0.0.1 20140301000000 text/plain 9\n1 0 Test\n\n"
    b"http://example.com/a 192.0.2.1 20140102030405 text/html 27\nHTTP/1.1 200 OK\r\n\r\n<p>hello\n"
    b"dns:example.com 192.0.2.1 20140102030406 text/dns 3\nabc\n"
)


LINE = b"http://a/ 192.0.2.1 20140102030405 text/html "


def read(data: bytes, max_bytes: int = 1000) -> list[Block]:
    return list(blocks(BytesIO(data), data[:5], max_bytes))


def warc(body: bytes, length: int | str | None = None, kind: str = "resource") -> bytes:
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nContent-Length: {len(body) if length is None else length}\r\n\r\n"
    return head.encode() + body + b"\r\n\r\n"


def test_warc_records() -> None:
    data = warc(b"one") + warc(b"") + warc(b"three")
    found = read(data)
    assert [block.data for block in found] == [b"one", b"", b"three"]
    assert [data[block.position : block.position + 5] for block in found] == [b"WARC/"] * 3
    assert found[0].fields == {"warc-type": "resource", "content-length": "3"}


def test_arc_records_in_the_words_of_warc() -> None:
    info, page, dns = read(ARC)
    assert info.fields["warc-type"] == "warcinfo"
    assert page.data == b"HTTP/1.1 200 OK\r\n\r\n<p>hello"
    assert page.fields == {
        "warc-type": "response",
        "warc-target-uri": "http://example.com/a",
        "warc-ip-address": "192.0.2.1",
        "warc-date": "2014-01-02T03:04:05Z",
        "content-type": "application/http; msgtype=response",
        "content-length": "27",
    }
    assert (dns.fields["warc-type"], dns.fields["content-type"], dns.data) == ("resource", "text/dns", b"abc")


def test_arc_version_2_and_urls_with_spaces() -> None:
    line = b"http://example.com/a b 192.0.2.1 20140102030405 text/html 200 checksum - 0 x.arc 2\nhi\n"
    (block,) = read(line)
    assert (block.fields["warc-target-uri"], block.data) == ("http://example.com/a b", b"hi")


@pytest.mark.parametrize("data", [warc(b"x" * 50), LINE + b"50\n" + b"x" * 50 + b"\n"])
def test_large_blocks_are_passed_over(data: bytes) -> None:
    found = read(data + data, 49)
    assert [(block.error, block.data, block.claimed) for block in found] == [("too-large", b"", 50)] * 2


@pytest.mark.parametrize("data", [warc(b"abc", 9), LINE + b"9\nabc\r\n\r\n"])
def test_block_that_ends_early(data: bytes) -> None:
    (block,) = read(data)
    assert (block.error, block.data) == ("truncated", b"abc\r\n\r\n")


@pytest.mark.parametrize("length", ["abc", "-1", "", "9" * 40])
def test_length_that_is_none(length: str) -> None:
    iterator = blocks(BytesIO(warc(b"abc", length)), b"WARC/", 1000)
    assert next(iterator).error in {"malformed", "truncated"}


@pytest.mark.parametrize("data", [b"garbage\r\n\r\n", b"<html>", b"http://a/ no header\n", b"\0" * 100])
def test_what_is_no_record_breaks_the_stream(data: bytes) -> None:
    with pytest.raises(BrokenStreamError):
        read(data)
    iterator = blocks(BytesIO(warc(b"one") + data), b"WARC/", 1000)
    assert next(iterator).data == b"one"
    with pytest.raises(BrokenStreamError):
        next(iterator)


def test_record_without_type() -> None:
    (block,) = read(b"WARC/1.1\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n")
    assert block.error == "malformed"


class Failing(BytesIO):
    """A file on a disk that fails from some byte on."""

    def __init__(self, data: bytes, good: int) -> None:
        super().__init__(data)
        self._good = good

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= self._good:
            raise OSError("the disk failed")
        return super().read(size)


@pytest.mark.parametrize("good", [100_000, 150_000, 300_000, 400_000])
@pytest.mark.parametrize("compressed", [False, True])
def test_a_stream_that_fails_is_no_broken_record(good: int, compressed: bool) -> None:
    data = b"".join(warc(random.Random(number).randbytes(100_000)) for number in range(5))
    stream = Failing(gzip.compress(data) if compressed else data, good)
    found: list[Block] = []
    with pytest.raises(OSError, match="the disk failed"):
        found.extend(blocks(GzipMember(ByteSource(stream)) if compressed else stream, b"WARC/", 1 << 20))
    assert all((block.error, len(block.data)) == ("", 100_000) for block in found)
    assert len(found) <= good // 100_000
