"""A part's WARC files: none much larger than it may be, and every response where its RecordRef says."""

from __future__ import annotations

from pathlib import Path

import pytest

from dags.rolling_warc import RollingWarc
from ingest.exchange import Exchange
from ingest.settings import FetchSettings
from ingest.tables import CAPTURES
from ingest.warc.warc_reader import read_payload, read_records
from shards import storage
from shards.dataset import Corpus
from shards.parts import PartWriter, Place
from shards.ranges import coalesce, read_range
from tests.dags.little_site import RECIPE, little_site, page, prose
from tests.dags.running import m3w
from tests.dags.small_corpus import SmallCorpus


def exchange(number: int) -> Exchange:
    body = prose(number).encode()
    return Exchange(
        f"https://a.example/{number}",
        fetched_at="2026-01-01T00:00:00Z",
        request_head=b"GET / HTTP/1.1\r\n\r\n",
        response_head=b"HTTP/1.1 200 OK\r\n\r\n",
        status=200,
        body=body,
    )


@pytest.mark.parametrize(("limit", "files"), [(1 << 30, 1), (3000, 3), (1, 12)])
def test_the_next_file_is_begun_where_one_is_full(tmp_path: Path, limit: int, files: int) -> None:
    corpus, place = Corpus(str(tmp_path)), Place(f"{tmp_path}/captures/000001", "0" * 16)
    with PartWriter(place.part("00000-00000")) as part:
        warc = RollingWarc(part, corpus, FetchSettings(warc_bytes=limit))
        refs = [warc.write(exchange(number)) for number in range(12)]
        part.table("captures", CAPTURES)
        part.publish("captures")
    written = sorted({ref.path for ref in refs})
    assert len(written) == files
    for path in written:
        with storage.open_to_read(corpus.resolve(path)) as stream:
            records = list(read_records(stream, path))
        assert [record.type for record in records[:3]] == ["warcinfo", "request", "response"]
        assert not any(record.error for record in records)
        assert records[-1].source.offset < max(limit, 2000)
    found = {ref: data for span in coalesce(refs) for ref, data in read_range(span, corpus.resolve).items()}
    assert [read_payload(found[ref])[1] for ref in refs] == [exchange(number).body for number in range(12)]


def test_extraction_reads_the_files_that_were_rolled(tmp_path: Path) -> None:
    pages = {f"/{number}": page(prose(number)) for number in range(3)}
    with little_site(pages) as site:
        made = SmallCorpus(tmp_path, RECIPE.replace("delay = 0\n", "delay = 0\nwarc_bytes = 1\n"))
        seeds = [word for path in pages for word in ("--seeds", site.url + path[1:])]
        made.run("crawl", *seeds, "--depth", 0)
    captures = made.corpus.captures.require()
    kinds = {kind for each in captures for part in each.manifest.parts for kind in part.files}
    assert {"warc", "warc2", "warc3"} <= kinds
    made.run("extract")
    assert len(made.rows(made.corpus.documents, "documents")) == 3
    m3w("verify", "--corpus", made.root)
