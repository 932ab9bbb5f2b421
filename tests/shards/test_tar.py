from __future__ import annotations

import json
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import webdataset
from hypothesis import given, settings
from hypothesis import strategies as st

from shards.ledger import Tally
from shards.parts import HashingFile
from shards.tar import INDEX, ShardWriter, scan, tally_index

SAMPLES: dict[str, dict[str, bytes]] = {
    "a" * 32: {"txt": b"One.<EOC><image><EOC>\n", "json": b'{"id": "a"}\n', "000.jpg": b"\xff\xd8" + b"j" * 600},
    "b" * 32: {"json": b"{}\n", "txt": b"\n"},
    "c" * 32: {"json": b"{}\n", "001.gif": b"", "000.png": b"p" * 512, "txt": b"x\n"},
}


def tar_of(samples: dict[str, dict[str, bytes]]) -> bytes:
    file = BytesIO()
    writer = ShardWriter(file)
    for key, members in samples.items():
        writer.add(key, members)
    writer.close()
    return file.getvalue()


def test_the_same_samples_give_the_same_bytes_in_whatever_order_their_members_came() -> None:
    turned = {key: dict(reversed(members.items())) for key, members in SAMPLES.items()}
    assert tar_of(turned) == tar_of(SAMPLES)


def test_no_header_tells_of_the_machine_or_the_time() -> None:
    with tarfile.open(fileobj=BytesIO(tar_of(SAMPLES))) as tar:
        for member in tar:
            assert (member.mtime, member.mode, member.uid, member.gid) == (0, 0o444, 0, 0)
            assert (member.uname, member.gname, member.isreg()) == ("m3w", "m3w", True)


def test_tarfile_reads_members_of_a_sample_side_by_side_sorted_by_suffix() -> None:
    with tarfile.open(fileobj=BytesIO(tar_of(SAMPLES))) as tar:
        names = tar.getnames()
        assert names == [f"{key}.{suffix}" for key, members in SAMPLES.items() for suffix in sorted(members)]
        for name in names:
            key, _, suffix = name.partition(".")
            file = tar.extractfile(name)
            assert file is not None
            assert file.read() == SAMPLES[key][suffix]


def test_webdataset_reads_the_samples(tmp_path: Path) -> None:
    (tmp_path / "shard.tar").write_bytes(tar_of(SAMPLES))
    dataset = webdataset.WebDataset(str(tmp_path / "shard.tar"), shardshuffle=False)
    found = {
        sample["__key__"]: {key: value for key, value in sample.items() if not key.startswith("__")}
        for sample in dataset
    }
    assert found == SAMPLES


def test_tar_itself_reads_it(tmp_path: Path) -> None:
    (tmp_path / "shard.tar").write_bytes(tar_of(SAMPLES))
    listing = subprocess.run(["tar", "-tf", tmp_path / "shard.tar"], capture_output=True, text=True, check=True)
    assert len(listing.stdout.split()) == 9


@settings(deadline=None, max_examples=50)
@given(
    st.dictionaries(
        st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}"),
        st.dictionaries(st.sampled_from(["json", "txt", "000.jpg", "001.webp"]), st.binary(max_size=1200), min_size=1),
        max_size=5,
    )
)
def test_the_offsets_of_the_index_point_at_the_data(samples: dict[str, dict[str, bytes]]) -> None:
    data = tar_of(samples)
    rows = list(scan(BytesIO(data)))
    found: dict[str, dict[str, bytes]] = {}
    for row in rows:
        found.setdefault(row["key"], {})[row["member"]] = data[row["offset"] : row["offset"] + row["size"]]
    assert found == samples
    assert pa.Table.from_pylist(rows, schema=INDEX).to_pylist() == rows


def test_a_shard_is_written_through_a_file_that_hashes_and_stays_open() -> None:
    below = BytesIO()
    file = HashingFile(below)
    writer = ShardWriter(file)
    for key, members in SAMPLES.items():
        writer.add(key, members)
    writer.close()
    assert not file.closed
    assert below.getvalue() == tar_of(SAMPLES)


def test_an_empty_shard_is_a_tar_too() -> None:
    assert list(scan(BytesIO(tar_of({})))) == []


def test_a_tar_that_was_cut_is_an_error() -> None:
    with pytest.raises(tarfile.ReadError):
        list(scan(BytesIO(tar_of(SAMPLES)[:700])))


def test_documents_and_members_are_counted_from_the_index() -> None:
    file = BytesIO()
    rows = list(scan(BytesIO(tar_of(SAMPLES))))
    pq.write_table(pa.Table.from_pylist(rows, schema=INDEX), file)
    with pq.ParquetFile(file) as table:
        assert tally_index(table) == {"documents": Tally(3), "members": Tally(9)}
    assert json.loads(SAMPLES["b" * 32]["json"]) == {}
