"""Undoes what HTTP did to a body, in bounded memory: chunked transfer, gzip, deflate, br and zstd."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from fastwarc.stream_io import BrotliReader, ZstdReader

STEP = 1 << 18
FIRST_STEP = 1 << 12
MAX_MEMBERS = 10_000
"""Gzip streams joined to one body; blocked gzip makes one of 64 kB each."""
MAX_LAYERS = 3
MAX_CHUNK_LINE = 4096
TOO_LARGE, MALFORMED, UNKNOWN = "too-large", "malformed", "unknown-encoding"
IDENTITY = frozenset({"", "identity", "none", "utf-8"})
GZIP_MAGIC, ZSTD_MAGIC = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A body as its reader wants it.

    Attributes:
        data: The decoded bytes: as far as they could be decoded where `error` is MALFORMED, empty for other errors.
        error: Empty, TOO_LARGE, MALFORMED or UNKNOWN.
    """

    data: bytes
    error: str = ""


def decode(body: bytes, content_encoding: str, max_bytes: int) -> Decoded:
    """Undo the Content-Encoding of a body.

    A body that does not begin as its encoding does is taken as already decoded: archives often hold such. One that
    ends before its stream does, or goes on after it, is as good as browsers find it.

    Args:
        body: The body, transfer encoding already undone.
        content_encoding: The header's value: names separated by commas, in the order they were applied.
        max_bytes: Most bytes any layer may decode to.
    """
    names = [name.strip().lower() for name in content_encoding.split(",")]
    layers = [name for name in reversed(names) if name not in IDENTITY]
    if len(layers) > MAX_LAYERS:
        return Decoded(b"", MALFORMED)
    if len(body) > max_bytes:
        return Decoded(b"", TOO_LARGE)
    decoded = Decoded(body)
    for name in layers:
        if decoded.error:
            break
        decoded = _undo(name, decoded.data, max_bytes)
    return decoded


def _undo(name: str, body: bytes, max_bytes: int) -> Decoded:
    if name in {"gzip", "x-gzip"}:
        parts = _inflate(body, 16 + zlib.MAX_WBITS)
        return _collect(parts, max_bytes) if body.startswith(GZIP_MAGIC) else Decoded(body)
    if name == "deflate":
        # Servers send either zlib streams, as the standard says, or bare deflate.
        parts = _inflate(body, zlib.MAX_WBITS if _has_zlib_header(body) else -zlib.MAX_WBITS)
        return _collect(parts, max_bytes, body)
    if name == "br":
        return _collect(_read(BrotliReader(io.BytesIO(body))), max_bytes, body)
    if name == "zstd":
        parts = _read(ZstdReader(io.BytesIO(body)))
        return _collect(parts, max_bytes) if body.startswith(ZSTD_MAGIC) else Decoded(body)
    return Decoded(b"", UNKNOWN)


def _has_zlib_header(body: bytes) -> bool:
    return len(body) >= 2 and body[0] & 0x0F == zlib.DEFLATED and int.from_bytes(body[:2], "big") % 31 == 0


def _inflate(body: bytes, window: int) -> Iterator[bytes]:
    position = members = 0
    # Gzip streams may be joined; anything else after the end of a stream is padding.
    while position == 0 or body.startswith(GZIP_MAGIC, position):
        inflater = zlib.decompressobj(window)
        members += 1
        if members > MAX_MEMBERS:
            raise zlib.error(f"more than {MAX_MEMBERS} streams")
        step = FIRST_STEP  # what lies behind a stream is copied with it: little for the short ones
        while position < len(body) and not inflater.eof:
            piece = body[position : position + step]
            yield inflater.decompress(piece, STEP)
            position += len(piece) - len(inflater.unconsumed_tail) - len(inflater.unused_data)
            step = STEP
        yield inflater.flush()
        if not position:
            return


def _read(reader: BrotliReader | ZstdReader) -> Iterator[bytes]:
    while part := reader.read(STEP):
        yield part


def _collect(parts: Iterator[bytes], max_bytes: int, plain: bytes = b"") -> Decoded:
    """Join the parts; where the very first fails and `plain` is text, it was never encoded."""
    data = bytearray()
    try:
        for part in parts:
            data += part
            if len(data) > max_bytes:
                return Decoded(b"", TOO_LARGE)
    except (OSError, zlib.error):
        return Decoded(plain) if not data and _is_text(plain) else Decoded(bytes(data), MALFORMED)
    return Decoded(bytes(data))


def _is_text(data: bytes) -> bool:
    return bool(data) and not any(byte < 0x20 and byte not in b"\t\n\f\r\x1b" for byte in data[:256])


def dechunk(body: bytes) -> Decoded:
    """Undo chunked transfer encoding (RFC 9112, 7.1).

    A body whose first chunk size is none is taken as already decoded: archives often hold such.
    """
    data = bytearray()
    position = 0
    while True:
        end = body.find(b"\n", position, position + MAX_CHUNK_LINE)
        size = _chunk_size(body[position:end]) if end >= 0 else None
        if size is None:
            return Decoded(bytes(data), MALFORMED) if position else Decoded(body)
        if size == 0:
            return Decoded(bytes(data))
        chunk = body[end + 1 : end + 1 + size]
        data += chunk
        if len(chunk) < size:
            return Decoded(bytes(data), MALFORMED)
        position = end + 1 + size
        position += 2 if body[position : position + 2] == b"\r\n" else 1


def _chunk_size(line: bytes) -> int | None:
    digits = line.partition(b";")[0].strip()
    is_hex = 0 < len(digits) <= 16 and all(digit in b"0123456789abcdefABCDEF" for digit in digits)
    return int(digits, 16) if is_hex else None
