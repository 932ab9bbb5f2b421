"""The WARC files of a part: where one is full, the next is begun."""

from __future__ import annotations

from dom_parsing.records import RecordRef
from ingest.exchange import Exchange
from ingest.records import Seen
from ingest.settings import FetchSettings
from ingest.warc.warc_reader import WarcRecord
from ingest.warc.warc_writer import WarcWriter
from shards.dataset import Corpus
from shards.parts import PartWriter

WARC = "warc"


class RollingWarc:
    """Writes exchanges into files of a part, of the kinds `warc`, `warc2`, `warc3`, ...

    Args:
        part: The part.
        corpus: What it belongs to: RecordRefs name its files relative to it.
        settings: How large a file may get, and how it is compressed.
    """

    def __init__(self, part: PartWriter, corpus: Corpus, settings: FetchSettings) -> None:
        self._part, self._corpus, self._settings = part, corpus, settings
        self._files = 0
        self._writer = self._next()
        self._size = 0

    def write(self, exchange: Exchange) -> RecordRef:
        """Write request and response, both into one file; return where the response lies."""
        return self._grown_by(self._with_room().write(exchange))

    def write_revisit(self, exchange: Exchange, seen: Seen) -> RecordRef:
        """Write request and head of a response that brought nothing new; return where the revisit record lies."""
        return self._grown_by(self._with_room().write_revisit(exchange, seen))

    def copy(self, record: WarcRecord) -> RecordRef:
        """Write a record of another archive; return where it lies."""
        return self._grown_by(self._with_room().copy(record))

    def _with_room(self) -> WarcWriter:
        if self._size >= self._settings.warc_bytes:
            self._writer = self._next()
        return self._writer

    def _grown_by(self, ref: RecordRef) -> RecordRef:
        self._size = ref.offset + ref.length
        return ref

    def _next(self) -> WarcWriter:
        self._files += 1
        kind = WARC if self._files == 1 else f"{WARC}{self._files}"
        file = self._part.file(kind, "warc.gz", private=True)
        path = self._corpus.relative(self._part.path_of(kind))
        return WarcWriter(file, path, gzip_level=self._settings.gzip_level)
