"""What stands in an archive of ours in the place of a record that had to go: as many bytes, so that offsets hold.

A filler is a whole gzip member with a whole WARC record, and says nothing of what was there. All of it lies in stored
blocks, so that its bytes follow from its length and name alone, whatever the version of zlib.
"""

from __future__ import annotations

import struct
import zlib

from ingest.warc.warc_writer import record_id

TYPE, CONTENT_TYPE = "metadata", "application/vnd.m3w.forgotten"
DATE = "1970-01-01T00:00:00Z"
COMMENT = 0x10
LARGEST_BLOCK = 0xFFFF
END = b"\r\n\r\n"


def filler(length: int, name: str) -> bytes:
    """Return a gzip member of exactly this many bytes, which holds a WARC record about nothing.

    Args:
        length: Bytes of the record whose place it takes; at least `shortest()`.
        name: Tells it from other fillers: its record's id follows from it.

    Raises:
        ValueError: No filler is that short.
    """
    least = shortest()
    if length < least:
        raise ValueError(f"no filler has {length} bytes, the shortest has {least}: is this a record of m3w's own?")
    padding = length - least
    while (beyond := _size(padding, name) - length) > 0:
        padding -= min(beyond, padding)
    # More digits of a length or one more block can leave a few bytes over: the comment of the gzip header takes them.
    spare = length - _size(padding, name)
    comment = b" " * (spare - 1) + b"\0" if spare else b""
    record = _record(padding, name)
    starts = range(0, len(record), LARGEST_BLOCK)
    blocks = b"".join(_stored(record[start : start + LARGEST_BLOCK], start == starts[-1]) for start in starts)
    header = bytes((0x1F, 0x8B, 8, COMMENT if spare else 0, 0, 0, 0, 0, 0, 0xFF))
    return header + comment + blocks + struct.pack("<II", zlib.crc32(record), len(record) & 0xFFFFFFFF)


def shortest() -> int:
    """Return the bytes of the shortest filler: fewer than any record has that `WarcWriter` writes."""
    return _size(0, "")


def is_filler(kind: str, media_type: str) -> bool:
    """Return whether a record with this WARC-Type and Content-Type is a filler."""
    return kind.lower() == TYPE and media_type.lower() == CONTENT_TYPE


def _size(padding: int, name: str) -> int:
    """Return the bytes of a filler without a comment; they grow with the padding."""
    size = len(_head(padding, name)) + padding + len(END)
    return 10 + 5 * -(-size // LARGEST_BLOCK) + size + 8


def _record(padding: int, name: str) -> bytes:
    return _head(padding, name) + bytes(padding) + END


def _head(padding: int, name: str) -> bytes:
    fields = {
        "WARC-Type": TYPE,
        "WARC-Record-ID": record_id("filler", name, DATE),
        "WARC-Date": DATE,
        "Content-Type": CONTENT_TYPE,
        "Content-Length": str(padding),
    }
    return ("WARC/1.1\r\n" + "".join(f"{key}: {value}\r\n" for key, value in fields.items()) + "\r\n").encode()


def _stored(data: bytes, is_last: bool) -> bytes:
    return struct.pack("<BHH", is_last, len(data), len(data) ^ LARGEST_BLOCK) + data
