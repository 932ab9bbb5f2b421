"""The frontier over the rounds of a crawl: what is fetched, what is left alone, and when it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dags.crawling.rounds import seeds_from
from dom_parsing.urls import page_id
from shards.dataset import Corpus
from shards.parts import read_rows
from tests.dags.crawls import Crawl
from tests.dags.little_site import Answer, LittleSite, little_site, page, redirect
from tests.dags.running import m3w, refused

PAGES: Mapping[str, Answer] = {
    "/": page("front", links=("/a/1", "/a/2", "/private/x", "/old", "/loop/a", "http://localhost:1/elsewhere")),
    "/a/1": page("one", links=("/a/deep", "/a/2", "/")),
    "/a/2": page("two", links=("/b/3",)),
    "/a/deep": page("deep", links=("/a/deeper",)),
    "/a/deeper": page("deeper"),
    "/b/3": page("three"),
    "/old": redirect("/older"),
    "/older": redirect("/new"),
    "/new": page("new"),
    "/loop/a": redirect("/loop/b"),
    "/loop/b": redirect("/loop/a"),
    "/private/x": page("secret"),
    "/hops": page("hops", links=("/closed", "/out")),
    "/closed": redirect("/private/x"),
    "/out": redirect("http://localhost:1/elsewhere"),
    "/noai": page("no", links=("/b/3",), head='<meta name="robots" content="noai">'),
    "/robots.txt": Answer(b"User-agent: *\nDisallow: /private/\n", "text/plain"),
}


@pytest.fixture(scope="module")
def site() -> Iterator[LittleSite]:
    with little_site(PAGES) as served:
        yield served


def test_the_whole_site_is_fetched_round_by_round(site: LittleSite, tmp_path: Path) -> None:
    crawl = Crawl(site, tmp_path)
    said = crawl.run()
    assert crawl.rounds() == [
        ["/"],
        ["/a/1", "/a/2", "/loop/a", "/old", "/private/x"],
        ["/a/deep", "/b/3", "/loop/b", "/older"],
        ["/a/deeper", "/new"],
    ]
    assert "round 1: 1 URLs, 5 more due" in said
    assert "4 generations (4 new)" in said
    captures = crawl.captures()
    assert [captures[path]["depth"] for path in ("/", "/a/1", "/a/deep", "/a/deeper")] == [0, 1, 2, 3]
    assert (captures["/private/x"]["outcome"], captures["/private/x"]["reason"]) == ("dropped", "robots")
    assert captures["/private/x"]["source"] is None
    assert [captures[path]["redirects"] for path in ("/old", "/older", "/new")] == [0, 1, 2]
    assert captures["/new"]["depth"] == captures["/old"]["depth"] == 1
    assert captures["/loop/b"]["location"] == f"{site.url}loop/a"
    assert not any(entry["due"] for entry in crawl.frontier().values())
    assert "nothing to do" in crawl.run(seed=None)


def test_depth_ends_links_but_not_redirects(site: LittleSite, tmp_path: Path) -> None:
    crawl = Crawl(site, tmp_path)
    crawl.run("--depth", 1)
    assert set(crawl.captures()) == {
        *("/", "/a/1", "/a/2", "/private/x"),
        *("/old", "/older", "/new", "/loop/a", "/loop/b"),
    }


def test_a_chain_of_redirects_ends_where_the_settings_say(site: LittleSite, tmp_path: Path) -> None:
    crawl = Crawl(site, tmp_path, "max_redirects = 1")
    crawl.run(seed="old")
    assert set(crawl.captures()) == {"/old", "/older"}


def test_every_hop_of_a_redirect_is_judged_as_a_page_is(site: LittleSite, tmp_path: Path) -> None:
    crawl = Crawl(site, tmp_path)
    crawl.run(seed="hops")
    captures = crawl.captures()
    assert set(captures) == {"/hops", "/closed", "/out", "/private/x"}
    assert captures["/out"]["location"] == "http://localhost:1/elsewhere", "out of scope: noted, not asked"
    assert (captures["/private/x"]["reason"], captures["/private/x"]["redirects"]) == ("robots", 1)
    assert "/private/x" not in site.requests


def test_the_limit_on_pages_holds_and_what_is_left_is_fetched_later(site: LittleSite, tmp_path: Path) -> None:
    crawl = Crawl(site, tmp_path)
    said = crawl.run("--pages", 3)
    assert len(crawl.captures()) == 3
    left = [path for path, entry in crawl.frontier().items() if entry["due"]]
    assert f"{len(left)} more pages are due, but the crawl may fetch 3: go on with larger --pages" in said
    assert "1 new" in crawl.run("--pages", 4, seed=None)
    assert len(crawl.captures()) == 4
    said = crawl.run("--pages", 100, seed=None)
    assert len(crawl.captures()) == 12
    assert "more pages" not in said


def test_what_a_host_is_not_asked_in_one_round_waits_for_the_next(site: LittleSite, tmp_path: Path) -> None:
    crawl = Crawl(site, tmp_path, "urls_per_host_per_round = 4", "max_depth = 2")
    crawl.run()
    rounds = crawl.rounds()
    assert [len(each) for each in rounds[:2]] == [1, 4]
    assert max(map(len, rounds)) == 4
    fetched = [path for each in rounds for path in each]
    assert len(fetched) == len(set(fetched)) == 11
    linked = {"/a/1", "/a/2", "/private/x", "/old", "/loop/a"}
    assert linked <= {path for each in rounds[:3] for path in each}, "what is left comes before what is deeper"


def test_a_second_visit_asks_again_and_the_latest_counts(site: LittleSite, tmp_path: Path) -> None:
    crawl = Crawl(site, tmp_path, "max_depth = 0")
    crawl.run()
    before = site.asked("/")
    assert "nothing to do" in crawl.run()
    assert site.asked("/") == before
    crawl.run("--visit", 2)
    assert site.asked("/") == before + 1
    assert crawl.rounds() == [["/"], ["/"]]
    assert crawl.captures()["/"]["visit"] == 2
    assert "nothing to do" in crawl.run("--visit", 2)


def test_a_second_visit_follows_links_anew(site: LittleSite, tmp_path: Path) -> None:
    crawl = Crawl(site, tmp_path)
    crawl.run("--depth", 1, seed="a/1")
    crawl.run("--visit", 2, "--depth", 1, seed="a/2")
    visits = {path: row["visit"] for path, row in crawl.captures().items()}
    assert visits == {"/a/1": 1, "/a/deep": 1, "/": 1, "/a/2": 2, "/b/3": 2}


def test_a_seed_that_is_known_already_asks_for_nothing(site: LittleSite, tmp_path: Path) -> None:
    crawl = Crawl(site, tmp_path)
    crawl.run("--depth", 1, seed="a/2")
    before = len(site.requests)
    crawl.run("--depth", 1, seed="b/3")
    assert len(site.requests) == before
    assert "nothing to do" in crawl.run("--depth", 1, seed="b/3")


def test_the_scope_may_be_a_folder(site: LittleSite, tmp_path: Path) -> None:
    crawl = Crawl(site, tmp_path, 'scope = "prefix"')
    crawl.run(seed="a/1")
    assert set(crawl.captures()) == {"/a/1", "/a/2", "/a/deep", "/a/deeper"}


def test_another_host_is_out_of_scope_and_never_asked(site: LittleSite, tmp_path: Path) -> None:
    crawl = Crawl(site, tmp_path)
    crawl.run("--pages", 1)
    assert crawl.captures()["/"]["links"][-1] == "http://localhost:1/elsewhere"
    assert not [path for path in crawl.frontier() if "localhost" in path]


def test_a_new_seed_widens_the_scope(site: LittleSite, tmp_path: Path) -> None:
    crawl = Crawl(site, tmp_path)
    crawl.run("--depth", 0)
    second = site.url.replace("127.0.0.1", "localhost")
    crawl.run("--depth", 0, "--seeds", f"{second}b/3")
    assert f"{second}b/3" in crawl.captures()


def test_a_page_that_forbids_its_use_is_not_kept_but_followed(site: LittleSite, tmp_path: Path) -> None:
    crawl = Crawl(site, tmp_path)
    crawl.run(seed="noai")
    captures = crawl.captures()
    forbidden = captures["/noai"]
    assert (forbidden["outcome"], forbidden["reason"], forbidden["source"]) == ("dropped", "consent", None)
    assert forbidden["consent"] == "meta robots: noai"
    assert captures["/b/3"]["outcome"] == "kept"
    archives = [path for each in Corpus(str(crawl.root)).captures.generations() for path in each.paths("warc")]
    m3w("extract", "--corpus", crawl.root, "--recipe", crawl.recipe)
    paths = [path for each in Corpus(str(crawl.root)).documents.require() for path in each.paths("records")]
    records = [row for path in paths for row in read_rows(path)]
    assert archives
    assert f"{site.url}b/3" in {row["url"] for row in records}
    assert f"{site.url}noai" not in {row["url"] for row in records}


def test_a_round_of_which_a_part_is_there_asks_only_for_the_rest(site: LittleSite, tmp_path: Path) -> None:
    crawl = Crawl(site, tmp_path, "urls_per_part = 2")
    crawl.run("--depth", 1)
    folder = crawl.root / "captures/000002"
    first, *others = sorted(folder.glob("captures-*.parquet"))
    kept = {row["url"] for row in read_rows(str(first))}
    for path in [*others, *folder.glob("frontier-*"), folder / "manifest.json"]:
        path.unlink()
    for path in (crawl.root / "captures").glob("00000[34]/*"):
        path.unlink()
    before = len(site.requests)
    crawl.run("--depth", 1)
    assert not kept & {site.url.rstrip("/") + path for path in site.requests[before:]}
    assert len(crawl.captures()) == 9
    assert not any(entry["due"] for entry in crawl.frontier().values())


def test_settings_of_the_command_line_are_checked_like_the_recipes(site: LittleSite, tmp_path: Path) -> None:
    crawl = Crawl(site, tmp_path)
    words = ("crawl", "--corpus", crawl.root, "--recipe", crawl.recipe, "--seeds", site.url)
    said = refused(*words, "--contact", "me myself")
    assert "contact = 'me myself'" in said
    assert "pydantic" not in said
    assert not crawl.root.exists()


def test_seeds_are_lines_without_comments() -> None:
    lines = ["# ours", "", "  https://one.example/a#top  ", "https://two.example/ # theirs", "https://one.example/a"]
    assert [seed.url for seed in seeds_from(lines)] == ["https://one.example/a", "https://two.example/"]


@given(st.lists(st.sampled_from(["https://a.example/", "http://b.example/x?y", "https://c.example/%20"])))
def test_each_seed_is_one_page_that_is_due(urls: list[str]) -> None:
    seeds = seeds_from(urls, visit=3)
    assert {seed.url for seed in seeds} == set(urls)
    assert len(seeds) == len(set(urls))
    assert all(seed.due and seed.depth == 0 and seed.visit == 3 and seed.page == page_id(seed.url) for seed in seeds)


@pytest.mark.parametrize("line", ["example.org", "mailto:a@b.example", "//x.example/", "https://"])
def test_a_seed_that_is_no_url_is_named(line: str) -> None:
    with pytest.raises(ValueError, match=line):
        seeds_from(["https://fine.example/", line])
