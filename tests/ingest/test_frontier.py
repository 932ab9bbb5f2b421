from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.urls import page_id
from ingest.frontier import bucket_of, in_scope, is_trap, links_of, merge
from ingest.records import KEPT, Capture, Frontier
from ingest.settings import CrawlSettings

PAGE = Frontier(page_id("http://a/"), "http://a/")
ENTRIES = st.lists(
    st.builds(
        lambda depth, redirects, due, visit: replace(PAGE, depth=depth, redirects=redirects, due=due, visit=visit),
        st.integers(0, 4),
        st.integers(0, 4),
        st.booleans(),
        st.integers(1, 3),
    ),
    min_size=1,
)


def entry(depth: int, redirects: int = 0, due: bool = True, visit: int = 1) -> Frontier:
    return replace(PAGE, depth=depth, redirects=redirects, due=due, visit=visit)


def test_shortest_way_counts() -> None:
    assert merge([entry(3), entry(1, 2), entry(1, 1), entry(2)]) == entry(1, 1)


def test_page_is_due_only_if_it_was_never_fetched() -> None:
    assert merge([entry(3), entry(1)]).due
    assert merge([entry(3, due=False), entry(1)]) == entry(1, due=False)


def test_later_visit_makes_it_due_again() -> None:
    assert merge([entry(0, due=False), entry(2, visit=2)]) == entry(2, visit=2)
    assert not merge([entry(0), entry(2, due=False, visit=2)]).due


@given(ENTRIES, st.randoms(use_true_random=False), st.integers(0, 20))
def test_merging_in_any_order_and_in_parts(entries: list[Frontier], chance: random.Random, cut: int) -> None:
    whole = merge(entries)
    chance.shuffle(entries)
    assert merge(entries) == whole
    parts = [part for part in (entries[:cut], entries[cut:]) if part]
    assert merge([merge(part) for part in parts]) == whole
    assert merge([whole, whole]) == whole


@pytest.mark.parametrize("entries", [[], [PAGE, replace(PAGE, page=page_id("http://b/"))]])
def test_merging_none_or_different_pages_is_refused(entries: list[Frontier]) -> None:
    with pytest.raises(ValueError, match="cannot merge"):
        merge(entries)


def capture(
    depth: int = 0, redirects: int = 0, location: str = "", links: tuple[str, ...] = (), visit: int = 1
) -> Capture:
    url = "http://example.org/a/"
    return Capture(page_id(url), url, depth, redirects, KEPT, location=location, links=links, visit=visit)


SEEDS = ("http://example.org/a/index.html",)
ANY = CrawlSettings(scope="any", max_depth=2, max_redirects=3)


def test_links_are_one_deeper() -> None:
    links = ("http://example.org/b", "http://other.org/", "http://example.org/b")
    found = links_of(capture(depth=1, redirects=2, links=links, visit=4), ANY, SEEDS)
    assert [(one.url, one.depth, one.redirects, one.due, one.visit) for one in found] == [
        ("http://example.org/b", 2, 0, True, 4),
        ("http://other.org/", 2, 0, True, 4),
    ]
    assert all(one.page == page_id(one.url) for one in found)


def test_depth_has_a_bound() -> None:
    assert links_of(capture(depth=2, links=("http://example.org/b",)), ANY, SEEDS) == []


def test_redirect_is_as_deep_and_has_a_bound() -> None:
    (found,) = links_of(capture(depth=2, redirects=2, location="http://example.org/b"), ANY, SEEDS)
    assert (found.depth, found.redirects) == (2, 3)
    assert links_of(capture(redirects=3, location="http://example.org/b"), ANY, SEEDS) == []


def test_page_does_not_lead_to_itself() -> None:
    assert links_of(capture(location="http://example.org/a/", links=("http://example.org/a/",)), ANY, SEEDS) == []


@pytest.mark.parametrize(
    ("url", "scopes"),
    [
        ("http://example.org/a/x", {"host", "prefix", "any"}),
        ("https://example.org/a/x/y", {"host", "prefix", "any"}),
        ("https://www.example.org/a/", {"host", "prefix", "any"}),
        ("http://example.org/a", {"host", "any"}),
        ("http://example.org/ab/x", {"host", "any"}),
        ("http://example.org/", {"host", "any"}),
        ("http://example.org/?/a/", {"host", "any"}),
        ("http://example.org:8080/a/", {"any"}),
        ("http://sub.example.org/a/", {"any"}),
        ("http://example.org.evil.com/a/", {"any"}),
        ("http://evil.com/example.org/a/", {"any"}),
    ],
)
def test_scopes(url: str, scopes: set[str]) -> None:
    for scope in ("host", "prefix", "any"):
        settings = CrawlSettings.model_validate({"scope": scope})
        assert in_scope(url, SEEDS, settings) == (scope in scopes), scope
        assert bool(links_of(capture(links=(url,)), settings, SEEDS)) == (scope in scopes), scope
        assert bool(links_of(capture(location=url), settings, SEEDS)) == (
            scope in scopes and url != "http://example.org/a/"
        )


def test_port_of_a_seed_is_kept_apart() -> None:
    settings = CrawlSettings(scope="host")
    assert in_scope("http://127.0.0.1:8001/x", ["http://127.0.0.1:8001/"], settings)
    assert not in_scope("http://127.0.0.1:8002/x", ["http://127.0.0.1:8001/"], settings)
    assert in_scope("http://[::1]:8001/x", ["http://[::1]:8001/"], settings)


@pytest.mark.parametrize(
    ("url", "trap"),
    [
        ("http://example.org/" + "a" * 1981, False),
        ("http://example.org/" + "a" * 1982, True),
        ("http://example.org/a/b/a/b/a/b/", False),
        ("http://example.org/a/b/a/b/a/b/a/", True),
        ("http://example.org/////////", False),
        ("http://example.org/x?path=/a/a/a/a/a/a", False),
    ],
)
def test_traps(url: str, trap: bool) -> None:
    assert is_trap(url, CrawlSettings()) == trap
    assert links_of(capture(links=(url,)), ANY, SEEDS) == [] or not trap


@given(st.text(min_size=1), st.integers(1, 1000))
def test_bucket_is_one_of_them(host: str, buckets: int) -> None:
    assert 0 <= bucket_of(host, buckets) < buckets


def test_bucket_does_not_depend_on_the_hash_seed() -> None:
    code = "from ingest.frontier import bucket_of; print(bucket_of('example.org', 1 << 30))"
    runs = {
        subprocess.check_output([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."})
        for seed in ("1", "2")
    }
    assert runs == {f"{bucket_of('example.org', 1 << 30)}\n".encode()}
