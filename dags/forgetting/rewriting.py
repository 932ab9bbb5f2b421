"""Parts without what is forgotten: rows edited, records filled, every file under the name it had."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from dags.crawling.crawl_part import LISTED_KIND
from dags.forgetting.columns import require_known
from dags.forgetting.edits import EDITS, TALLIES, Edit, Row
from dags.forgetting.filling import Gaps, fill, gaps_in
from dags.forgetting.parts_at_hand import Part
from dags.imaging.images import HEAD as IMAGES_KIND
from dags.rolling_warc import WARC
from dags.tombstones import load_tombstones
from ingest.opt_outs.tombstones import Tombstones
from shards import storage
from shards.dataset import Corpus
from shards.manifest import FileInfo
from shards.part_files import Table
from shards.parts import PartRecord, PartWriter, describe, read_record, read_rows

WARC_KIND = re.compile(rf"{WARC}\d*")
STEP = 1 << 20


@dataclass(frozen=True, slots=True)
class Rewriter:
    """Rewrites parts.

    Attributes:
        corpus: What they belong to.
        tombstones: Paths of its tombstones.
        resumes: Whether an earlier attempt was cut off: then a companion may be rewritten already, its head not yet.
    """

    corpus: Corpus
    tombstones: tuple[str, ...]
    resumes: bool

    def rewrite(self, part: Part) -> dict[str, Any]:
        """Rewrite a part where it holds what is forgotten; return it as plain values, and the records filled."""
        forgotten = load_tombstones(self.tombstones)
        record = read_record(part.name, part.head)
        rows = list(_gone(part.path, part.head, forgotten))
        gaps = self._gaps(part, record, rows, forgotten)
        filled = sum(len(each.spans) for each in gaps.values())
        changed = rows or filled or self._listed_changes(part, record, forgotten)
        if changed or (self.resumes and self._is_stale(part, record)):
            self._write(part, record, gaps, forgotten)
        info = describe(part.name, part.head, TALLIES[part.head])
        return {"folder": part.name.folder, "part": asdict(info), "filled": filled, "rewritten": bool(changed)}

    def _gaps(self, part: Part, record: PartRecord, rows: list[Row], forgotten: Tombstones) -> dict[str, Gaps]:
        """Return the records to fill, of each archive of a part, and those that are."""
        gaps = {}
        for kind, info in record.companions.items():
            if WARC_KIND.fullmatch(kind):
                path = storage.join(part.name.folder, info.name)
                sources = [row["source"] for row in rows if part.head == IMAGES_KIND and row["source"]]
                own = self.corpus.relative(path)
                with storage.open_to_read(path) as stream:
                    offsets = {source["offset"] for source in sources if source["path"] == own}
                    gaps[kind] = gaps_in(stream, forgotten, offsets)
        return gaps

    def _listed_changes(self, part: Part, record: PartRecord, forgotten: Tombstones) -> bool:
        """Return whether what lists say of pages changes, though the captures beside it may not."""
        info = record.companions.get(LISTED_KIND)
        path = storage.join(part.name.folder, info.name) if info else ""
        return bool(path) and next(_gone(path, LISTED_KIND, forgotten), None) is not None

    def _tables(self, part: Part, record: PartRecord) -> Iterator[tuple[str, str]]:
        """Yield kind and path of each table beside the head that is edited."""
        for kind, info in record.companions.items():
            if kind in EDITS:
                yield kind, storage.join(part.name.folder, info.name)

    def _is_stale(self, part: Part, record: PartRecord) -> bool:
        return any(_as_it_is(part, info) != info for info in record.companions.values())

    def _places(self, part: Part, record: PartRecord, gaps: Mapping[str, Gaps]) -> frozenset[tuple[str, int]]:
        """Return where gaps of the part's archives begin: path, as rows have it, and offset."""
        own = {
            kind: self.corpus.relative(storage.join(part.name.folder, record.companions[kind].name)) for kind in gaps
        }
        return frozenset((own[kind], offset) for kind, each in gaps.items() for offset in each.offsets)

    def _write(self, part: Part, record: PartRecord, gaps: Mapping[str, Gaps], forgotten: Tombstones) -> None:
        for kind, path in ((part.head, part.path), *self._tables(part, record)):
            require_known(path, EDITS[kind].schema)
        goes = _Goes(forgotten, self._places(part, record, gaps))
        with PartWriter(part.name) as writer:
            writer.taken.update(record.taken)
            _edit(part.path, part.head, writer.table(part.head, EDITS[part.head].schema), goes, writer.totals)
            for kind, info in record.companions.items():
                path = storage.join(part.name.folder, info.name)
                if kind in EDITS:
                    table = writer.table_again(kind, info.name, EDITS[kind].schema)
                    _edit(path, kind, table, goes, writer.totals)
                elif kind in gaps and gaps[kind].spans:
                    own = self.corpus.relative(path)
                    with storage.open_to_read(path) as stream:
                        name = f"{own}:{{}}".format
                        fill(stream, gaps[kind].spans, name, writer.file_again(kind, info.name))
                else:
                    writer.keep(kind, _as_it_is(part, info))
            writer.publish(part.head)


def _gone(path: str, kind: str, forgotten: Tombstones) -> Iterator[Row]:
    edit = EDITS[kind]
    return (row for row in read_rows(path) if edit.goes(row, forgotten))


@dataclass(frozen=True, slots=True)
class _Goes:
    """Which rows go: those of what is forgotten, and those whose record has to go, as an image's whose URL leads there.

    Attributes:
        forgotten: What is.
        gaps: Where records were that are no more.
    """

    forgotten: Tombstones
    gaps: frozenset[tuple[str, int]]

    def __call__(self, edit: Edit, row: Row) -> bool:
        source = row.get("source")
        lost = source is not None and (source["path"], source["offset"]) in self.gaps
        return lost or edit.goes(row, self.forgotten)


def _edit(path: str, kind: str, table: Table, goes: _Goes, totals: Counter[str]) -> None:
    """Copy the rows of a table, edited, and add what they add to the totals of their part."""
    edit = EDITS[kind]
    for row in read_rows(path):
        kept = edit.instead(row) if goes(edit, row) else row
        if kept is not None:
            table.add(kept, size=edit.size(kept))
            totals.update(edit.totals(kept))


def _as_it_is(part: Part, info: FileInfo) -> FileInfo:
    """Return what a file is now."""
    sha256 = hashlib.sha256()
    size = 0
    with storage.open_to_read(storage.join(part.name.folder, info.name)) as stream:
        while data := stream.read(STEP):
            sha256.update(data)
            size += len(data)
    return replace(info, size=size, sha256=sha256.hexdigest())
