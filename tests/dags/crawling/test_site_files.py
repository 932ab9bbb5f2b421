from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dags.crawling.site_files import StoredSiteFiles, site_files_of
from ingest.opt_outs.site_files import SiteFile
from tests.dags.little_site import Answer, little_site, page
from tests.dags.small_corpus import SmallCorpus

ROBOTS = SiteFile("https://a.example/robots.txt", "2026-01-02T12:00:00.000000Z", 200, b"User-agent: *\n\xff")


def test_a_file_comes_back_as_it_was(tmp_path: Path) -> None:
    files = StoredSiteFiles(str(tmp_path / "sites"))
    assert files.load(ROBOTS.url) is None
    files.save(ROBOTS)
    assert files.load(ROBOTS.url) == ROBOTS
    later = SiteFile(ROBOTS.url, "2026-01-03T12:00:00.000000Z", 404)
    files.save(later)
    assert files.load(ROBOTS.url) == later
    assert files.load("https://b.example/robots.txt") is None


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b"{}", b'{"url": "x"}', b'{"payload": "\xff"}', b'{"payload": 1}']
)
def test_what_cannot_be_read_is_got_again(damage: bytes, tmp_path: Path) -> None:
    files = StoredSiteFiles(str(tmp_path / "sites"))
    files.save(ROBOTS)
    (path,) = (tmp_path / "sites").rglob("*.json")
    path.write_bytes(damage)
    assert files.load(ROBOTS.url) is None
    files.save(ROBOTS)
    assert files.load(ROBOTS.url) == ROBOTS


@pytest.mark.parametrize("fetched_at", ["2026-01-02T12:00:00", "2026-01-02", "", "yesterday", None, 5])
def test_what_is_of_no_known_age_is_got_again(fetched_at: Any, tmp_path: Path) -> None:
    files = StoredSiteFiles(str(tmp_path / "sites"))
    files.save(replace(ROBOTS, fetched_at=fetched_at))
    assert files.load(ROBOTS.url) is None


def test_the_rounds_of_a_crawl_ask_for_them_once(tmp_path: Path) -> None:
    pages = {
        "/": page("one", links=("/closed", "/2")),
        "/2": page("two"),
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /closed", "text/plain"),
    }
    with little_site(pages) as site:
        made = SmallCorpus(tmp_path)
        made.run("crawl", "--seeds", site.url)
        assert len(made.corpus.captures.generations()) == 2
        assert sorted(site.requests) == ["/", "/.well-known/tdmrep.json", "/2", "/ai.txt", "/robots.txt"]
    known = site_files_of(made.corpus).load(site.url + "robots.txt")
    assert known is not None
    assert known.payload == b"User-agent: *\nDisallow: /closed"
