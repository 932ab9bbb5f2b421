"""Files by path or URL, through Beam's filesystems and web servers: what is published appears whole or not at all.

Where the filesystem is an object store, a folder is nothing but the beginning of names, and never "exists" by itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from apache_beam.io.filesystem import CompressionTypes
from apache_beam.io.filesystems import FileSystems

from ingest.warc import wacz
from shards import web_files

TEMPORARY = ".tmp-"
_PLAIN = CompressionTypes.UNCOMPRESSED


def join(folder: str, *names: str) -> str:
    """Return the path of a file in a folder, local or remote."""
    return str(FileSystems.join(folder, *names))


def exists(path: str) -> bool:
    """Tell whether a file or folder is there."""
    return bool(FileSystems.exists(path))


def is_on_web(path: str) -> bool:
    """Tell whether a path is the URL of a file on a web server, where nothing can be listed or written."""
    return path.startswith(web_files.SCHEMES)


def names_in(folder: str, beginning: str = "") -> list[str]:
    """Return the names of the files right inside a folder that begin so, sorted; none where the folder is missing."""
    matches = FileSystems.match([join(folder, f"{beginning}*")])[0].metadata_list
    return sorted(FileSystems.split(match.path)[1] for match in matches)


def size_of(path: str) -> int:
    """Return a file's bytes.

    Raises:
        FileNotFoundError: The file is not there.
    """
    with suppress(FileNotFoundError):
        # FileSystems.match would take a `[` in a name for a pattern. A web server tells in one request what is there.
        if is_on_web(path) or exists(path):
            return int(FileSystems.get_filesystem(path).size(path))
    raise FileNotFoundError(f"{path} is not there")


def open_to_read(path: str) -> BinaryIO:
    """Open a file as it is stored (a `.gz` is not decompressed), seekable; also an archive inside a WACZ file."""
    outer, archive = wacz.split(path)
    stream: BinaryIO = FileSystems.open(outer, compression_type=_PLAIN)
    if not archive:
        return stream
    try:
        return wacz.read_directory(stream).open(archive, closes=True)
    except wacz.WaczError as error:
        raise wacz.WaczError(f"{outer}: {error}") from error


def read_bytes(path: str) -> bytes:
    """Return a whole file."""
    with open_to_read(path) as stream:
        return stream.read()


def make_folder(folder: str) -> None:
    """Make a folder and those above it, where the filesystem has folders at all."""
    if not exists(folder):
        try:
            FileSystems.mkdirs(folder)
        except OSError:  # another worker made it in the meantime
            if not exists(folder):
                raise


def temporary_beside(path: str) -> str:
    """Return a new name in the same folder, one that no reader looks at."""
    folder, name = FileSystems.split(path)
    return join(folder, f"{TEMPORARY}{uuid.uuid4().hex[:12]}-{name}")


def open_to_write(path: str) -> BinaryIO:
    """Open a file for writing as it will be stored."""
    return FileSystems.create(path, compression_type=_PLAIN)


def rename(source: str, target: str) -> None:
    """Move a file, replacing what is there; on a local disk in one atomic step."""
    FileSystems.rename([source], [target])


def remove(paths: list[str]) -> None:
    """Delete files; those that are not there are no error."""
    present = [path for path in paths if exists(path)]
    if present:
        FileSystems.delete(present)


def remove_temporaries(folder: str) -> None:
    """Delete what killed writers have left behind in a folder; only where none is at work."""
    remove([join(folder, name) for name in names_in(folder, TEMPORARY)])


@contextmanager
def published(path: str) -> Iterator[BinaryIO]:
    """Write a file that appears under its name only when the block ends well."""
    temporary = temporary_beside(path)
    make_folder(FileSystems.split(path)[0])
    try:
        with open_to_write(temporary) as stream:
            yield stream
        rename(temporary, path)
    except BaseException:
        remove([temporary])
        raise


def folders_in(folder: str) -> list[str]:
    """Return the names of the folders right inside a folder that hold files, sorted."""
    prefix = folder.rstrip("/") + "/"
    matches = FileSystems.match([prefix + "**"])[0].metadata_list
    inside = (match.path.removeprefix(prefix) for match in matches)
    return sorted({path.split("/")[0] for path in inside if "/" in path})
