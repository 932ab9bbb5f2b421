"""Reads WARC and ARC files of anyone's making: every record, its place in the file, and its decoded payload."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import BinaryIO

from dom_parsing.records import RecordRef
from ingest.decoding import MALFORMED, Decoded, dechunk, decode
from ingest.exchange import Headers, first_header, header
from ingest.fetching.http_message import charset, parse_response
from ingest.warc import wacz
from ingest.warc.archive_walk import Placed, walk, walk_section
from ingest.warc.digests import agrees

MAX_RECORD_BYTES = 64 << 20
HTTP_TYPES = frozenset({"response", "revisit"})


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One record, or one part of the file that is none.

    Attributes:
        source: Where it lies; its length is 0 where it shares a gzip member with other records (such files have to be
            recompressed, `warcio recompress`, before single records can be read from them).
        type: WARC-Type in lower case; empty where no record was found.
        url: WARC-Target-URI as written, without angle brackets; not normalised.
        date: WARC-Date as written.
        fields: All WARC header fields, names in lower case.
        status: HTTP status; None where the record holds no HTTP response.
        headers: HTTP headers of a response.
        media_type: Content-Type of the payload, lower case, without parameters.
        charset: The charset that Content-Type names, lower case.
        payload: The body of an HTTP response, chunks and Content-Encoding undone; of other records the block.
        block: All of the record behind its WARC header, as it is: of a response, status line, headers and body.
        truncated: WARC-Truncated: why whoever wrote it cut it short.
        error: Empty, or what is broken: `truncated` (the file ends in it), `malformed`, `digest` (neither block nor
            payload is what it was when it was written), `too-large`, `unknown-encoding`. The payload is then what could
            be read.
    """

    source: RecordRef
    type: str = ""
    url: str = ""
    date: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    status: int | None = None
    headers: Headers = ()
    media_type: str = ""
    charset: str = ""
    payload: bytes = b""
    block: bytes = b""
    truncated: str = ""
    error: str = ""


def read_records(stream: BinaryIO, path: str, *, max_bytes: int = MAX_RECORD_BYTES) -> Iterator[WarcRecord]:
    """Yield every record of an archive, in order; each broken part is one record with an error.

    Args:
        stream: A .warc, .warc.gz, .arc, .arc.gz or .wacz file, opened for binary reading and seekable.
        path: What the RecordRefs name the file by; the name of a WACZ file ends as such names do, and records in it
            have the paths of the archives inside, such as `a.wacz!/archive/data.warc.gz`.
        max_bytes: Longest block and longest payload; records with a longer one have the error `too-large`.
    """
    if wacz.is_wacz(path):
        yield from _read_wacz(stream, path, max_bytes)
    else:
        yield from (_record(placed, path, max_bytes) for placed in walk(stream, max_bytes))


def _read_wacz(stream: BinaryIO, path: str, max_bytes: int) -> Iterator[WarcRecord]:
    try:
        directory = wacz.read_directory(stream)
    except wacz.WaczError:
        directory = None
    if directory is None or not (directory.archives or directory.refused):
        yield WarcRecord(RecordRef(path, 0, stream.seek(0, os.SEEK_END)), error=MALFORMED)
        return
    for offset in directory.refused:
        yield WarcRecord(RecordRef(path, offset, 0), error=MALFORMED)
    for name in directory.archives:
        yield from _read_member(directory, name, path, max_bytes)


def _read_member(directory: wacz.Directory, name: str, path: str, max_bytes: int) -> Iterator[WarcRecord]:
    inside = wacz.member_path(path, name)
    try:
        archive = directory.open(name)
    except wacz.WaczError:
        yield WarcRecord(RecordRef(inside, 0, 0), error=MALFORMED)
        return
    yield from (_record(placed, inside, max_bytes) for placed in walk(archive, max_bytes))


def read_section(
    stream: BinaryIO, path: str, start: int, stop: int, *, max_bytes: int = MAX_RECORD_BYTES
) -> Iterator[WarcRecord]:
    """Yield the records that begin in a section of a file, which others may read at the same time.

    Sections that follow one another yield every record of the file once; see `ingest.warc.archive_walk.walk_section`.
    """
    return (_record(placed, path, max_bytes) for placed in walk_section(stream, max_bytes, start, stop))


def read_range(data: bytes, source: RecordRef, *, max_bytes: int = MAX_RECORD_BYTES) -> Iterator[WarcRecord]:
    """Yield the records in the bytes of a range, which an index says to be one record.

    Args:
        data: The bytes.
        source: Where they lie.
        max_bytes: As of `read_records`.
    """
    for placed in walk(BytesIO(data), max_bytes):
        yield _record(replace(placed, offset=source.offset + placed.offset), source.path, max_bytes)


def read_payload(data: bytes, *, max_bytes: int = MAX_RECORD_BYTES) -> tuple[Headers, bytes]:
    """Return HTTP headers and payload of one record, from its bytes as a RecordRef bounds them.

    Raises:
        ValueError: The bytes are no whole record.
    """
    record = next(read_records(BytesIO(data), "", max_bytes=max_bytes), None)
    if record is None or record.error:
        reason = record.error if record else "empty"
        raise ValueError(f"{len(data)} bytes beginning {data[:8]!r} are no record ({reason}): check offset and length")
    return record.headers, record.payload


def _record(placed: Placed, path: str, max_bytes: int) -> WarcRecord:
    block = placed.block
    fields = block.fields
    kind = fields.get("warc-type", "").lower()
    content_type = fields.get("content-type", "")
    status: int | None = None
    headers: Headers = ()
    body = Decoded(block.data)
    payloads: tuple[bytes, ...] = ()
    if kind in HTTP_TYPES and _is_http(fields):
        message = parse_response(block.data)
        status, headers = message.status, message.headers
        content_type = first_header(headers, "content-type")
        body = _payload(headers, message.body, max_bytes) if status else Decoded(message.body, MALFORMED)
        # Writers take the payload's digest before or after undoing its Content-Encoding.
        payloads = (body.data, message.body)
    truncated = fields.get("warc-truncated", "")
    # Where a record was cut short, a broken end of its encoding says nothing new.
    body_error = "" if truncated and body.error == MALFORMED and status else body.error
    return WarcRecord(
        source=RecordRef(path, placed.offset, placed.length),
        type=kind,
        url=fields.get("warc-target-uri", "").strip("<>"),
        date=fields.get("warc-date", ""),
        fields=tuple(fields.items()),
        status=status,
        headers=headers,
        media_type=content_type.partition(";")[0].strip().lower(),
        charset=charset(content_type),
        payload=body.data,
        block=block.data,
        truncated=truncated,
        error=block.error or _digest_error(kind, fields, block.data, payloads) or body_error,
    )


def _is_http(fields: dict[str, str]) -> bool:
    content_type = fields.get("content-type", "").lower()
    is_web = fields.get("warc-target-uri", "").strip("<>").lower().startswith(("http:", "https:"))
    return content_type.startswith("application/http") or (is_web and not content_type)


def _payload(headers: Headers, body: bytes, max_bytes: int) -> Decoded:
    whole = dechunk(body) if "chunked" in header(headers, "transfer-encoding").lower() else Decoded(body)
    decoded = decode(whole.data, header(headers, "content-encoding"), max_bytes)
    return Decoded(decoded.data, decoded.error or whole.error)


def _digest_error(kind: str, fields: dict[str, str], data: bytes, payloads: tuple[bytes, ...]) -> str:
    """Return `digest` where the block is not what its digest says, nor its payload what that of the payload says."""
    # Revisits have been written with the digests of what they refer to.
    if kind == "revisit" or agrees(fields.get("warc-block-digest", ""), data) is not False:
        return ""
    return "" if any(agrees(fields.get("warc-payload-digest", ""), payload) for payload in payloads) else "digest"
