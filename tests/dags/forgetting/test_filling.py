"""Archives with fillers: what had to go is gone, and every other record is where it was, byte for byte."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dags.forgetting.filling import Gaps, Span, fill, gaps_in
from dom_parsing.records import RecordRef
from ingest.exchange import Exchange
from ingest.opt_outs.tombstones import Tombstones
from ingest.warc.warc_reader import read_range, read_records, read_section
from ingest.warc.warc_writer import WarcWriter

DATE = "2026-01-01T00:00:00Z"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
A = Tombstones(frozenset({"http://a.example/"}))


def archive(*pages: tuple[str, bytes]) -> tuple[bytes, list[RecordRef]]:
    """Return an archive of pages, and where their responses lie."""
    file = BytesIO()
    writer = WarcWriter(file, "p.warc.gz")
    request = b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"
    refs = [writer.write(Exchange(url, "", "", DATE, "", request, HEAD, 200, (), body)) for url, body in pages]
    return file.getvalue(), refs


def filled(data: bytes, forgotten: Tombstones, *offsets: int) -> bytes:
    target = BytesIO()
    gaps = gaps_in(BytesIO(data), forgotten, offsets)
    fill(BytesIO(data), gaps.spans, lambda offset: f"p.warc.gz:{offset}", target)
    return target.getvalue()


def kinds(data: bytes) -> list[tuple[str, str]]:
    return [(record.type, record.url) for record in read_records(BytesIO(data), "p.warc.gz")]


def test_requests_and_responses_of_forgotten_urls_are_filled() -> None:
    data, refs = archive(("http://a.example/", b"secret" * 99), ("http://b.example/", b"<p>stays"))
    after = filled(data, A)
    assert len(after) == len(data)
    assert kinds(after) == [
        *[("warcinfo", ""), ("metadata", ""), ("metadata", "")],
        *[("request", "http://b.example/"), ("response", "http://b.example/")],
    ]
    assert after[refs[1].offset :] == data[refs[1].offset :]


def test_a_record_at_a_given_place_goes_with_its_request_whatever_its_url() -> None:
    data, refs = archive(("http://a.example/", b"x"), ("http://cdn.example/1", b"y"), ("http://cdn.example/2", b"z"))
    after = kinds(filled(data, Tombstones(), refs[1].offset))
    assert [url for _, url in after if "cdn" in url] == ["http://cdn.example/2"] * 2
    assert len(after) == 7


def test_what_is_filled_already_is_left_alone() -> None:
    data, _ = archive(("http://a.example/", b"x"), ("http://b.example/", b"y"))
    after = filled(data, A)
    gaps = gaps_in(BytesIO(data), A)
    assert gaps.spans
    assert gaps_in(BytesIO(after), A) == Gaps((), gaps.offsets)
    assert filled(after, A) == after


PAGES = st.lists(st.tuples(st.booleans(), st.binary(max_size=3000)), min_size=1, max_size=6)


@settings(deadline=None, max_examples=40)
@given(PAGES)
def test_every_other_record_reads_the_same_at_its_place(pages: list[tuple[bool, bytes]]) -> None:
    named = [(f"http://{'a' if goes else 'b'}.example/{number}", body) for number, (goes, body) in enumerate(pages)]
    data, refs = archive(*named)
    after = filled(data, Tombstones(prefixes=("http://a.example/",)))
    assert len(after) == len(data)
    for (goes, _), ref in zip(pages, refs, strict=True):
        before, now = (each[ref.offset :][: ref.length] for each in (data, after))
        assert (before == now) is not goes
        (record,) = read_range(now, ref)
        assert record.error == ""
        assert (record.type == "metadata") is goes


def test_sections_find_the_same_records_wherever_they_begin() -> None:
    data, _ = archive(*[(f"http://{name}.example/", name.encode() * 300) for name in "abab"])
    after = filled(data, A)
    every = [record.source for record in read_records(BytesIO(after), "p")]
    for start in range(0, len(after), 11):
        found = [record.source for record in read_section(BytesIO(after), "p", start, len(after))]
        assert found == [source for source in every if source.offset >= start]


def test_other_programs_accept_what_is_filled(tmp_path: Path) -> None:
    data, _ = archive(("http://a.example/", b"secret" * 9999), ("http://b.example/", b"<p>stays"))
    path = tmp_path / "p.warc.gz"
    path.write_bytes(filled(data, A))
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", path], capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    command = [sys.executable, "-m", "cdxj_indexer.main", str(path)]
    indexed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "http://b.example/" in indexed
    assert "http://a.example/" not in indexed


def test_an_archive_that_ends_early_is_not_filled_silently() -> None:
    with pytest.raises(EOFError):
        fill(BytesIO(b"short"), [Span(10, 300)], str, BytesIO())
