"""Writes exchanges as WARC 1.1: the same exchanges, the same bytes.

The records are put together here and not by warcio, which rewrites HTTP headers that are not ASCII; the tests have
warcio and fastwarc check them.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
from typing import Protocol

from deflate import gzip_compress

from dom_parsing.records import RecordRef
from ingest.exchange import Exchange
from ingest.records import Seen
from ingest.settings import program_version
from ingest.warc.warc_reader import WarcRecord

CONTENT_TYPES = {
    "warcinfo": "application/warc-fields",
    "request": "application/http; msgtype=request",
    "response": "application/http; msgtype=response",
    "revisit": "application/http; msgtype=response",
}
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
COPIED = frozenset({"response", "resource"})
CONFORMS_TO = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


class Sink(Protocol):
    """Anything bytes can be written to."""

    def write(self, data: bytes, /) -> int:
        """Write all of the bytes."""


class WarcWriter:
    """Writes one WARC file, a gzip member for each record.

    The first record, warcinfo, is written with the first exchange and bears its date: no clock is read.

    Args:
        file: Opened for binary writing, at its beginning.
        path: What the RecordRefs name the file by.
        gzip_level: 0 (not compressed, though framed all the same), 1 (fast) to 9 (small).
    """

    def __init__(self, file: Sink, path: str, *, gzip_level: int = 6) -> None:
        if not 0 <= gzip_level <= 9:
            raise ValueError(f"gzip_level is {gzip_level}: give 0 (none), 1 (fast) to 9 (small)")
        if not path.isprintable():
            raise ValueError(f"path is {path!r}: give one without control characters")
        self._file = file
        self._path = path
        self._level = gzip_level
        self._offset = 0

    def write(self, exchange: Exchange) -> RecordRef:
        """Write request and response of an exchange.

        Returns:
            Where the response lies.

        Raises:
            ValueError: The exchange has no response to write.
        """
        self._begin(exchange, "response")
        response = {
            "WARC-Target-URI": exchange.url,
            "WARC-IP-Address": exchange.address,
            "WARC-Truncated": exchange.truncated,
            "WARC-Payload-Digest": digest(exchange.body),
        }
        block = exchange.response_head + exchange.body
        return self._write("response", exchange.url, exchange.fetched_at, response, block)

    def write_revisit(self, exchange: Exchange, seen: Seen) -> RecordRef:
        """Write request and head of a response that brought nothing new, and what it is the same as.

        Args:
            exchange: A 304, or a response whose body is the one that was got earlier.
            seen: What was got earlier, from the same URL.

        Returns:
            Where the revisit record lies.

        Raises:
            ValueError: The exchange has no response to write.
        """
        self._begin(exchange, "revisit")
        revisit = {
            "WARC-Target-URI": exchange.url,
            "WARC-IP-Address": exchange.address,
            "WARC-Profile": NOT_MODIFIED if exchange.status == 304 else IDENTICAL,
            "WARC-Refers-To": record_id("response", exchange.url, seen.fetched_at),
            "WARC-Refers-To-Target-URI": exchange.url,
            "WARC-Refers-To-Date": seen.fetched_at,
            "WARC-Payload-Digest": seen.body_digest,
        }
        return self._write("revisit", exchange.url, exchange.fetched_at, revisit, exchange.response_head)

    def _begin(self, exchange: Exchange, kind: str) -> None:
        """Write what stands before a response: the request, and before the first of these what the file is."""
        if not exchange.response_head:
            reason = exchange.failure or exchange.consent or "no response"
            raise ValueError(f"{exchange.url} cannot be written ({reason}): write exchanges with a response only")
        url, date = exchange.url, exchange.fetched_at
        if self._offset == 0:
            self._write_info(date)
        request = {"WARC-Target-URI": url, "WARC-Concurrent-To": record_id(kind, url, date)}
        self._write("request", url, date, request, exchange.request_head)

    def copy(self, record: WarcRecord) -> RecordRef:
        """Write a record of another archive: its block and what it says of it, under an id of our own.

        Returns:
            Where it lies.

        Raises:
            ValueError: It holds no whole HTTP response or file.
        """
        if record.type not in COPIED or record.error:
            raise ValueError(f"{record.url} cannot be copied ({record.error or record.type}): copy whole responses")
        if self._offset == 0:
            self._write_info(record.date)
        theirs = dict(record.fields)
        fields = {
            "WARC-Target-URI": record.url,
            "WARC-IP-Address": theirs.get("warc-ip-address", ""),
            "WARC-Truncated": record.truncated,
            "WARC-Payload-Digest": theirs.get("warc-payload-digest", ""),
            "Content-Type": theirs.get("content-type", ""),
        }
        return self._write(record.type, record.url, record.date, fields, record.block)

    def _write_info(self, date: str) -> None:
        fields = {
            "software": f"m3w/{program_version()}",
            "format": "WARC File Format 1.1",
            "conformsTo": CONFORMS_TO,
        }
        block = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
        self._write("warcinfo", self._path, date, {"WARC-Filename": self._path.rpartition("/")[2]}, block)

    def _write(self, kind: str, name: str, date: str, fields: dict[str, str], block: bytes) -> RecordRef:
        headers = {
            "WARC-Type": kind,
            "WARC-Record-ID": record_id(kind, name, date),
            "WARC-Date": date,
            "Content-Type": CONTENT_TYPES.get(kind, ""),
            **fields,
            "WARC-Block-Digest": digest(block),
            "Content-Length": str(len(block)),
        }
        head = "".join(f"{key}: {value}\r\n" for key, value in headers.items() if value)
        record = f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n"
        # libdeflate takes a third of zlib's time; its gzip header has no time and no file name.
        member = bytes(gzip_compress(record, self._level))
        self._file.write(member)
        ref = RecordRef(self._path, self._offset, len(member))
        self._offset += len(member)
        return ref


def record_id(kind: str, name: str, date: str) -> str:
    """Return the WARC-Record-ID: a UUID of what is recorded, so that it is the same whenever that is written."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{kind} {date} {name}')}>"


def digest(data: bytes) -> str:
    """Return a digest as WARC has it: `sha1:` and Base32, the form that indexes and other tools compare."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode("ascii")
