"""Which archives the command line means: URLs, paths, patterns, files that list them, and indexes of single records."""

from __future__ import annotations

import gzip
import logging
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from apache_beam.io.filesystems import FileSystems

from dom_parsing.records import RecordRef
from ingest.discovery.leads import HTML
from ingest.warc.cdx import MAX_LINE, CdxError, CdxRow, may_be_page, read_rows
from shards import storage

log = logging.getLogger("m3w")
GZIP_MAGIC = b"\x1f\x8b"
ARCHIVE_BEGINNINGS = ("WARC/", "filedesc:")
COMMON_CRAWL = "https://data.commoncrawl.org/"
MAX_LIST = 1 << 28
MAX_RECORDS = 5_000_000


def lines_of(arguments: Iterable[str]) -> list[str]:
    """Return the lines of all arguments: of a file its lines, of anything else the argument itself."""
    return [line for argument in arguments for line in (_listed(argument) if _is_file(argument) else [argument])]


def _is_file(argument: str) -> bool:
    return not storage.is_on_web(argument) and storage.exists(argument)


def expand(arguments: Sequence[str], base: str = "") -> list[str]:
    """Return the archives that the arguments name, each once, in order.

    Args:
        arguments: Paths or URLs of files, patterns with `*`, or `@FILE`: a list, a path or pattern a line, gzipped or
            not, itself a path or URL. A list names archives, never further lists.
        base: Folder or URL that relative paths begin at; the working directory where empty.

    Raises:
        ValueError: An argument names nothing that is there.
    """
    return list(dict.fromkeys(path for argument in arguments for path in _expand(argument, base)))


def _expand(argument: str, base: str) -> Iterator[str]:
    try:
        lines = _listed(argument[1:]) if argument.startswith("@") else [argument]
    except ValueError as error:
        raise ValueError(f"--warc {argument}: {error}; an archive itself is given without the @") from error
    for line in lines:
        yield from _matching(based(line, base))


def based(path: str, base: str) -> str:
    """Return a path or URL, where it is relative beginning at a base."""
    is_whole = "://" in path or path.startswith("/")
    return path if is_whole or not base else f"{base.rstrip('/')}/{path}"


def _matching(argument: str) -> list[str]:
    if storage.is_on_web(argument):
        return [argument]
    path = argument if "://" in argument else str(Path(argument).absolute())
    if storage.exists(path):  # its name may hold what a pattern would be told by
        return [path]
    found = sorted(match.path for match in FileSystems.match([path])[0].metadata_list)
    if not found:
        remedy = f"; for Common Crawl's lists give --warc-base {COMMON_CRAWL}" if "crawl-data/" in argument else ""
        raise ValueError(f"--warc {argument}: there is no such file{remedy}")
    return found


def indexed(arguments: Sequence[str], base: str = "") -> list[RecordRef]:
    """Return the records that indexes name and that may be pages, each once, in the order of files and places.

    Args:
        arguments: CDX or CDXJ files, gzipped or not, by path, pattern or URL, or URLs of an index server's answers.
        base: Folder or URL that the names of archives in them begin at; where empty, the index' own folder, and for
            an index server of Common Crawl its archives.

    Raises:
        ValueError: An argument names nothing that is there, is no index, or holds no capture that may be a page.
    """
    found: set[RecordRef] = set()
    for argument in arguments:
        for path in _matching(argument):
            found |= _pages(path, base or _base_of(path))
            if len(found) > MAX_RECORDS:
                raise ValueError(
                    f"--cdx {argument}: more than {MAX_RECORDS:,} records in all; take them in several runs"
                )
    return sorted(found)


def _base_of(path: str) -> str:
    place = path.partition("?")[0] if storage.is_on_web(path) else path
    host = place.partition("://")[2].partition("/")[0]
    if host == "index.commoncrawl.org" or "crawl-data/" in place or "cc-index/" in place:
        return COMMON_CRAWL
    return place.rpartition("/")[0]


def _pages(path: str, base: str) -> set[RecordRef]:
    """Return the records that may be pages, of one index."""
    rows = errors = 0
    first: CdxError | None = None
    pages: set[RecordRef] = set()
    paths: dict[str, str] = {}  # an index names few archives many times
    for row in _rows(path):
        if isinstance(row, CdxError):
            errors, first = errors + 1, first or row
            continue
        rows += 1
        if may_be_page(row, HTML):
            name = based(row.source.path, base)
            pages.add(replace(row.source, path=paths.setdefault(name, name)))
            if len(pages) > MAX_RECORDS:
                break
    if errors > rows:
        raise ValueError(f"--cdx {path}: {errors} of {rows + errors} lines are none of an index; {first}")
    if errors:
        log.warning("--cdx %s: %d lines are left out; %s", path, errors, first)
    if not pages:
        raise ValueError(f"--cdx {path}: no capture in it may be a page (status 200, HTML)")
    return pages


def _rows(path: str) -> Iterator[CdxRow | CdxError]:
    with storage.open_to_read(path) as stream:
        try:
            yield from read_rows(_lines(_unzipped(stream)))
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise ValueError(f"--cdx {path} is damaged: {error}") from error


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: stream.readline(MAX_LINE + 1), b"")


def _unzipped(stream: BinaryIO) -> BinaryIO:
    beginning = stream.read(2)
    stream.seek(0)
    return cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if beginning == GZIP_MAGIC else stream


def _listed(path: str) -> list[str]:
    try:
        with storage.open_to_read(path) as stream:
            data = _unzipped(stream).read(MAX_LIST + 1)
        text = data[:MAX_LIST].decode()
    except (UnicodeDecodeError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ValueError(f"{path} is no list of lines of text: {error}") from error
    if text.startswith(ARCHIVE_BEGINNINGS):
        raise ValueError(f"{path} is no list but an archive")
    if len(data) > MAX_LIST:
        raise ValueError(f"{path} is a list of more than {MAX_LIST:,} bytes: split it")
    return [line.strip() for line in text.splitlines() if line.strip()]
