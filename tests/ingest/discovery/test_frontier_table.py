from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dom_parsing.urls import page_id
from ingest.discovery import frontier_table
from ingest.discovery.frontier import merge
from ingest.discovery.frontier_table import (
    asked_of_each_host,
    due_in,
    entries_of,
    merged,
    nearest,
    split,
    table_of,
    tables_of,
    up_to_date,
)
from ingest.records import Frontier, Seen
from ingest.tables import FRONTIER

URLS = [f"http://{host}.example/{path}" for host in "ab" for path in range(4)]
SEEN = st.builds(Seen, st.sampled_from(["2024", "2025"]), st.sampled_from(["1", "2"]), st.just(""))
ENTRIES = st.lists(
    st.builds(
        Frontier,
        page=st.just(""),
        url=st.sampled_from(URLS),
        depth=st.integers(0, 3),
        redirects=st.integers(0, 2),
        due=st.booleans(),
        visit=st.integers(1, 2),
        kind=st.sampled_from(["page", "list"]),
        attempts=st.integers(0, 2),
        not_before=st.sampled_from(["", "2025", "2026"]),
        seen=st.none() | SEEN,
    ).map(lambda entry: replace(entry, page=page_id(entry.url))),
    max_size=30,
)


def merged_one_by_one(entries: Iterable[Frontier]) -> list[Frontier]:
    pages = groupby(sorted(entries, key=attrgetter("page")), attrgetter("page"))
    return [merge(group) for _, group in pages]


@pytest.fixture(params=[1, 3, 50_000], ids="{} at once".format)
def at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frontier_table, "ROWS_AT_ONCE", request.param)


@pytest.mark.usefixtures("at_once")
class TestWhateverIsHeldAtOnce:
    @settings(deadline=None)
    @given(st.lists(ENTRIES, max_size=4))
    def test_tables_are_merged_as_entries_are(self, lists: list[list[Frontier]]) -> None:
        table = merged([table_of(entries) for entries in lists])
        assert table.schema.equals(FRONTIER)
        assert list(entries_of(table)) == merged_one_by_one(entry for entries in lists for entry in entries)

    @settings(deadline=None)
    @given(ENTRIES)
    def test_what_is_found_again_changes_nothing_in_the_end(self, entries: list[Frontier]) -> None:
        tables = list(tables_of(entries))
        assert all(len(table) <= frontier_table.ROWS_AT_ONCE for table in tables)
        assert list(entries_of(merged(tables))) == merged_one_by_one(entries)

    @settings(deadline=None)
    @given(ENTRIES, st.integers(1, 5))
    def test_each_host_is_asked_for_its_first_pages(self, entries: list[Frontier], most: int) -> None:
        entries = merged_one_by_one(entries)
        found = list(asked_of_each_host([table_of(entries[::2]), table_of(entries[1::2])], most))
        order = sorted(entries, key=lambda entry: (entry.kind, entry.depth, entry.page))
        first = [each for host in "ab" for each in [one for one in order if f"{host}.example" in one.url][:most]]
        assert found == [each for each in order if each in first]

    @settings(deadline=None)
    @given(ENTRIES)
    def test_rows_are_split_by_a_column(self, entries: list[Frontier]) -> None:
        parts = dict(split(table_of(entries), "url", lambda url: int(url[-1]) % 3))
        expected = {number: [each for each in entries if int(each.url[-1]) % 3 == number] for number in range(3)}
        assert {number: list(entries_of(table)) for number, table in parts.items()} == {
            number: pages for number, pages in expected.items() if pages
        }


@settings(deadline=None)
@given(ENTRIES)
def test_what_is_due_and_waits_no_longer(entries: list[Frontier]) -> None:
    found = list(entries_of(due_in(table_of(entries), "2025")))
    assert found == [entry for entry in entries if entry.due and entry.not_before <= "2025"]


@settings(deadline=None)
@given(ENTRIES, st.integers(0, 40))
def test_the_nearest_pages_of_tables_are_those_of_all(entries: list[Frontier], limit: int) -> None:
    tables = [table_of(entries[:7]), table_of(entries[7:])]
    order = sorted((entry.depth, entry.page) for entry in entries)[:limit]
    for found in (nearest(tables, limit), nearest([nearest([table], limit) for table in tables], limit)):
        assert [(entry.depth, entry.page) for entry in entries_of(found)] == order
    assert len(nearest([], limit)) == 0


def test_tables_of_before_there_were_lists_and_retries_are_read() -> None:
    old = pa.Table.from_pylist([{"page": "p", "url": "u", "depth": 1, "redirects": 0, "due": True, "visit": 1}])
    assert list(entries_of(up_to_date(old))) == [Frontier("p", "u", 1)]
    assert up_to_date(old).schema.equals(FRONTIER)
