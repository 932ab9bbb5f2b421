"""Files on web servers, for Beam's filesystems: to be read, never to be written. Importing this is enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, NoReturn, cast

from apache_beam.io.filesystem import CompressionTypes, FileMetadata, FileSystem, MatchResult

from ingest.web_file import WebFile

SCHEMES = ("http://", "https://")


class HttpFileSystem(FileSystem):
    """What Beam asks of a filesystem, of http:// URLs. A URL names one file, whatever `*` and `?` are in it."""

    @classmethod
    def scheme(cls) -> str:
        """Return the scheme of the URLs."""
        return "http"

    def join(self, basepath: str, *paths: str) -> str:
        """Return the URL of a file in a folder."""
        return "/".join([basepath.rstrip("/"), *paths])

    def split(self, path: str) -> tuple[str, str]:
        """Return the folder and the name of a file."""
        folder, _, name = path.rpartition("/")
        return folder, name

    def has_dirs(self) -> bool:
        """Return False."""
        return False

    def match(self, patterns: Sequence[str], limits: Sequence[int | None] | None = None) -> list[MatchResult]:
        """Return for each URL the file that is there, if one is."""
        return [MatchResult(url, list(_found(url))) for url in patterns]

    def open(self, path: str, mime_type: str = "", compression_type: str = CompressionTypes.UNCOMPRESSED) -> BinaryIO:
        """Open a file as it is stored."""
        return cast(BinaryIO, WebFile(path))

    def exists(self, path: str) -> bool:
        """Tell whether a file is there."""
        return any(_found(path))

    def size(self, path: str) -> int:
        """Return a file's bytes."""
        return WebFile(path).size

    def metadata(self, path: str) -> FileMetadata:
        """Return path and size."""
        return FileMetadata(path, self.size(path))

    def last_updated(self, path: str) -> float:
        """Refuse: servers need not say."""
        raise OSError(f"{path}: a web server need not say when a file was changed; nothing of m3w asks for it")

    def _list(self, dir_or_prefix: str) -> NoReturn:
        raise OSError(f"{dir_or_prefix}: a web server lists no files; name each, or give a file that lists them")

    def create(self, path: str, *_: Any, **__: Any) -> NoReturn:
        """Refuse."""
        _refuse(path)

    def mkdirs(self, path: str) -> NoReturn:
        """Refuse."""
        _refuse(path)

    def copy(self, source_file_names: Sequence[str], destination_file_names: Sequence[str]) -> NoReturn:
        """Refuse."""
        _refuse(destination_file_names[0])

    def rename(self, source_file_names: Sequence[str], destination_file_names: Sequence[str]) -> NoReturn:
        """Refuse."""
        _refuse(destination_file_names[0])

    def delete(self, paths: Sequence[str]) -> NoReturn:
        """Refuse."""
        _refuse(paths[0])


class HttpsFileSystem(HttpFileSystem):
    """The same of https:// URLs."""

    @classmethod
    def scheme(cls) -> str:
        """Return the scheme of the URLs."""
        return "https"


def _found(url: str) -> Iterator[FileMetadata]:
    try:
        yield FileMetadata(url, WebFile(url).size)
    except FileNotFoundError:
        return


def _refuse(path: str) -> NoReturn:
    raise OSError(f"{path}: nothing can be written to a web server; give a folder, or a gs:// or s3:// URL")
