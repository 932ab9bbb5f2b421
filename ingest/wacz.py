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
from typing import Any, BinaryIO, cast

SEPARATOR = "!/"
SUFFIXES = (".wacz", ".zip")
ARCHIVES = (".warc", ".warc.gz", ".arc", ".arc.gz")
MEMBER = re.compile(r"(.*?\.(?:wacz|zip)(?:\?[^!]*)?)!/(.+)", re.IGNORECASE | re.DOTALL)
LOCAL_HEADER = struct.Struct("<4s22xHH")
LOCAL_MAGIC = b"PK\x03\x04"
ENCRYPTED = 1
MAX_DIRECTORY = 8 << 20
MAX_ARCHIVES = 10_000
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


def archives_in(stream: BinaryIO) -> list[str]:
    """Return the names of the archives in a WACZ file, in the order of its directory.

    Raises:
        WaczError: It is no zip, or is beyond the limits.
    """
    infos = _archives(_directory(stream))
    if len(infos) > MAX_ARCHIVES:
        raise WaczError(f"{len(infos)} archives are in it, more than {MAX_ARCHIVES}")
    if sum(info.compress_size for info in infos) > stream.seek(0, os.SEEK_END):
        raise WaczError("its archives overlap")
    return [info.filename for info in infos]


def open_archive(stream: BinaryIO, name: str, *, closes: bool = False) -> BinaryIO:
    """Open an archive in a WACZ file; seekable, and quickly where it is stored as the standard wants it.

    Args:
        stream: The WACZ file.
        name: As `archives_in` has it.
        closes: Close the file with the archive.

    Raises:
        WaczError: There is no such archive, or it is compressed or encrypted in a way that is not read.
    """
    directory = _directory(stream)
    info = next((info for info in _archives(directory) if info.filename == name), None)
    if info is None:
        raise WaczError(f"there is no archive {name!r} in it")
    if info.flag_bits & ENCRYPTED or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise WaczError(f"{name!r} is encrypted, or compressed in an unknown way ({info.compress_type})")
    if info.compress_type == zipfile.ZIP_STORED:
        section = Section(stream, _data_start(stream, info), info.compress_size, closes=closes)
        return cast(BinaryIO, io.BufferedReader(section))
    if info.file_size > min(MAX_INFLATED, MAX_RATIO * max(info.compress_size, 1)):
        raise WaczError(f"{name!r} is compressed and says to be {info.file_size} bytes: store it, as WACZ wants it")
    copy = _inflated(directory, info)
    if closes:
        stream.close()
    return copy


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

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.seek, self.tell, self.seekable = stream.seek, stream.tell, stream.seekable

    def read(self, size: int = -1) -> bytes:
        if size > MAX_DIRECTORY:
            raise WaczError(f"its directory is {size} bytes long, more than {MAX_DIRECTORY}")
        return self._stream.read(size if size >= 0 else MAX_DIRECTORY)


def _directory(stream: BinaryIO) -> zipfile.ZipFile:
    try:
        directory = zipfile.ZipFile(cast(BinaryIO, _Bounded(stream)))
    except WaczError:
        raise
    except BROKEN as error:
        raise WaczError(f"it is no zip: {error}") from error
    if any(info.header_offset < 0 for info in directory.infolist()):
        raise WaczError("its directory names what lies before the file begins")
    return directory


def _archives(directory: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the directory's entries that are archives by name, each name once."""
    found = {info.filename: info for info in directory.infolist() if info.filename.lower().endswith(ARCHIVES)}
    return [info for info in found.values() if len(info.filename) <= MAX_NAME and info.filename.isprintable()]


def _data_start(stream: BinaryIO, info: zipfile.ZipInfo) -> int:
    """Return where a stored archive begins in the file: behind its local header."""
    stream.seek(info.header_offset)
    header = stream.read(LOCAL_HEADER.size)
    if len(header) < LOCAL_HEADER.size or not header.startswith(LOCAL_MAGIC):
        raise WaczError(f"{info.filename!r} does not lie where the directory says")
    _, name, extra = LOCAL_HEADER.unpack(header)
    return info.header_offset + LOCAL_HEADER.size + int(name) + int(extra)


def _inflated(directory: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    """Return an archive that is compressed as a temporary file."""
    with ExitStack() as undo:
        copy = undo.enter_context(tempfile.SpooledTemporaryFile(IN_MEMORY))
        try:
            with directory.open(info) as source:
                shutil.copyfileobj(source, copy, STEP)
        except (*BROKEN, zlib.error, EOFError) as error:
            raise WaczError(f"{info.filename!r} cannot be inflated: {error}") from error
        copy.seek(0)
        undo.pop_all()
    return cast(BinaryIO, copy)
