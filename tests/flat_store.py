"""An object store in memory: names of objects and their bytes, no folders. No real one can be run on a test machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from apache_beam.io.filesystem import BeamIOError, CompressionTypes, FileMetadata, FileSystem

SCHEME = "flat"
PLACES = ("local", SCHEME)
OBJECTS: dict[str, bytes] = {}
"""In the order in which they appeared."""
DELETED: list[str] = []
"""What went, in order."""


class _Object(BytesIO):
    """An object being written: it appears when it is closed, as in S3 and Google's storage."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def close(self) -> None:
        if not self.closed:
            OBJECTS[self._path] = self.getvalue()
        super().close()


class FlatFileSystem(FileSystem):
    """What Beam asks of a filesystem, with the semantics of its GCSFileSystem."""

    @classmethod
    def scheme(cls) -> str:
        return SCHEME

    def join(self, basepath: str, *paths: str) -> str:
        return "/".join([basepath.rstrip("/"), *paths])

    def split(self, path: str) -> tuple[str, str]:
        folder, _, name = path.rpartition("/")
        return folder, name

    def mkdirs(self, path: str) -> None:
        pass

    def has_dirs(self) -> bool:
        return False

    def _list(self, prefix: str) -> Iterator[Any]:
        yield from (FileMetadata(path, len(data), 0) for path, data in OBJECTS.items() if path.startswith(prefix))

    def create(self, path: str, *_: Any, **__: Any) -> BinaryIO:
        return _Object(path)

    def open(self, path: str, mime_type: str = "", compression_type: str = CompressionTypes.AUTO) -> BinaryIO:
        if path not in OBJECTS:
            raise FileNotFoundError(path)
        return BytesIO(OBJECTS[path])

    def copy(self, source_file_names: list[str], destination_file_names: list[str]) -> None:
        for source, target in zip(source_file_names, destination_file_names, strict=True):
            OBJECTS[target] = OBJECTS[source]

    def rename(self, source_file_names: list[str], destination_file_names: list[str]) -> None:
        self.copy(source_file_names, destination_file_names)
        self.delete(source_file_names)

    def exists(self, path: str) -> bool:
        return path in OBJECTS

    def size(self, path: str) -> int:
        return len(OBJECTS[path])

    def last_updated(self, path: str) -> float:
        return 0.0

    def checksum(self, path: str) -> str:
        return str(self.size(path))

    def metadata(self, path: str) -> Any:
        return FileMetadata(path, self.size(path), 0)

    def delete(self, paths: list[str]) -> None:
        missing = [path for path in paths if path not in OBJECTS]
        if missing:
            raise BeamIOError("Delete operation failed", dict.fromkeys(missing))
        for path in paths:
            del OBJECTS[path]
            DELETED.append(path)

    def report_lineage(self, path: str, lineage: Any) -> None:
        pass


@contextmanager
def place(kind: str, folder: Path) -> Iterator[str]:
    """Give a place for files that is empty when the block begins: a local folder, or a bucket without folders."""
    OBJECTS.clear()
    DELETED.clear()
    yield str(folder / "root") if kind == "local" else f"{SCHEME}://bucket/root"
    OBJECTS.clear()
