from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.urls import page_id
from ingest.discovery import frontier
from ingest.discovery.frontier import after, bucket_of, merge
from ingest.discovery.scope import Scope
from ingest.records import FAILED, KEPT, Capture, Frontier, Seen
from ingest.settings import CrawlSettings

PAGE = Frontier(page_id("http://a/"), "http://a/")
ENTRIES = st.lists(
    st.builds(
        Frontier,
        page=st.just(PAGE.page),
        url=st.just(PAGE.url),
        depth=st.integers(0, 4),
        redirects=st.integers(0, 4),
        due=st.booleans(),
        visit=st.integers(1, 3),
        kind=st.sampled_from(["page", "list"]),
        nesting=st.integers(0, 2),
        attempts=st.integers(0, 2),
        not_before=st.sampled_from(["", "2025", "2026"]),
        seen=st.none() | st.builds(Seen, st.sampled_from(["2024", "2025"]), st.sampled_from(["1", "2"]), st.just("")),
        changed_before=st.sampled_from(["", "2025", "2026"]),
    ),
    min_size=1,
)


def links_of(
    found: Capture, settings: CrawlSettings, seeds: Sequence[str], modified: Mapping[str, str] | None = None
) -> list[Frontier]:
    return frontier.links_of(found, settings, Scope.around(seeds, settings.scope), modified or {})


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


@pytest.mark.parametrize("scope", ["host", "domain", "prefix", "any"])
def test_links_and_redirects_stay_within_the_scope(scope: str) -> None:
    settings = CrawlSettings.model_validate({"scope": scope})
    urls = ("http://example.org/a/x", "http://example.org/b", "http://sub.example.org/", "http://example.com/")
    within = {"host": urls[:2], "domain": urls[:3], "prefix": urls[:1], "any": urls}[scope]
    assert tuple(one.url for one in links_of(capture(links=urls), settings, SEEDS)) == within
    assert tuple(url for url in urls if links_of(capture(location=url), settings, SEEDS)) == within
    assert tuple(url for url in urls if links_of(replace(capture(), canonical=url), settings, SEEDS)) == within
    assert tuple(url for url in urls if links_of(replace(capture(), lists=(url,)), settings, SEEDS)) == within


@pytest.mark.parametrize(
    "url",
    ["http://example.org/" + "a" * 2000, "http://example.org/a/a/a/a", "http://example.org/cal/2090/01"],
)
def test_traps_are_not_followed(url: str) -> None:
    found = replace(capture(links=(url,), location=url), fetched_at="2026-01-01T00:00:00.000000Z", canonical=url)
    assert links_of(found, ANY, SEEDS) == []


def test_links_are_followed_without_what_tells_visitors_apart_but_redirects_as_they_are() -> None:
    links = ("http://example.org/b?utm_source=1", "http://example.org/b", "http://example.org/c?x=1&Sort=up")
    settings = ANY.model_copy(update={"ignored_parameters": ("sort",)})
    found = links_of(capture(links=links, location="http://example.org/d?gclid=1"), settings, SEEDS)
    assert [one.url for one in found] == [
        "http://example.org/d?gclid=1",
        "http://example.org/b",
        "http://example.org/c?x=1",
    ]


def test_the_canonical_url_of_a_page_is_as_deep() -> None:
    (found,) = links_of(replace(capture(depth=2), canonical="http://example.org/b"), ANY, SEEDS)
    assert (found.depth, found.redirects) == (2, 0)


def test_pages_of_a_list_are_as_deep_as_the_list_and_further_lists_too() -> None:
    found = replace(
        capture(depth=1, links=("http://example.org/1",)), kind="list", nesting=1, lists=("http://example.org/2.xml",)
    )
    index, page = links_of(found, ANY, SEEDS)
    assert (index.url, index.kind, index.depth, index.nesting) == ("http://example.org/2.xml", "list", 1, 2)
    assert (page.url, page.kind, page.depth, page.nesting) == ("http://example.org/1", "page", 1, 0)
    assert [one.url for one in links_of(replace(found, nesting=2), ANY, SEEDS)] == ["http://example.org/1"]


def test_sitemaps_of_robots_txt_may_lie_anywhere_and_their_pages_not() -> None:
    host = CrawlSettings(scope="host", max_depth=1)
    elsewhere = "http://cdn.example.com/map.xml"
    (found,) = links_of(replace(capture(), sitemaps=(elsewhere,)), host, SEEDS)
    assert (found.url, found.kind, found.depth) == (elsewhere, "list", 1)
    assert links_of(replace(capture(), sitemaps=(elsewhere,)), host.model_copy(update={"sitemaps": False}), SEEDS) == []
    assert links_of(replace(capture(depth=1), sitemaps=(elsewhere,)), host, SEEDS) == []
    read = replace(
        Capture(page_id(elsewhere), elsewhere, 1, 0, KEPT, kind="list"),
        links=("http://example.org/1", "http://cdn.example.com/2"),
        lists=("http://cdn.example.com/2.xml", "http://example.com/3.xml"),
    )
    assert [one.url for one in links_of(read, host, SEEDS)] == ["http://cdn.example.com/2.xml", "http://example.org/1"]
    moved = replace(read, links=(), lists=(), location="http://example.com/map.xml", nesting=1)
    (target,) = links_of(moved, host, SEEDS)
    assert (target.url, target.kind, target.nesting, target.redirects) == ("http://example.com/map.xml", "list", 1, 1)


LATER = "2026-01-01T00:01:00.000000Z"


def test_a_page_that_failed_for_now_is_due_once_more_and_later() -> None:
    failed = replace(capture(), attempts=1, retry_at=LATER, outcome=FAILED, reason="timeout")
    entry_after = after(failed)
    assert (entry_after.due, entry_after.attempts, entry_after.not_before) == (True, 2, LATER)
    scheduled = Frontier(failed.page, failed.url, attempts=1)
    linked = Frontier(failed.page, failed.url)
    assert merge([scheduled, linked, entry_after]) == entry_after
    done = after(replace(failed, attempts=2, retry_at=""))
    merged = merge([scheduled, linked, entry_after, done])
    assert (merged.due, merged.attempts) == (False, 2)


def test_a_page_is_remembered_as_it_was_got_last() -> None:
    got = replace(capture(), status=200, fetched_at=LATER, digest="sha256:1", body_digest="sha1:A", etag='"1"')
    seen = Seen(LATER, "sha256:1", "sha1:A", '"1"')
    assert after(got).seen == seen
    others = (replace(got, status=404), replace(got, outcome=FAILED), replace(got, repeats="2025"))
    assert [after(other).seen for other in others] == [None, None, None]
    asked_again = Frontier(got.page, got.url, visit=2)
    older = replace(after(got), seen=replace(seen, fetched_at="2025"))
    assert merge([asked_again, after(got), older]) == replace(asked_again, seen=seen)


def test_what_lists_say_of_changes_counts_for_the_visit_in_which_they_say_it() -> None:
    said = [replace(PAGE, changed_before=day) for day in ("2025", "2026", "")]
    assert merge(said).changed_before == "2026"
    assert merge([*said, replace(PAGE, visit=2, changed_before="2025")]).changed_before == "2025"
    assert merge([*said, replace(PAGE, visit=2)]).changed_before == ""


def test_what_a_list_says_of_a_page_goes_with_it() -> None:
    links = ("http://example.org/1", "http://example.org/2?utm_source=map")
    read = replace(capture(), kind="list", links=links)
    found = links_of(read, CrawlSettings(), SEEDS, {links[1]: "2026-01-01T00:00:00Z"})
    assert [(one.url, one.changed_before) for one in found] == [
        ("http://example.org/1", ""),
        ("http://example.org/2", "2026-01-01T00:01:00.000000Z"),
    ]


def test_what_a_sitemap_is_somebody_may_link_to_as_well() -> None:
    as_list = replace(PAGE, kind="list", depth=3, nesting=1)
    assert merge([PAGE, as_list]) == as_list


@given(st.text(min_size=1), st.integers(1, 1000))
def test_bucket_is_one_of_them(host: str, buckets: int) -> None:
    assert 0 <= bucket_of(host, buckets) < buckets


def test_bucket_does_not_depend_on_the_hash_seed() -> None:
    code = "from ingest.discovery.frontier import bucket_of; print(bucket_of('example.org', 1 << 30))"
    runs = {
        subprocess.check_output([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."})
        for seed in ("1", "2")
    }
    assert runs == {f"{bucket_of('example.org', 1 << 30)}\n".encode()}
