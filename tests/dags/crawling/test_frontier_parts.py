from __future__ import annotations

from pathlib import Path

import apache_beam as beam
import pyarrow.parquet as pq
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner
from apache_beam.testing.util import assert_that

from dags.crawling.frontier_parts import ReadFrontier, WriteFrontier
from dom_parsing.urls import page_id
from ingest.discovery.frontier_table import entries_of, table_of
from ingest.records import Frontier
from shards.manifest import PartInfo
from shards.parts import Place

PAGES = [Frontier(page_id(url), url) for url in (f"http://a.example/{number}" for number in range(30))]
DONE = [Frontier(entry.page, entry.url, due=False) for entry in PAGES[:10]]
LATER = [Frontier(entry.page, entry.url, attempts=1, not_before="2026") for entry in PAGES[10:13]]
PARTS = 3


def test_parts_hold_each_page_once_and_are_read_as_they_were_written(tmp_path: Path) -> None:
    place = Place(str(tmp_path), "0" * 16)
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        tables = pipeline | beam.Create([table_of(PAGES), table_of(DONE), table_of(LATER)])
        assert_that(tables | WriteFrontier(place, PARTS), _is_whole)
    paths = [place.part(f"{index:05d}-of-{PARTS:05d}").path("frontier") for index in range(PARTS)]
    rows = [list(entries_of(pq.read_table(path))) for path in paths]
    assert all(part == sorted(part, key=lambda entry: entry.page) for part in rows)
    expected = {entry.page: entry for entry in (*PAGES, *DONE, *LATER)}
    assert {entry.page: entry for part in rows for entry in part} == expected
    assert sum(map(len, rows)) == len(expected)
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        assert_that(pipeline | ReadFrontier(paths), lambda tables: _has_pages(tables, expected))


def _is_whole(infos: list[PartInfo]) -> None:
    assert len(infos) == PARTS
    totals = {name: sum(info.totals[name] for info in infos) for name in ("known", "due", "waiting")}
    assert totals == {"known": 30, "due": 20, "waiting": 3}


def _has_pages(tables: list[object], expected: dict[str, Frontier]) -> None:
    assert {entry.page: entry for table in tables for entry in entries_of(table)} == expected
