"""A filler has exactly the bytes it is asked for, and every reader takes it for a record about nothing."""

from __future__ import annotations

import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from fastwarc import ArchiveIterator
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.exchange import Exchange
from ingest.warc.filler import CONTENT_TYPE, filler, is_filler, shortest
from ingest.warc.warc_reader import read_records, read_section
from ingest.warc.warc_writer import WarcWriter

BLOCK = 0xFFFF
BORDERS = st.sampled_from([BLOCK, 2 * BLOCK, 9, 99, 999, 9999, 99_999, 999_999]).flatmap(
    lambda size: st.integers(size + shortest() - 40, size + shortest() + 40)
)


@settings(deadline=None)
@given(st.one_of(st.integers(shortest(), 5000), BORDERS.filter(lambda size: size >= shortest())))
def test_a_filler_of_any_length_is_one_member_with_one_record(length: int) -> None:
    data = filler(length, "captures/a.warc.gz:7")
    assert len(data) == length
    inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)
    inflater.decompress(data)
    assert inflater.eof
    assert not inflater.unused_data
    (record,) = read_records(BytesIO(data), "a")
    assert (record.error, record.url, record.source.length) == ("", "", length)
    assert is_filler(record.type, record.media_type)
    assert not record.payload.strip(b"\0")


def test_the_shortest_is_shorter_than_any_record_of_ours() -> None:
    file = BytesIO()
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    least = Exchange("http://a/", fetched_at="2026-01-01T00:00:00Z", request_head=b"G", response_head=head, status=200)
    WarcWriter(file, "p", gzip_level=9).write(least)
    assert min(record.source.length for record in read_records(BytesIO(file.getvalue()), "p")) > shortest()
    with pytest.raises(ValueError, match="the shortest has"):
        filler(shortest() - 1, "p")


def test_its_bytes_follow_from_length_and_name() -> None:
    assert filler(700, "a") == filler(700, "a")
    assert filler(700, "a") != filler(700, "b")


def test_other_readers_accept_it(tmp_path: Path) -> None:
    path = tmp_path / "part.warc.gz"
    path.write_bytes(b"".join(filler(length, f"part:{length}") for length in (300, 5000, 70_000, 200_000)))
    with path.open("rb") as stream:
        records = [(record.headers["WARC-Type"], record.headers["Content-Type"]) for record in ArchiveIterator(stream)]
    assert records == [("metadata", CONTENT_TYPE)] * 4
    for program in ("warcio.cli check", "cdxj_indexer.main"):
        done = subprocess.run([sys.executable, "-m", *program.split(), str(path)], capture_output=True, check=False)
        assert done.returncode == 0, done


def test_a_reader_that_begins_anywhere_finds_the_next_record() -> None:
    data = b"".join(filler(length, f"part:{length}") for length in (240, 300, 1300))
    begins = [0, 240, 540]
    for start in range(0, len(data), 7):
        found = [record.source.offset for record in read_section(BytesIO(data), "part", start, len(data))]
        assert found == [offset for offset in begins if offset >= start]
