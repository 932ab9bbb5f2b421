"""A stream that remembers its own errors, for readers that take them for errors in what they read."""

from __future__ import annotations

import os
from typing import Protocol


class Stream(Protocol):
    """What bytes are read from, and at which place."""

    def read(self, size: int = ..., /) -> bytes:
        """Return some of the next bytes, at most `size`."""

    def tell(self) -> int:
        """Return the position."""

    def seek(self, offset: int, whence: int = ..., /) -> int:
        """Go elsewhere."""


class OwnErrors:
    """A stream whose errors are not forgotten: a disk or a network that fails says nothing of the file.

    Args:
        stream: Where bytes are read from.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._error: OSError | None = None

    def read(self, size: int = -1, /) -> bytes:
        """Return some of the next bytes, at most `size`."""
        try:
            return self._stream.read(size)
        except OSError as error:
            self._error = error
            raise

    def tell(self) -> int:
        """Return the position."""
        return self._stream.tell()

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go elsewhere."""
        try:
            return self._stream.seek(offset, whence)
        except OSError as error:
            self._error = error
            raise

    def check(self) -> None:
        """Raise the stream's error once more, if it had one.

        Raises:
            OSError: It had.
        """
        if self._error is not None:
            raise self._error
