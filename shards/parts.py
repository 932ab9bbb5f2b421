"""Parts: the unit in which a dataset is written, kept and redone.

A part is one Parquet table, its head, and any number of companions (WARC, tar, further tables). All are written under
temporary names; the companions are renamed first and the head last, so a part whose head is there is whole. The head's
metadata names the companions with their sizes and digests, and what was taken in to make the part.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from shards import storage
from shards.ledger import Tally, tally_rows
from shards.manifest import FileInfo, PartInfo
from shards.part_files import HashingFile, Table

METADATA_KEY = b"m3w.part"

Tallier = Callable[[pq.ParquetFile], Mapping[str, Tally]]
"""Counts how the rows of a head ended, by unit."""


@dataclass(frozen=True, slots=True)
class PartName:
    """Where a part lies and what its files are called; the fingerprint keeps parts of different makings apart."""

    folder: str
    fingerprint: str
    label: str

    def file(self, kind: str, suffix: str) -> str:
        """Return the name of one of its files, such as `documents-00003-of-00016.0f3a….parquet`."""
        return f"{kind}-{self.label}.{self.fingerprint}.{suffix}"

    def path(self, kind: str, suffix: str = "parquet") -> str:
        """Return the full path of one of its files."""
        return storage.join(self.folder, self.file(kind, suffix))


@dataclass(frozen=True, slots=True)
class Place:
    """Where the parts of one generation go."""

    folder: str
    fingerprint: str

    def part(self, label: str) -> PartName:
        """Return the name of one of its parts."""
        return PartName(self.folder, self.fingerprint, label)


def numbered(index: int, count: int) -> str:
    """Return the label of one of a known number of parts."""
    return f"{index:05d}-of-{count:05d}"


class PartWriter(AbstractContextManager["PartWriter"]):
    """Writes the files of one part; leaving the block without `publish` removes every trace of them."""

    def __init__(self, name: PartName) -> None:
        self.name = name
        self.taken: Counter[str] = Counter()
        self.totals: Counter[str] = Counter()
        self._tables: dict[str, Table] = {}
        self._files: dict[str, tuple[str, str, HashingFile]] = {}
        self._kept: dict[str, FileInfo] = {}
        storage.make_folder(name.folder)

    def file(self, kind: str, suffix: str, *, private: bool = False) -> HashingFile:
        """Open a companion for writing bytes.

        Args:
            kind: What the file holds.
            suffix: The end of its name.
            private: Give the file a name no other attempt at this part uses. What is fetched differs from attempt to
                attempt, so two that race must not replace each other's file under a head that names only one.
        """
        return self._open(kind, self.name.path(kind, f"{uuid.uuid4().hex[:8]}.{suffix}" if private else suffix))

    def file_again(self, kind: str, name: str) -> HashingFile:
        """Open a companion of a finished part for writing it anew, under the name that it has."""
        return self._open(kind, storage.join(self.name.folder, name))

    def table_again(self, kind: str, name: str, schema: pa.Schema) -> Table:
        """Open a table of a finished part for writing it anew, under the name that it has."""
        table = Table(self.file_again(kind, name), schema)
        self._tables[kind] = table
        return table

    def keep(self, kind: str, info: FileInfo) -> None:
        """Name a companion of a finished part that stays as it is."""
        self._kept[kind] = info

    def _open(self, kind: str, path: str) -> HashingFile:
        temporary = storage.temporary_beside(path)
        file = HashingFile(storage.open_to_write(temporary))
        self._files[kind] = (temporary, path, file)
        return file

    def table(self, kind: str, schema: pa.Schema) -> Table:
        """Open a table for writing rows."""
        table = Table(self.file(kind, "parquet"), schema)
        self._tables[kind] = table
        return table

    def table_of(self, kind: str, schema: pa.Schema) -> Table:
        """Return the table of a kind, opened (under a private name) when it is asked for first."""
        if kind not in self._tables:
            self._tables[kind] = Table(self.file(kind, "parquet", private=True), schema)
        return self._tables[kind]

    def path_of(self, kind: str) -> str:
        """Return the path a file will have once published."""
        return self._files[kind][1]

    def written_at(self, kind: str) -> str:
        """Return the path a file has until it is published."""
        return self._files[kind][0]

    def publish(self, head: str) -> str:
        """Finish every file and rename them, the head last; return the head's path."""
        companions = {kind: self._finish(kind) for kind in self._files if kind != head}
        record = {
            "files": {kind: asdict(info) for kind, info in (self._kept | companions).items()},
            "taken": dict(self.taken),
            "totals": dict(self.totals),
        }
        self._tables[head].describe({METADATA_KEY: json.dumps(record, sort_keys=True).encode()})
        self._finish(head)
        for kind in (*companions, head):
            temporary, path, _ = self._files[kind]
            storage.rename(temporary, path)
        path = self._files[head][1]
        self._files = {}
        return path

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for _, _, file in self._files.values():
            file.abandon()
        for table in self._tables.values():
            table.abandon()
        storage.remove([temporary for temporary, _, _ in self._files.values()])

    def _finish(self, kind: str) -> FileInfo:
        table = self._tables.get(kind)
        _, path, file = self._files[kind]
        if table:
            table.close()
        file.close()
        return FileInfo(path.rsplit("/", 1)[-1], file.size, file.sha256, table.rows if table else None)


def is_finished(name: PartName, head: str) -> bool:
    """Tell whether an earlier run, or another attempt of this one, has published the part."""
    return storage.exists(name.path(head))


def describe(name: PartName, head: str, tally: Tallier) -> PartInfo:
    """Describe a finished part from what lies on disk: the ledger rests on rows, not on counters.

    Raises:
        ValueError: The file is no head of a part, or a companion is not the one the head names.
        FileNotFoundError: A companion is missing.
        LedgerError: A row ended in none of the known ways.
    """
    path = name.path(head)
    data = storage.read_bytes(path)
    with pq.ParquetFile(pa.BufferReader(data)) as table:
        record = _record_in(table, path)
        own = FileInfo(name.file(head, "parquet"), len(data), hashlib.sha256(data).hexdigest(), table.metadata.num_rows)
        tallies = tally(table)
    for info in record.companions.values():
        if storage.size_of(storage.join(name.folder, info.name)) != info.size:
            raise ValueError(f"{info.name} in {name.folder} is not the {info.size} bytes its part names: remove {path}")
    return PartInfo(name.label, {head: own, **record.companions}, record.taken, tallies, record.totals)


@dataclass(frozen=True, slots=True)
class PartRecord:
    """What the head of a part says of it: its companions by kind, what was taken in for it, and its sums."""

    companions: Mapping[str, FileInfo]
    taken: Mapping[str, int]
    totals: Mapping[str, int]


def read_record(name: PartName, head: str) -> PartRecord:
    """Read what the head of a part says, whether or not its companions are what it names.

    Raises:
        ValueError: The file is no head of a part.
    """
    path = name.path(head)
    with storage.open_to_read(path) as stream, pq.ParquetFile(stream) as table:
        return _record_in(table, path)


def _record_in(table: pq.ParquetFile, path: str) -> PartRecord:
    metadata = table.schema_arrow.metadata or {}
    if METADATA_KEY not in metadata:
        raise ValueError(f"{path} is no head of a part: remove it")
    record = json.loads(metadata[METADATA_KEY])
    companions = {kind: FileInfo(**info) for kind, info in record["files"].items()}
    return PartRecord(companions, record["taken"], record["totals"])


def tally_outcomes(unit: str, reason: str = "reason") -> Tallier:
    """Return a tallier for tables with the columns `outcome` and `reason`, all rows in one unit."""

    def tally(table: pq.ParquetFile) -> Mapping[str, Tally]:
        return {unit: tally_rows(_pairs(table, reason))}

    return tally


def _pairs(table: pq.ParquetFile, reason: str) -> Iterator[tuple[str, str]]:
    for batch in table.iter_batches(columns=["outcome", reason]):
        yield from zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True)


def read_rows(path: str, columns: Iterable[str] | None = None) -> Iterator[dict[str, Any]]:
    """Read the rows of one table, a batch at a time."""
    with storage.open_to_read(path) as stream, pq.ParquetFile(stream) as table:
        for batch in table.iter_batches(batch_size=1000, columns=list(columns) if columns else None):
            yield from batch.to_pylist()
