"""Pages that failed for now, pages visited again, and crawls that end when their time is up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dags.crawls import Crawl
from tests.dags.little_site import BUSY, Answer, Flaky, little_site, page
from tests.dags.running import m3w


def tagged(answer: Answer, tag: str) -> Answer:
    return Answer(answer.body, answer.media_type, headers=(("ETag", tag),))


def test_what_failed_for_now_is_asked_for_again_and_then_given_up(tmp_path: Path) -> None:
    pages = Flaky(
        {
            "/": [page("front", links=("/soon", "/never", "/gone"))],
            "/soon": [BUSY, page("soon", links=("/below",))],
            "/never": [BUSY],
            "/gone": [Answer(b"", status=410)],
            "/below": [page("below")],
        }
    )
    with little_site(pages) as site:
        crawl = Crawl(site, tmp_path, "max_retries = 2")
        said = crawl.run()
        assert {path: site.asked(path) for path in pages} == {
            "/": 1,
            "/soon": 2,
            "/never": 3,
            "/gone": 1,
            "/below": 1,
        }
        assert not any(entry["due"] for entry in crawl.frontier().values())
        assert [row["attempts"] for row in crawl.rows("captures") if row["url"].endswith("/never")] == [0, 1, 2]
        assert crawl.captures()["/soon"]["status"] == 200
        assert "more pages" not in said


def test_what_has_to_wait_too_long_is_left_for_the_next_run(tmp_path: Path) -> None:
    busy = Answer(b"busy", "text/plain", 429, (("Retry-After", "1000"),))
    with little_site({"/": busy}) as site:
        crawl = Crawl(site, tmp_path, "max_wait = 0")
        assert "1 pages failed for now and have to wait" in crawl.run()
        row = crawl.frontier()["/"]
        assert row["due"]
        assert row["not_before"] > crawl.captures()["/"]["fetched_at"]
        assert "have to wait" in crawl.run(seed=None)
        assert site.asked("/") == 1


def test_a_page_that_has_not_changed_is_a_revisit_and_leads_where_it_led(tmp_path: Path) -> None:
    pages = {
        "/": tagged(page("front", links=("/tagged", "/same", "/changing")), '"front"'),
        "/tagged": tagged(page("tagged"), '"1"'),
        "/same": page("same"),
        "/changing": tagged(page("first"), '"a"'),
    }
    with little_site(pages) as site:
        crawl = Crawl(site, tmp_path)
        crawl.run()
        first = crawl.captures()
        pages["/changing"] = tagged(page("second"), '"b"')
        crawl.run("--visit", 2)
        again = crawl.captures()
        assert {path: row["status"] for path, row in again.items()} == {
            "/": 304,
            "/tagged": 304,
            "/same": 200,
            "/changing": 200,
        }
        assert set(site.conditions) == {"/", "/tagged", "/changing"}
        for path in ("/", "/tagged", "/same"):
            assert again[path]["repeats"] == first[path]["fetched_at"]
            assert again[path]["digest"] == first[path]["digest"]
        assert (again["/changing"]["repeats"], again["/changing"]["visit"]) == ("", 2)
        assert again["/changing"]["digest"] != first["/changing"]["digest"]
        crawl.run("--visit", 3)
        assert crawl.captures()["/"]["repeats"] == first["/"]["fetched_at"], "it is the first that has the bytes"
        said = m3w("extract", "--corpus", crawl.root, "--recipe", crawl.recipe)
        assert "revisit" in said
        m3w("verify", "--corpus", crawl.root)


def test_a_crawl_whose_time_is_up_goes_on_where_it_was(tmp_path: Path) -> None:
    paths = [f"/{number}" for number in range(40)]
    with little_site({"/": page("front", links=tuple(paths)), **{path: page(path) for path in paths}}) as site:
        crawl = Crawl(site, tmp_path, "delay = 0.1", "max_crawl_delay = 0.1")
        said = crawl.run("--minutes", 0.05)
        assert "more pages are due, but the time is up: go on with the same command" in said
        assert len(crawl.rows("captures")) < 41
        crawl.set("delay = 0")
        crawl.run(seed=None)
        assert sorted(row["url"] for row in crawl.rows("captures")) == sorted(
            [site.url, *(f"{site.url}{path[1:]}" for path in paths)]
        )
        assert all(site.asked(path) == 1 for path in ("/", *paths))


def test_a_crawl_that_has_no_time_asks_for_nothing(tmp_path: Path) -> None:
    with little_site({"/": page("front")}) as site:
        Crawl(site, tmp_path).run("--minutes", 0)
        assert site.requests == []


def sitemap(*entries: tuple[str, str], tag: str = '"map"') -> Answer:
    urls = "".join(f"<url><loc>{loc}</loc><lastmod>{lastmod}</lastmod></url>" for loc, lastmod in entries)
    return Answer(f"<urlset>{urls}</urlset>".encode(), "application/xml", headers=(("ETag", tag),))


def listed_site() -> dict[str, Answer]:
    """A site whose sitemap names pages that were changed long ago, will be, and never said when."""
    return {
        "/robots.txt": Answer(b"Sitemap: /map.xml", "text/plain"),
        "/": page("front"),
        "/map.xml": sitemap(("/old", "2020-01-01"), ("/new", "2999-01-01"), ("/unknown", "")),
        "/old": page("old", links=("/below",)),
        "/new": page("new"),
        "/unknown": page("unknown"),
        "/below": page("below"),
    }


def test_a_page_that_a_sitemap_says_has_not_changed_is_not_asked_for_and_leads_where_it_led(tmp_path: Path) -> None:
    pages = listed_site()
    with little_site(pages) as site:
        crawl = Crawl(site, tmp_path)
        crawl.run()
        first = crawl.captures()
        said = crawl.run("--visit", 2)
        assert "unchanged" in said
        asked = {path: site.asked(path) for path in pages if path != "/robots.txt"}
        assert asked == {"/": 2, "/map.xml": 2, "/old": 1, "/new": 2, "/unknown": 2, "/below": 2}
        old = crawl.captures()["/old"]
        assert (old["outcome"], old["reason"], old["visit"], old["source"]) == ("dropped", "unchanged", 2, None)
        assert (old["repeats"], old["digest"]) == (first["/old"]["fetched_at"], first["/old"]["digest"])
        assert crawl.frontier()["/old"]["seen"]["fetched_at"] == first["/old"]["fetched_at"]
        pages["/map.xml"] = sitemap(("/old", "2999-01-01"), tag='"newer"')
        crawl.run("--visit", 3)
        assert site.asked("/old") == 2
        m3w("extract", "--corpus", crawl.root, "--recipe", crawl.recipe)
        m3w("verify", "--corpus", crawl.root)


@pytest.mark.slow
def test_a_sitemap_is_not_believed_where_the_recipe_says_so(tmp_path: Path) -> None:
    with little_site(listed_site()) as site:
        crawl = Crawl(site, tmp_path, "lastmod = false")
        crawl.run()
        crawl.run("--visit", 2)
        assert site.asked("/old") == 2
