"""What the next round asks for, and when it can begin, follows from the rounds before it alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from dags.crawling.rounds import plan, seeds_from
from dags.recipe import load_recipe
from shards.dataset import Corpus
from tests.dags.crawls import Crawl
from tests.dags.little_site import Answer, little_site, page


def test_pages_that_wait_hold_up_no_others_and_begin_the_next_round_once_they_are_alone(tmp_path: Path) -> None:
    pages = {
        "/": page("front", links=("/busy", "/1")),
        "/1": page("one", links=("/2",)),
        "/2": page("two"),
        "/busy": Answer(b"busy", "text/plain", 503),
    }
    with little_site(pages) as site:
        crawl = Crawl(site, tmp_path, "retry_delay = 3600", "max_wait = 10")
        said = crawl.run()
        assert crawl.rounds() == [["/"], ["/1", "/busy"], ["/2"]]
        assert "1 pages failed for now and have to wait" in said
        corpus, recipe = Corpus(str(crawl.root)), load_recipe(str(crawl.recipe))
        first, second = plan(corpus, recipe, []), plan(corpus, recipe, [])
        assert first
        assert second
        assert first.begins == second.begins == crawl.frontier()["/busy"]["not_before"]
        assert first.job.fingerprint == second.job.fingerprint
        crawl.run(seed="new")
        assert crawl.rounds()[3:] == [["/new"]], "a new seed does not wait for them either"


def test_a_crawl_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="--sitemaps"):
        plan(Corpus(str(tmp_path)), load_recipe("m3w"), [])


def test_a_seed_may_be_a_list() -> None:
    (seed,) = seeds_from(["https://a.example/sitemap.xml"], 2, "list")
    assert (seed.kind, seed.visit, seed.depth, seed.due) == ("list", 2, 0, True)
