from __future__ import annotations

import gc
import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shards import part_files, storage
from shards.ledger import LedgerError, Tally
from shards.parts import (
    PartName,
    PartWriter,
    Place,
    describe,
    is_finished,
    numbered,
    read_record,
    read_rows,
    tally_outcomes,
)

SCHEMA = pa.schema([("id", pa.int64()), ("outcome", pa.string()), ("reason", pa.string())])
TALLY = tally_outcomes("rows")
ROWS = [
    {"id": 1, "outcome": "kept", "reason": ""},
    {"id": 2, "outcome": "failed", "reason": "dns"},
    {"id": 3, "outcome": "kept", "reason": ""},
]


def part_in(root: str, label: str = "00000-of-00001") -> PartName:
    return Place(root, "0123456789abcdef").part(label)


def write(name: PartName, *, private: bool = False, content: bytes = b"companion") -> str:
    with PartWriter(name) as part:
        head = part.table("head", SCHEMA)
        part.file("blob", "bin", private=private).write(content)
        more = part.table("more", SCHEMA)
        for row in ROWS:
            head.add(row)
            more.add(row)
        part.taken["rows"] += len(ROWS)
        part.totals["bytes"] += len(content)
        return part.publish("head")


def test_a_part_written_again_keeps_its_names_and_the_companions_that_stay(root: str) -> None:
    name = part_in(root)
    write(name, private=True)
    before = describe(name, "head", TALLY)
    record = read_record(name, "head")
    assert record.companions == {kind: before.files[kind] for kind in ("blob", "more")}
    assert (record.taken, record.totals) == (before.taken, before.totals)
    with PartWriter(name) as part:
        part.table("head", SCHEMA).add(ROWS[0])
        part.table_again("more", record.companions["more"].name, SCHEMA).add(ROWS[1])
        part.keep("blob", record.companions["blob"])
        part.taken.update(record.taken)
        part.publish("head")
    after = describe(name, "head", TALLY)
    assert {kind: info.name for kind, info in after.files.items()} == {
        kind: info.name for kind, info in before.files.items()
    }
    assert (after.files["blob"], after.taken) == (before.files["blob"], before.taken)
    assert list(read_rows(storage.join(root, after.files["more"].name))) == [ROWS[1]]
    with PartWriter(name) as part:
        part.table("head", SCHEMA)
        part.file_again("blob", before.files["blob"].name).write(b"other")
        part.publish("head")
    assert storage.read_bytes(storage.join(root, before.files["blob"].name)) == b"other"
    assert sorted(storage.names_in(root)) == sorted(info.name for info in before.files.values())


def test_what_a_head_says_is_asked_of_heads_only(root: str) -> None:
    name = part_in(root)
    write(name)
    with pytest.raises(ValueError, match="no head"):
        read_record(name, "more")


def test_a_published_part_is_described_from_what_lies_there(root: str) -> None:
    name = part_in(root)
    assert not is_finished(name, "head")
    path = write(name)
    assert path == name.path("head")
    assert is_finished(name, "head")
    info = describe(name, "head", TALLY)
    assert info.label == "00000-of-00001"
    assert info.taken == {"rows": 3}
    assert info.totals == {"bytes": 9}
    assert info.tallies == {"rows": Tally(2, {}, {"dns": 1})}
    assert {kind: file.rows for kind, file in info.files.items()} == {"head": 3, "blob": None, "more": 3}
    for file in info.files.values():
        data = storage.read_bytes(storage.join(root, file.name))
        assert (file.size, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert sorted(file.name for file in info.files.values()) == storage.names_in(root)
    assert storage.read_bytes(name.path("blob", "bin")) == b"companion"


def test_the_same_rows_give_the_same_bytes(root: str) -> None:
    write(part_in(root))
    first = {name: storage.read_bytes(storage.join(root, name)) for name in storage.names_in(root)}
    write(part_in(root))
    assert {name: storage.read_bytes(storage.join(root, name)) for name in storage.names_in(root)} == first


def test_names_carry_kind_label_and_fingerprint(root: str) -> None:
    assert part_in(root).file("head", "parquet") == "head-00000-of-00001.0123456789abcdef.parquet"
    assert part_in(root).path("warc", "warc.gz").startswith(storage.join(root, "warc-"))
    assert numbered(3, 16) == "00003-of-00016"
    other = Place(root, "f" * 16).part("00000-of-00001")
    write(part_in(root))
    assert not is_finished(other, "head")


@pytest.mark.parametrize("fails_at", [0, 1, 2])
def test_the_head_is_renamed_last(root: str, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    renamed: list[str] = []
    real = storage.rename

    def stop_at(source: str, target: str) -> None:
        if len(renamed) == fails_at:
            raise OSError("killed")
        real(source, target)
        renamed.append(target)

    monkeypatch.setattr(storage, "rename", stop_at)
    name = part_in(root)
    with pytest.raises(OSError, match="killed"):
        write(name)
    assert not is_finished(name, "head")
    assert not any(left.startswith(storage.TEMPORARY) for left in storage.names_in(root))
    assert len(storage.names_in(root)) == fails_at
    monkeypatch.undo()
    write(name)  # what was left is replaced
    assert describe(name, "head", TALLY).files["blob"].size == 9


@pytest.mark.filterwarnings("error")
def test_an_error_in_the_block_removes_every_file(root: str) -> None:
    def write_half() -> None:
        with PartWriter(part_in(root)) as part:
            table = part.table("head", SCHEMA)
            part.file("blob", "bin").write(b"half")
            for _ in range(part_files.ROWS_A_GROUP + 1):
                table.add(ROWS[0])
            raise KeyError("in the middle")

    with pytest.raises(KeyError, match="in the middle"):
        write_half()
    assert storage.names_in(root) == []
    gc.collect()  # an unfinished Parquet writer must not try to write its footer now


@pytest.mark.filterwarnings("error")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here: a full disk is not tested")
def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = storage.open_to_write

    def open_full(path: str) -> Any:
        return Path("/dev/full").open("wb") if "-blob-" in path else real(path)

    monkeypatch.setattr(storage, "open_to_write", open_full)
    with pytest.raises(OSError, match="No space left"):
        write(part_in(str(tmp_path)))
    assert storage.names_in(str(tmp_path)) == []
    gc.collect()


@pytest.mark.filterwarnings("error")
def test_a_row_that_fits_no_column_is_told_and_leaves_nothing(root: str) -> None:
    def write_nonsense() -> None:
        with PartWriter(part_in(root)) as part:
            part.file("blob", "bin").write(b"x")
            part.table("head", SCHEMA).add({"id": "not a number", "outcome": "kept", "reason": ""})
            part.publish("head")

    with pytest.raises(pa.ArrowInvalid, match="not a number"):
        write_nonsense()
    assert storage.names_in(root) == []
    gc.collect()


@pytest.mark.filterwarnings("error")
def test_leaving_without_publishing_removes_every_file(root: str) -> None:
    with PartWriter(part_in(root)) as part:
        part.table("head", SCHEMA).add(ROWS[0])
    assert storage.names_in(root) == []


def test_nothing_lies_under_its_name_before_publishing(root: str) -> None:
    name = part_in(root)
    with PartWriter(name) as part:
        part.table("head", SCHEMA)
        part.file("blob", "bin").write(b"x")
        assert all(left.startswith(storage.TEMPORARY) for left in storage.names_in(root))
        assert part.path_of("blob") == name.path("blob", "bin")
        assert part.written_at("blob") != part.path_of("blob")
        part.publish("head")
    assert storage.exists(name.path("blob", "bin"))


def test_a_closed_companion_can_be_read_before_it_is_published(root: str) -> None:
    with PartWriter(part_in(root)) as part:
        file = part.file("blob", "bin")
        file.write(b"content")
        file.close()
        assert storage.read_bytes(part.written_at("blob")) == b"content"
        part.table("head", SCHEMA)
        part.publish("head")


def test_private_companions_of_two_attempts_do_not_replace_each_other(root: str) -> None:
    name = part_in(root)
    write(name, private=True, content=b"of the first attempt")
    first = describe(name, "head", TALLY).files["blob"]
    write(name, private=True, content=b"of the second")
    second = describe(name, "head", TALLY).files["blob"]
    assert first.name != second.name
    assert storage.read_bytes(storage.join(root, first.name)) == b"of the first attempt"
    assert storage.read_bytes(storage.join(root, second.name)) == b"of the second"
    assert ".0123456789abcdef." in first.name


def test_a_cut_or_missing_companion_is_found(root: str) -> None:
    name = part_in(root)
    write(name)
    with storage.published(name.path("blob", "bin")) as stream:
        stream.write(b"compan")
    with pytest.raises(ValueError, match=r"is not the 9 bytes its part names: remove .*head-00000-of-00001"):
        describe(name, "head", TALLY)
    storage.remove([name.path("blob", "bin")])
    with pytest.raises(FileNotFoundError, match="blob-00000-of-00001"):
        describe(name, "head", TALLY)


def test_a_table_that_is_no_head_is_named(tmp_path: Path) -> None:
    name = part_in(str(tmp_path))
    pq.write_table(pa.Table.from_pylist(ROWS, schema=SCHEMA), name.path("head"))
    with pytest.raises(ValueError, match=r"head-00000-of-00001.*is no head of a part: remove it"):
        describe(name, "head", TALLY)


def test_a_row_with_an_unknown_outcome_is_an_error(root: str) -> None:
    name = part_in(root)
    with PartWriter(name) as part:
        part.table("head", SCHEMA).add({"id": 1, "outcome": "lost", "reason": ""})
        part.publish("head")
    with pytest.raises(LedgerError, match="lost"):
        describe(name, "head", TALLY)


def test_rows_are_read_back_in_order_and_by_column(root: str) -> None:
    path = write(part_in(root))
    assert list(read_rows(path)) == ROWS
    assert list(read_rows(path, ("id",))) == [{"id": 1}, {"id": 2}, {"id": 3}]


def test_row_groups_end_by_rows_or_by_bytes(root: str) -> None:
    name = part_in(root)
    with PartWriter(name) as part:
        head, large = part.table("head", SCHEMA), part.table("large", SCHEMA)
        for _ in range(part_files.ROWS_A_GROUP + 1):
            head.add(ROWS[0])
        for _ in range(3):
            large.add(ROWS[0], part_files.BYTES_A_GROUP)
        part.publish("head")
    groups = {
        kind: pq.ParquetFile(BytesIO(storage.read_bytes(name.path(kind)))).metadata.num_row_groups
        for kind in ("head", "large")
    }
    assert groups == {"head": 2, "large": 3}


def test_a_part_may_be_empty(root: str) -> None:
    name = part_in(root)
    with PartWriter(name) as part:
        part.table("head", SCHEMA)
        part.publish("head")
    info = describe(name, "head", TALLY)
    assert (info.files["head"].rows, info.tallies) == (0, {"rows": Tally()})
    assert list(read_rows(name.path("head"))) == []


def test_a_table_that_is_asked_for_as_rows_come_is_there_only_if_some_came(root: str) -> None:
    for label, rows in (("00000-of-00002", []), ("00001-of-00002", ROWS)):
        with PartWriter(part_in(root, label)) as part:
            part.table("head", SCHEMA)
            for row in rows:
                part.table_of("found", SCHEMA).add(row)
            part.publish("head")
    none, some = (describe(part_in(root, label), "head", TALLY) for label in ("00000-of-00002", "00001-of-00002"))
    assert "found" not in none.files
    assert some.files["found"].rows == 3
    assert some.files["found"].name != part_in(root, "00001-of-00002").file("found", "parquet")
    assert [row["id"] for row in read_rows(storage.join(root, some.files["found"].name))] == [1, 2, 3]
