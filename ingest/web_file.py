"""A file on a web server, read by byte ranges as if it lay on a disk."""

from __future__ import annotations

import io
import os
import re
import time
from functools import cache
from typing import Any

from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError

from ingest.settings import program_version

FIRST, LARGEST = 1 << 16, 1 << 23
"""Bytes asked for where reading goes on from what was read last: doubled each time, up to the larger number."""
MAX_WHOLE = 64 << 20
"""Longest file that is read from a server which gives no ranges."""
# Common Crawl answers 403 to who asks too much at once.
TRANSIENT = (403, 408, 425, 429, 500, 502, 503, 504)
TRIES = 6
SECONDS_CONNECT, SECONDS_READ, SECONDS_BACKOFF = 15, 60, 30
CONTENT_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+)")
PARTIAL, PAST_THE_END = 206, 416


class WebFile(io.RawIOBase):
    """A file behind an http(s) URL, opened for binary reading; seekable.

    What is read after a seek is asked for exactly; what is read on from there, in growing pieces. A request that fails
    is sent again after a pause that grows.

    Args:
        url: Where it is. Redirects are followed; whoever opens a URL trusts it.
        backoff: Seconds that the pauses between tries begin with.

    Raises:
        OSError: When it is read: it is not there, may not be read, cannot be reached, or is another than it was.
    """

    def __init__(self, url: str, *, backoff: float = 1.0) -> None:
        super().__init__()
        self.name = url
        self._backoff = backoff
        self._position = 0
        self._begin, self._data, self._ahead = 0, b"", 0
        self._size: int | None = None
        self._tag = ""

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the position in the file."""
        return self._position

    @property
    def size(self) -> int:
        """Bytes of the file."""
        if self._size is None:
            self._ask(0, 1)
        assert self._size is not None
        return self._size

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go elsewhere; nothing is asked of the server for it, but its size."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position}.get(whence)
        position = offset + (self.size if base is None else base)
        if position < 0:
            raise ValueError(f"{self.name}: there is no byte {position}")
        self._position = position
        return position

    def readinto(self, buffer: Any, /) -> int:
        """Fill the buffer as far as the file goes."""
        view = memoryview(buffer).cast("B")
        done = 0
        while done < len(view) and (piece := self._next(len(view) - done)):
            view[done : done + len(piece)] = piece
            done += len(piece)
            self._position += len(piece)
        return done

    def _next(self, wanted: int) -> bytes:
        """Return bytes at the position, at most as many as wanted; none at the end."""
        inside = self._position - self._begin
        if not 0 <= inside < len(self._data):
            if self._size is not None and self._position >= self._size:
                return b""
            goes_on = self._data and inside == len(self._data)
            self._ahead = min(max(2 * self._ahead, FIRST), LARGEST) if goes_on else 0
            self._begin, self._data = self._ask(self._position, min(max(wanted, self._ahead), LARGEST))
            inside = self._position - self._begin
        return self._data[inside : inside + wanted]

    def _ask(self, start: int, length: int) -> tuple[int, bytes]:
        """Return bytes of the file and where they begin: those asked for, or all where the server gives no ranges."""
        for tried in range(TRIES):
            try:
                return self._asked(start, length)
            except HTTPError as error:
                # urllib3 tries again itself, but for bodies that break off or stall.
                if tried == TRIES - 1 or not isinstance(error, (ProtocolError, ReadTimeoutError)):
                    raise OSError(f"{self.name} cannot be read: {error}") from error
                time.sleep(min(self._backoff * 2**tried, SECONDS_BACKOFF))
        raise AssertionError

    def _asked(self, start: int, length: int) -> tuple[int, bytes]:
        retries = Retry(
            TRIES,
            status_forcelist=TRANSIENT,
            backoff_factor=self._backoff,
            backoff_max=SECONDS_BACKOFF,
            raise_on_status=False,
            respect_retry_after_header=False,
        )
        headers = {
            "Range": f"bytes={start}-{start + length - 1}",
            "Accept-Encoding": "identity",
            "User-Agent": f"m3w/{program_version()}",
        }
        answer = _pool().request("GET", self.name, headers=headers, retries=retries, preload_content=False)
        try:
            said = CONTENT_RANGE.fullmatch(answer.headers.get("Content-Range", ""))
            if answer.status not in (PARTIAL, PAST_THE_END) or said is None:
                return 0, self._whole(answer)
            self._identify(int(said[3]), answer.headers.get("ETag", ""))
            return start, self._part(answer, start, length, said)
        finally:
            answer.close()

    def _part(self, answer: BaseHTTPResponse, start: int, length: int, said: re.Match[str]) -> bytes:
        if answer.status == PAST_THE_END:
            return b""
        if said[1] != str(start) or int(said[2]) < start:
            raise OSError(f"{self.name}: the server gives other bytes than those asked for, from {start} on")
        # What a server sends beyond what was asked for stays in the socket.
        expected = min(length, int(said[2]) + 1 - start)
        return _exactly(answer.read(expected, decode_content=False), expected)

    def _whole(self, answer: BaseHTTPResponse) -> bytes:
        if answer.status != 200:
            kind = FileNotFoundError if answer.status in (404, 410) else OSError
            raise kind(f"{self.name} cannot be read: the server answers with status {answer.status}")
        expected = answer.length_remaining
        # Any other Transfer-Encoding is read up to where the connection ends, wherever that is.
        if expected is None and answer.headers.get("Transfer-Encoding", "").lower() != "chunked":
            raise OSError(f"{self.name}: the server does not say how long it is; fetch it first and name the copy")
        data = answer.read(MAX_WHOLE + 1, decode_content=False)
        if len(data) > MAX_WHOLE:
            raise OSError(f"{self.name}: the server gives no byte ranges; fetch the file first and name the copy")
        _exactly(data, min(expected or 0, MAX_WHOLE))
        self._identify(len(data), answer.headers.get("ETag", ""))
        return data

    def _identify(self, size: int, tag: str) -> None:
        if self._size is not None and (size, tag) != (self._size, self._tag):
            raise OSError(f"{self.name} was replaced by another file while it was read: start again")
        self._size, self._tag = size, tag


def _exactly(data: bytes, expected: int) -> bytes:
    """Return what was read, where nothing of it is missing."""
    if len(data) < expected:
        raise ProtocolError(f"the connection broke after {len(data)} of {expected} bytes")
    return data


@cache
def _pool() -> PoolManager:
    """Return the connections of this process."""
    return PoolManager(maxsize=8, timeout=Timeout(connect=SECONDS_CONNECT, read=SECONDS_READ))
