"""What one part of documents is made from: an archive, a section of one, or single records of several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice

from dom_parsing.records import RecordRef
from ingest.decoding import MALFORMED
from ingest.warc import wacz
from ingest.warc.archive_walk import can_be_split
from ingest.warc.warc_reader import MAX_RECORD_BYTES, WarcRecord, read_range, read_records, read_section
from shards import ranges, storage
from shards.dataset import Corpus
from shards.ranges import Range

SECTION = 256 << 20
"""Bytes of a section: where there are few archives, longer ones are read by several workers at the same time."""
FEW = 64
RECORDS_A_PIECE = 2000
ASKING = 8
UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Stretch:
    """An archive, or those of its records that begin in a section of it.

    Attributes:
        path: Full path or URL.
        size: Bytes of it.
        start: First byte of the section.
        stop: First byte behind it; None for the whole archive.
    """

    path: str
    size: int
    start: int = 0
    stop: int | None = None

    def records(self, corpus: Corpus) -> Iterator[WarcRecord]:
        """Yield its records, in order."""
        name = corpus.relative(self.path)
        with storage.open_to_read(self.path) as stream:
            if self.stop is None:
                yield from read_records(stream, name)
            else:
                yield from read_section(stream, name, self.start, self.stop)


@dataclass(frozen=True, slots=True)
class Picks:
    """Single records, by the bytes that an index says they take.

    Attributes:
        refs: Where they lie, with full paths or URLs.
    """

    refs: tuple[RecordRef, ...]

    @property
    def size(self) -> int:
        """Bytes of them."""
        return sum(ref.length for ref in self.refs)

    def records(self, corpus: Corpus) -> Iterator[WarcRecord]:
        """Yield them, neighbours read at once; what cannot be read is a record with the error `unreachable`."""
        for ref, data in bytes_of_each(self.refs, str):
            yield from _records_in(data, replace(ref, path=corpus.relative(ref.path)))


Piece = Stretch | Picks


def bytes_of_each(refs: Sequence[RecordRef], resolve: Callable[[str], str]) -> Iterator[tuple[RecordRef, bytes | None]]:
    """Yield the bytes of records, in the order of their places, neighbours read at once; None where they can't be read.

    Args:
        refs: The records, each once.
        resolve: Returns the full path of a file that a RecordRef names.
    """
    spans = iter(ranges.coalesce(refs))
    with ThreadPoolExecutor(ranges.READERS) as pool:
        while window := list(islice(spans, ranges.READERS)):
            for span, found in zip(window, pool.map(lambda span: _bytes_of(span, resolve), window), strict=True):
                yield from ((ref, found.get(ref)) for ref in span.refs)


def _bytes_of(span: Range, resolve: Callable[[str], str]) -> dict[RecordRef, bytes]:
    """Return the bytes of the records of a range that can be read; one that cannot takes no neighbour with it."""
    try:
        return ranges.read_range(span, resolve)
    except (OSError, EOFError, wacz.WaczError):
        alone = [Range(ref.path, ref.offset, ref.length, (ref,)) for ref in span.refs if len(span.refs) > 1]
        return {ref: data for each in alone for ref, data in _bytes_of(each, resolve).items()}


def _records_in(data: bytes | None, source: RecordRef) -> Iterator[WarcRecord]:
    if data is None:
        yield WarcRecord(source, error=UNREACHABLE)
        return
    found = False
    for record in read_range(data, source):
        found = True
        yield record
    if not found:
        yield WarcRecord(source, error=MALFORMED)


def stretches(files: Sequence[tuple[str, int]], section: int = SECTION) -> list[Stretch]:
    """Return archives, long ones in sections where there are only a few.

    Args:
        files: Paths or URLs, with sizes in bytes.
        section: Bytes of a section.
    """
    if len(files) >= FEW:
        return [Stretch(path, size) for path, size in files]
    return [piece for path, size in files for piece in _sections(path, size, section)]


def _sections(path: str, size: int, section: int) -> list[Stretch]:
    if size < 2 * section or wacz.is_wacz(path):
        return [Stretch(path, size)]
    with storage.open_to_read(path) as stream:
        if not can_be_split(stream, MAX_RECORD_BYTES):
            return [Stretch(path, size)]
    starts = range(0, size, section)
    return [Stretch(path, min(section, size - start), start, min(start + section, size)) for start in starts]


def picks(refs: Sequence[RecordRef]) -> list[Picks]:
    """Return records in pieces."""
    return [Picks(tuple(refs[start : start + RECORDS_A_PIECE])) for start in range(0, len(refs), RECORDS_A_PIECE)]


def sizes_of(paths: Sequence[str]) -> list[tuple[str, int]]:
    """Return files with their sizes in bytes, several asked for at a time.

    Raises:
        FileNotFoundError: One is not there.
    """
    with ThreadPoolExecutor(ASKING) as pool:
        return list(zip(paths, pool.map(storage.size_of, paths), strict=True))
