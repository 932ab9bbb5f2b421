"""Archives inside a WACZ file: a zip that nobody vouches for, so its directory is read within limits.

Names in the zip are only compared with one another; they are never paths of anything.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import struct
import tempfile
import zipfile
import zlib
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from ingest.warc.own_errors import OwnErrors

SEPARATOR = "!/"
SUFFIXES = (".wacz", ".zip")
ARCHIVES = (".warc", ".warc.gz", ".arc", ".arc.gz")
MEMBER = re.compile(r"(.*?\.(?:wacz|zip)(?:\?[^!]*)?)!/(.+)", re.IGNORECASE | re.DOTALL)
LOCAL_HEADER = struct.Struct("<4s22xHH")
LOCAL_MAGIC = b"PK\x03\x04"
ENCRYPTED = 1
MAX_DIRECTORY = 8 << 20
MAX_ARCHIVES, MAX_ENTRIES = 10_000, 20_000
MAX_RATIO, MAX_INFLATED = 100, 4 << 30
IN_MEMORY, STEP = 16 << 20, 1 << 20
MAX_NAME = 1000
# What zipfile raises for directories that are made up, beside what it says.
BROKEN = (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, OverflowError)


class WaczError(ValueError):
    """A file that is no WACZ, or is one that goes beyond the limits."""


def is_wacz(path: str) -> bool:
    """Return whether a path or URL is that of a WACZ file, by the end of its name."""
    return (path.partition("?")[0] if "://" in path else path).lower().endswith(SUFFIXES)


def split(path: str) -> tuple[str, str]:
    """Return the file that a path names, and the archive inside it: empty where the path names a file itself."""
    found = MEMBER.fullmatch(path)
    return (found[1], found[2]) if found else (path, "")


def member_path(path: str, name: str) -> str:
    """Return the path of an archive inside a WACZ file, such as `a.wacz!/archive/data.warc.gz`."""
    return f"{path}{SEPARATOR}{name}"


@dataclass(frozen=True, slots=True)
class Directory:
    """What is in a WACZ file.

    Attributes:
        stream: The file.
        entries: All that is in it, archives or not.
        archives: The archives by name, in order.
        refused: Where archives begin that are not read: their names are too long, cannot be printed, or come again.
    """

    stream: BinaryIO
    entries: zipfile.ZipFile
    archives: dict[str, zipfile.ZipInfo]
    refused: tuple[int, ...]

    def open(self, name: str, *, closes: bool = False) -> BinaryIO:
        """Open an archive; seekable, and quickly where it is stored as the standard wants it.

        Args:
            name: One of `archives`.
            closes: Close the file with the archive.

        Raises:
            WaczError: There is no such archive, or it is compressed or encrypted in a way that is not read.
        """
        info = self.archives.get(name)
        if info is None:
            raise WaczError(f"there is no archive {name!r} in it")
        if info.flag_bits & ENCRYPTED or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise WaczError(f"{name!r} is encrypted, or compressed in an unknown way ({info.compress_type})")
        if info.compress_type == zipfile.ZIP_STORED:
            section = Section(self.stream, _data_start(self.stream, info), info.compress_size, closes=closes)
            return cast(BinaryIO, io.BufferedReader(section))
        if info.file_size > min(MAX_INFLATED, MAX_RATIO * max(info.compress_size, 1)):
            raise WaczError(f"{name!r} is compressed and says to be {info.file_size} bytes: store it, as WACZ wants it")
        copy = _inflated(self.entries, info)
        if closes:
            self.stream.close()
        return copy


def read_directory(stream: BinaryIO) -> Directory:
    """Read what is in a WACZ file.

    Raises:
        WaczError: It is no zip, or is beyond the limits.
        OSError: The file could not be read.
    """
    entries = _entries(stream)
    named = [info for info in entries.infolist() if info.filename.lower().endswith(ARCHIVES)]
    archives = {info.filename: info for info in named if len(info.filename) <= MAX_NAME and info.filename.isprintable()}
    if len(archives) > MAX_ARCHIVES:
        raise WaczError(f"{len(archives)} archives are in it, more than {MAX_ARCHIVES}")
    if sum(info.compress_size for info in archives.values()) > stream.seek(0, os.SEEK_END):
        raise WaczError("its archives overlap")
    refused = tuple(info.header_offset for info in named if archives.get(info.filename) is not info)
    return Directory(stream, entries, archives, refused)


class Section(io.RawIOBase):
    """A part of a file, as a file of its own.

    Args:
        stream: The file.
        start: First byte of the part.
        length: Bytes of it.
        closes: Close the file with its part.
    """

    def __init__(self, stream: BinaryIO, start: int, length: int, *, closes: bool = False) -> None:
        super().__init__()
        self._closes = closes
        self._stream, self._start, self._length, self._position = stream, start, length, 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go elsewhere."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._length}[whence]
        self._position = max(0, base + offset)
        return self._position

    def tell(self) -> int:
        """Return the position in the part."""
        return self._position

    def readinto(self, buffer: Any, /) -> int:
        """Read what is next."""
        view = memoryview(buffer).cast("B")
        self._stream.seek(self._start + self._position)
        data = self._stream.read(max(0, min(len(view), self._length - self._position)))
        view[: len(data)] = data
        self._position += len(data)
        return len(data)

    def close(self) -> None:
        """Close the part, and the file where it was said."""
        if self._closes and not self.closed:
            self._stream.close()
        super().close()


class _Bounded:
    """A file of which no more is read at once than a directory may be long: zipfile would read one of any length."""

    def __init__(self, stream: OwnErrors) -> None:
        self._stream = stream
        self.seek, self.tell = stream.seek, stream.tell

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size > MAX_DIRECTORY:
            raise WaczError(f"its directory is {size} bytes long, more than {MAX_DIRECTORY}")
        return self._stream.read(size if size >= 0 else MAX_DIRECTORY)


def _entries(stream: BinaryIO) -> zipfile.ZipFile:
    source = OwnErrors(stream)
    try:
        entries = zipfile.ZipFile(cast(BinaryIO, _Bounded(source)))
    except WaczError:
        raise
    except BROKEN as error:
        source.check()  # zipfile takes a file that cannot be read for no zip
        raise WaczError(f"it is no zip: {error}") from error
    if len(entries.infolist()) > MAX_ENTRIES:
        raise WaczError(f"{len(entries.infolist())} files are in it, more than {MAX_ENTRIES}")
    if any(info.header_offset < 0 for info in entries.infolist()):
        raise WaczError("its directory names what lies before the file begins")
    return entries


def _data_start(stream: BinaryIO, info: zipfile.ZipInfo) -> int:
    """Return where a stored archive begins in the file: behind its local header."""
    stream.seek(info.header_offset)
    header = stream.read(LOCAL_HEADER.size)
    if len(header) < LOCAL_HEADER.size or not header.startswith(LOCAL_MAGIC):
        raise WaczError(f"{info.filename!r} does not lie where the directory says")
    _, name, extra = LOCAL_HEADER.unpack(header)
    return info.header_offset + LOCAL_HEADER.size + int(name) + int(extra)


def _inflated(entries: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    """Return an archive that is compressed as a temporary file."""
    with ExitStack() as undo:
        copy = undo.enter_context(tempfile.SpooledTemporaryFile(IN_MEMORY))
        try:
            with entries.open(info) as source:
                shutil.copyfileobj(source, copy, STEP)
        except (*BROKEN, zlib.error, EOFError) as error:
            raise WaczError(f"{info.filename!r} cannot be inflated: {error}") from error
        copy.seek(0)
        undo.pop_all()
    return cast(BinaryIO, copy)
