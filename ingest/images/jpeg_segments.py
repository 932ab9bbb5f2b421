"""A JPEG file without what is not its picture, before any library reads it.

Pillow reads EXIF and MPF tables while it opens a file, and every entry of such a table may claim the same megabytes: a
JPEG of one megabyte made it take 1.9 GB. So what it gets to see are the segments a decoder needs.
"""

from __future__ import annotations

from typing import NamedTuple

SOI, SOS = 0xD8, 0xDA
APP0, APP1, APP2, APP14, APP15, COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
STANDALONE = frozenset({0x00, 0x01, *range(0xD0, 0xDA)})
"""Markers without a length: escaped 0xFF, TEM, restarts, begin and end of the image."""
EXIF, ICC = b"Exif\0\0", b"ICC_PROFILE\0"
MAX_ICC = 1 << 20
MAX_SCANS = 100


class JpegParts(NamedTuple):
    """A JPEG file taken apart.

    Attributes:
        picture: The file without its metadata.
        exif: Its first EXIF segment from `Exif` on; empty where it has none.
        icc: Its ICC profile; empty where it has none, or one longer than MAX_ICC bytes.
        scans: Passes over the picture: 1 to 10 or so in an honest file. Each costs time, however short it is.
    """

    picture: bytes
    exif: bytes
    icc: bytes
    scans: int


def take_apart(data: bytes) -> JpegParts:
    """Separate picture and metadata of a JPEG file; tolerates filling between segments, as decoders do.

    Raises:
        EOFError: The file ends before its picture begins.
    """
    kept, icc, exif = [data[:2]], [], b""
    at = 2
    while True:
        at = _next_marker(data, at)
        code, length = data[at], int.from_bytes(data[at + 1 : at + 3], "big")
        if code == SOS:
            break
        segment = data[at + 1 : at + 1 + length]
        if code == APP1 and not exif and segment.startswith(EXIF, 2):
            exif = segment[2:]
        elif code == APP2 and segment.startswith(ICC, 2):
            icc.append(segment[2 + len(ICC) :])
        if code in (APP0, APP14) or not (APP0 <= code <= APP15 or code == COMMENT):
            kept += [b"\xff", data[at : at + 1], segment]
        at += 1 + length
    return JpegParts(b"".join([*kept, data[at - 1 :]]), exif, _joined(icc), data.count(b"\xff\xda", at - 1))


def _next_marker(data: bytes, at: int) -> int:
    """Return the place of the code of the next marker that a segment follows."""
    while True:
        at = data.find(b"\xff", at)
        while at >= 0 and data[at : at + 1] == b"\xff":
            at += 1
        if not 0 <= at <= len(data) - 3:
            raise EOFError("no picture in the file")
        if data[at] not in STANDALONE:
            return at


def _joined(chunks: list[bytes]) -> bytes:
    """Return an ICC profile from its chunks, each with its number and the number of all before it."""
    size = sum(map(len, chunks))
    return b"".join(chunk[2:] for chunk in sorted(chunks, key=lambda chunk: chunk[:1])) if size <= MAX_ICC else b""
