"""Reads one stream of WARC or ARC records, up to its end or to where it is broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol, cast

from fastwarc import ArchiveIterator

from ingest.decoding import MALFORMED, TOO_LARGE
from ingest.warc.gzip_members import TRUNCATED, GzipMember
from ingest.warc.own_errors import OwnErrors

STEP = 1 << 16
MAX_ARC_LINE = 1 << 14
MAX_DIGITS = 20
# URL, IP address, date, media type, length; version 2 has five fields more before the length.
ARC_LINE = re.compile(rb"([a-z]+:\S.*?) (\S+) (\d{14})\d* (\S+)(?: \S+ \S+ \S+ \S+ \S+)? (\d{1,15})\r?\n")

Stream = BinaryIO | GzipMember


class Reader(Protocol):
    """What bytes are read from."""

    def read(self, size: int = ..., /) -> bytes:
        """Return some of the next bytes, at most `size`; none at the end only."""


class BrokenStreamError(ValueError):
    """No record begins where one should: the stream cannot be read on."""


@dataclass(frozen=True, slots=True)
class Block:
    """One record of a stream.

    Attributes:
        position: Where it begins, in the stream.
        fields: WARC header fields, names in lower case.
        data: The record's block; what there is of it where the stream ends early, nothing where it is too large.
        claimed: Bytes the block should have by its header.
        error: Empty, TRUNCATED, TOO_LARGE or MALFORMED.
        end: Where the block ends, in the stream; None where that is not known.
    """

    position: int
    fields: dict[str, str]
    data: bytes = b""
    claimed: int = 0
    error: str = ""
    end: int | None = None


def blocks(stream: Stream, beginning: bytes, max_bytes: int) -> Iterator[Block]:
    """Yield the records of a stream.

    Args:
        stream: Stands at the beginning of a record.
        beginning: Its next bytes, at least three: WARC and ARC are told apart by them.
        max_bytes: Longest block that is read.

    Raises:
        BrokenStreamError: Something that is no record follows.
        OSError: The stream could not be read; that says nothing of the records.
    """
    is_arc = re.match(rb"[a-z]{3}", beginning) is not None
    return _arc_blocks(stream, max_bytes) if is_arc else _warc_blocks(stream, max_bytes)


def _warc_blocks(stream: Stream, max_bytes: int) -> Iterator[Block]:
    source = OwnErrors(stream)
    try:
        for record in ArchiveIterator(cast(BinaryIO, source), parse_http=False, stream_detect=False):
            block = _warc_block(record, max_bytes)
            source.check()
            yield block
    except OSError as error:  # what fastwarc raises for everything that is no WARC
        source.check()
        raise BrokenStreamError(str(error)) from error
    source.check()


def _warc_block(record: Any, max_bytes: int) -> Block:
    fields = {name.lower(): value.strip() for name, value in reversed(record.headers.to_tuples())}
    claimed = int(record.content_length)
    if claimed > max_bytes:
        return Block(record.stream_pos, fields, claimed=claimed, error=TOO_LARGE)
    data = _read(record.reader, claimed)
    error = TRUNCATED if len(data) < claimed else ""
    # fastwarc reads a length that is none, or far too long, as 0.
    length = fields.get("content-length", "")[:MAX_DIGITS]
    if not fields.get("warc-type") or not length.isdecimal() or int(length) != claimed:
        error = MALFORMED
    return Block(record.stream_pos, fields, data, claimed, error)


def _arc_blocks(stream: Stream, max_bytes: int) -> Iterator[Block]:
    while True:
        position = stream.tell()
        line = stream.readline(MAX_ARC_LINE)
        if not line:
            return
        if not line.strip():
            continue
        fields = _arc_fields(line)
        claimed = int(fields["content-length"])
        data = _read(stream, min(claimed, max_bytes))
        error = TRUNCATED if len(data) < min(claimed, max_bytes) else ""
        if claimed > max_bytes:
            error = TOO_LARGE
            _skip(stream, claimed - max_bytes)
        yield Block(position, fields, b"" if error == TOO_LARGE else data, claimed, error, stream.tell())


def _arc_fields(line: bytes) -> dict[str, str]:
    """Return an ARC header line in the words of WARC."""
    match = ARC_LINE.fullmatch(line)
    if match is None:
        raise BrokenStreamError(f"no ARC header: {line[:100]!r}")
    url, address, date, media_type, length = (part.decode("utf-8", "replace") for part in match.groups())
    is_http = url.startswith(("http://", "https://"))
    return {
        "warc-type": "warcinfo" if url.startswith("filedesc:") else "response" if is_http else "resource",
        "warc-target-uri": url,
        "warc-ip-address": address,
        "warc-date": f"{date[:4]}-{date[4:6]}-{date[6:8]}T{date[8:10]}:{date[10:12]}:{date[12:]}Z",
        "content-type": "application/http; msgtype=response" if is_http else media_type,
        "content-length": length,
    }


def _read(reader: Reader, size: int) -> bytes:
    """Return the next `size` bytes, fewer only at the end."""
    data = reader.read(size) if size else b""
    if len(data) == size:
        return data
    parts = [data]
    missing = size - len(data)
    while missing and parts[-1]:
        parts.append(reader.read(missing))
        missing -= len(parts[-1])
    return b"".join(parts)


def _skip(reader: Reader, size: int) -> None:
    while size and (data := reader.read(min(size, STEP))):
        size -= len(data)
