"""Archives of ours with fillers in the place of records that have to go."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from dom_parsing.urls import MAX_URL_LENGTH
from ingest.opt_outs.tombstones import Tombstones
from ingest.warc.archive_walk import Placed, walk
from ingest.warc.filler import filler, is_filler
from ingest.warc.warc_reader import MAX_RECORD_BYTES

STEP = 1 << 20


class Sink(Protocol):
    """Anything bytes can be written to."""

    def write(self, data: bytes, /) -> int:
        """Write all of the bytes."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a record lies that has to go: its first byte, and its bytes."""

    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """Where an archive holds nothing, or is to hold nothing.

    Attributes:
        spans: The records that have to go, in order.
        fillers: Where fillers begin that are there already.
    """

    spans: tuple[Span, ...]
    fillers: frozenset[int] = frozenset()

    @property
    def offsets(self) -> frozenset[int]:
        """Where all of them begin."""
        return self.fillers | {span.offset for span in self.spans}


def gaps_in(stream: BinaryIO, forgotten: Tombstones, offsets: Collection[int] = ()) -> Gaps:
    """Return the records of an archive that have to go, and those that have gone.

    Those are the records of forgotten URLs; those at given places, whatever their URL (a forgotten image's, which was
    got from where its URL led to); and the requests that all of these answer.

    Args:
        stream: An archive that `WarcWriter` has written.
        forgotten: What is to go.
        offsets: Where further records begin that are.
    """
    gone: set[Span] = set()
    answers: set[str] = set()
    requests: dict[Span, str] = {}
    fillers: set[int] = set()
    for placed in walk(stream, MAX_RECORD_BYTES):
        span, fields = Span(placed.offset, placed.length), placed.block.fields
        if is_filler(fields.get("warc-type", ""), fields.get("content-type", "")):
            fillers.add(span.offset)
            continue
        requests[span] = fields.get("warc-concurrent-to", "")
        if span.offset in offsets or forgotten.covers_written(_url(placed)):
            gone.add(span)
            answers.add(fields.get("warc-record-id", ""))
    gone |= {span for span, answer in requests.items() if answer and answer in answers}
    return Gaps(tuple(sorted(gone, key=lambda span: span.offset)), frozenset(fillers))


def fill(stream: BinaryIO, spans: Sequence[Span], name: Callable[[int], str], target: Sink) -> None:
    """Copy an archive, fillers in the place of some of its records: every other byte, and its place, stays.

    Args:
        stream: The archive.
        spans: The records, in order.
        name: Names the filler at an offset.
        target: Takes the copy.
    """
    stream.seek(0)
    position = 0
    for span in spans:
        _copy(stream, span.offset - position, target)
        target.write(filler(span.length, name(span.offset)))
        position = span.offset + span.length
        stream.seek(position)
    for data in _rest(stream):
        target.write(data)


def _url(placed: Placed) -> str:
    return placed.block.fields.get("warc-target-uri", "").strip("<>")[:MAX_URL_LENGTH]


def _copy(stream: BinaryIO, size: int, target: Sink) -> None:
    while size:
        data = stream.read(min(size, STEP))
        if not data:
            raise EOFError(f"the archive ends {size} bytes before a record that was found in it")
        target.write(data)
        size -= len(data)


def _rest(stream: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: stream.read(STEP), b"")
