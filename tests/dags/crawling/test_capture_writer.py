"""Captures come in parts of some seconds; what attempts before have published is not fetched again."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dags.crawling.capture_writer import CaptureWriter, batches, published
from dags.crawling.crawl_part import HEAD, PartFetcher
from dom_parsing.urls import page_id
from ingest.records import Capture, Frontier
from ingest.settings import CrawlSettings
from ingest.tables import CAPTURES, capture_row
from shards.dataset import Corpus
from shards.parts import PartWriter, Place, read_rows
from tests.dags.little_site import Answer, LittleSite, little_site, page

PAGES: Mapping[str, Answer] = {f"/{number}": page(f"page {number}") for number in range(7)}


@given(st.lists(st.integers()), st.integers(1, 5), st.integers(1, 6))
def test_batches_lose_nothing_and_end_in_time(items: list[int], size: int, seconds: int) -> None:
    ticks = itertools.count()  # every look at the clock is a second later
    made = [list(batch) for batch in batches(iter(items), size, seconds, lambda: float(next(ticks)))]
    assert [item for batch in made for item in batch] == items
    # Looked at when a batch begins and before each further item: as many looks as items.
    assert all(len(batch) == min(size, seconds) for batch in made[:-1])


def test_a_batch_is_handed_on_before_the_next_item_is_there() -> None:
    seen: list[int] = []

    def items() -> Any:
        for number in range(4):
            seen.append(number)
            yield number

    begun = batches(items(), 2, 1e9)
    assert list(next(begun)) == [0, 1]
    assert seen == [0, 1]


def entry(site: LittleSite, path: str) -> Frontier:
    return Frontier(page_id(site.url + path), site.url + path)


def place_in(folder: Path) -> Place:
    return Place(f"{folder}/captures/000001", "0" * 16)


def write_part(place: Place, label: str, *pages: str) -> None:
    """Publish a part that holds pages, by no matter which attempt."""
    with PartWriter(place.part(label)) as part:
        table = part.table(HEAD, CAPTURES)
        for each in pages:
            table.add(capture_row(Capture(each, f"https://a.example/{each}", 0, 0, "failed", "dns")))
        part.publish(HEAD)


def test_of_attempts_that_raced_every_page_counts_once(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    write_part(place, "00001-00000-aaaaaaaa", "p", "q")
    write_part(place, "00001-00000-bbbbbbbb", "p")
    write_part(place, "00001-00001-aaaaaaaa", "r")
    write_part(place, "00001-00001-bbbbbbbb", "s", "r")
    write_part(place, "00002-00000-aaaaaaaa", "p")
    write_part(Place(place.folder, "1" * 16), "00001-00002-aaaaaaaa", "t")
    assert published(place, 1) == {"00001-00000-aaaaaaaa": {"p", "q"}, "00001-00001-aaaaaaaa": {"r"}}
    assert published(place, 3) == {}


@pytest.mark.parametrize(("size", "parts"), [(3, 3), (7, 1), (1, 7)])
def test_an_attempt_goes_on_where_the_last_one_was_stopped(tmp_path: Path, size: int, parts: int) -> None:
    place = place_in(tmp_path)
    with little_site(PAGES) as site:
        settings = CrawlSettings(delay=0, allow_private_hosts=True, urls_per_part=size)
        writer = CaptureWriter(PartFetcher(Corpus(str(tmp_path)), settings), place)
        entries = [entry(site, path[1:]) for path in PAGES]
        stopped = writer.write(5, entries)
        first = next(stopped)
        stopped.close()
        labels = list(writer.write(5, entries))
        assert labels[0] == first
        assert len(labels) == parts
        asked = len(site.requests)
        assert list(writer.write(5, entries)) == labels
        assert len(site.requests) == asked
    urls = [row["url"] for label in labels for row in read_rows(place.part(label).path(HEAD))]
    assert sorted(urls) == sorted(each.url for each in entries)


def test_time_ends_a_part(tmp_path: Path) -> None:
    with little_site(PAGES) as site:
        settings = CrawlSettings(delay=0, allow_private_hosts=True, flush_seconds=1e-9)
        writer = CaptureWriter(PartFetcher(Corpus(str(tmp_path)), settings), place_in(tmp_path))
        assert len(list(writer.write(0, [entry(site, path[1:]) for path in PAGES]))) == len(PAGES)
