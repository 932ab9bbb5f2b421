"""Walks through a file of gzip members, each with its place in the file, past whatever is broken between them."""

from __future__ import annotations

import io
import re
import zlib
from typing import BinaryIO

from ingest.decoding import MALFORMED

CHUNK, MOST = 1 << 15, 1 << 16
"""Bytes of a file that are taken at a time, and bytes they are inflated to at most."""
MAGIC = b"\x1f\x8b\x08"
GZIP_WINDOW = 16 + zlib.MAX_WBITS
PROBE = 1 << 10
# What a record begins with: WARC's version line, or the URL of an ARC header.
RECORD_START = re.compile(rb"WARC/|[a-z]+:")
TRUNCATED = "truncated"
# What is broken is searched for whole records inside it; a hostile file must not have itself searched again and again.
SEARCH_BUDGET = 256 << 20
"""Bytes, inflated ones too, that are read again for it in one file."""


class ByteSource:
    """A file read forward in pieces, of which one can be handed back; knows its place."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ahead = b""
        self.position = stream.tell()

    def take(self) -> bytes:
        """Return the next piece; empty at the end of the file."""
        piece = self._ahead or self._stream.read(CHUNK)
        self._ahead = b""
        self.position += len(piece)
        return piece

    def give_back(self, rest: bytes) -> None:
        """Hand back the end of the piece taken last."""
        self._ahead = rest
        self.position -= len(rest)

    def at_end(self) -> bool:
        """Return whether nothing is left to take."""
        self.give_back(self.take())
        return not self._ahead

    def seek(self, position: int) -> None:
        """Go elsewhere in the file."""
        self._stream.seek(position)
        self._ahead = b""
        self.position = position


class GzipMember(io.RawIOBase):
    """The inflated bytes of the member that a source stands at.

    Args:
        source: Stands at the member's beginning.
        joined: Read all members that follow as well, as one stream.

    Attributes:
        error: TRUNCATED or MALFORMED once reading has come to such a place; it then ends as if the member did.
        ended: Whether all of the member is read; the source then stands behind it.
        work: Bytes inflated so far and bytes they were inflated from, rather too many where they are no gzip.
    """

    def __init__(self, source: ByteSource, *, joined: bool = False) -> None:
        super().__init__()
        self.error = ""
        self.ended = False
        self.work = 0
        self._source = source
        self._joined = joined
        self._inflater = zlib.decompressobj(GZIP_WINDOW)
        self._pending = b""
        self._position = 0

    def readable(self) -> bool:
        """Return True: this is a stream to read from."""
        return True

    def tell(self) -> int:
        """Return how many inflated bytes were read."""
        return self._position

    def peek(self, size: int) -> bytes:
        """Return the next bytes without reading them, fewer only at the end."""
        while len(self._pending) < size and not self.ended:
            self._pending += self._inflate(size)
        return self._pending[:size]

    def read(self, size: int = -1, /) -> bytes:
        """Return some of the next bytes, at most `size`; empty at the end only."""
        limit = size if size >= 0 else CHUNK
        while not self._pending and not self.ended:
            self._pending = self._inflate(limit)
        data, self._pending = self._pending[:limit], self._pending[limit:]
        self._position += len(data)
        return data

    def drain(self) -> None:
        """Read on to the end of the member, for its end and its checksum."""
        self._pending = b""
        while not self.ended:
            self._inflate(CHUNK)

    def _inflate(self, limit: int) -> bytes:
        piece = self._source.take()
        if not piece:
            self.error, self.ended = TRUNCATED, True
            return b""
        most = min(max(limit, 1), MOST)
        try:
            data = self._inflater.decompress(piece, most)
        except zlib.error:
            self.error, self.ended = MALFORMED, True
            self.work += most + len(piece)
            return b""
        rest = self._inflater.unconsumed_tail or self._inflater.unused_data
        self._source.give_back(rest)
        self.work += len(data) + len(piece) - len(rest)
        if self._inflater.eof:
            self.ended = not self._joined or self._source.at_end()
            self._inflater = zlib.decompressobj(GZIP_WINDOW)
        return data


def find_member(source: ByteSource) -> bool:
    """Move a source to the next member that begins with a record; to the end of the file where none follows.

    A magic number alone proves nothing, it occurs in compressed data: the member must also inflate to the beginning
    of a record.
    """
    start = source.position
    window = b""
    while True:
        piece = source.take()
        window += piece
        # A candidate is judged once all its probe is in the window.
        limit = len(window) - PROBE if piece else len(window)
        found = window.find(MAGIC)
        while 0 <= found < limit:
            if _begins_record(window[found : found + PROBE]):
                source.seek(start + found)
                return True
            found = window.find(MAGIC, found + 1)
        if not piece:
            source.seek(start + len(window))
            return False
        done = max(0, limit)
        start, window = start + done, window[done:]


def synchronise(source: ByteSource, position: int, lookback: int) -> None:
    """Move a source to the first member that begins at or after a position, as who reads from the beginning finds it.

    A member that holds an archive compressed before (a crawler met one) is, in parts, bytes for bytes that archive, and
    in the middle of it members begin that are none of this file's. So members are followed from `lookback` bytes
    before: the last of the inner ones is followed by none, while those of the file itself follow one another.

    Args:
        source: Anywhere.
        position: Where to go, in bytes of the file.
        lookback: Bytes before it; at least as many as any archive inside a member takes.
    """
    begin = max(0, position - lookback)
    budget = SEARCH_BUDGET
    source.seek(begin)
    if begin:
        find_member(source)
    while source.position < position and not source.at_end():
        start = source.position
        member = GzipMember(source)
        member.drain()
        if member.error:
            budget -= member.work
            if budget > 0:
                source.seek(start + 1)
            find_member(source)


def next_begins_record(source: ByteSource) -> bool:
    """Return whether the member that a source stands at begins with a record; also True at the end of the file."""
    start = source.position
    data = source.take()
    if len(data) < PROBE:
        data += source.take()
    source.seek(start)
    return not data or _begins_record(data[:PROBE])


def _begins_record(data: bytes) -> bool:
    try:
        return RECORD_START.match(zlib.decompressobj(GZIP_WINDOW).decompress(data, 16)) is not None
    except zlib.error:
        return False
