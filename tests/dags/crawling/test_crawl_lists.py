"""Crawls that find pages through sitemaps and feeds."""

from __future__ import annotations

import gzip
from pathlib import Path

from tests.dags.crawls import Crawl
from tests.dags.little_site import Answer, little_site, page, redirect
from tests.dags.running import m3w

XML = "application/xml"


def robots(*lines: str) -> Answer:
    return Answer("\n".join(lines).encode(), "text/plain")


def test_sitemaps_of_robots_txt_are_read_with_their_indexes(tmp_path: Path) -> None:
    pages = {
        "/robots.txt": robots("User-agent: *", "Disallow: /private/", "Sitemap: /index.xml", "Sitemap: /moved.xml"),
        "/": page("front"),
        "/index.xml": Answer(
            b"<sitemapindex><sitemap><loc>/one.xml.gz</loc></sitemap><sitemap><loc>/none.xml</loc></sitemap>"
            b"<sitemap><loc>http://127.0.0.9/other.xml</loc></sitemap></sitemapindex>",
            XML,
        ),
        "/one.xml.gz": Answer(
            gzip.compress(
                b"<urlset xmlns:image='i'><url><loc>/hidden?utm_source=map</loc><lastmod>2024-05-01</lastmod>"
                b"<image:image><image:loc>/i.jpg</image:loc></image:image></url><url><loc>/private/x</loc></url>"
                b"<url><loc>http://127.0.0.9/elsewhere</loc></url></urlset>"
            ),
            "application/gzip",
        ),
        "/moved.xml": redirect("/there.txt"),
        "/hidden": page("hidden", links=("/deep",)),
        "/deep": page("deep"),
    }
    with little_site(pages) as site:
        pages["/there.txt"] = Answer(f"{site.url}listed\n{site.url}broken/a/a/a/a\n".encode(), "text/plain")
        crawl = Crawl(site, tmp_path)
        crawl.run("--depth", 1)
        captures = crawl.captures()
        assert crawl.rounds() == [
            ["/"],
            ["/index.xml", "/moved.xml"],
            ["/none.xml", "/one.xml.gz", "/there.txt"],
            ["/hidden", "/listed", "/private/x"],
        ]
        assert {path: row["depth"] for path, row in captures.items() if path != "/"} == dict.fromkeys(
            set(captures) - {"/"}, 1
        )
        assert (captures["/private/x"]["reason"], captures["/one.xml.gz"]["kind"]) == ("robots", "list")
        assert "/private/x" not in site.requests
        listed = {row["url"].removeprefix(site.url): row for row in crawl.rows("listed")}
        assert (listed["hidden?utm_source=map"]["modified"], listed["hidden?utm_source=map"]["images"]) == (
            "2024-05-01",
            [f"{site.url}i.jpg"],
        )
        m3w("verify", "--corpus", crawl.root)


def test_a_sitemap_or_feed_may_be_given_and_its_pages_are_as_seeds(tmp_path: Path) -> None:
    pages = {
        "/feed": Answer(b"<rss><channel><item><link>/n/1</link></item></channel></rss>", "application/rss+xml"),
        "/n/1": page("news", links=("/n/2",)),
    }
    with little_site(pages) as site:
        crawl = Crawl(site, tmp_path)
        crawl.run("--sitemaps", f"{site.url}feed", "--depth", 0, seed=None)
        assert crawl.rounds() == [["/feed"], ["/n/1"]]
        assert "nothing to do" in crawl.run("--sitemaps", f"{site.url}feed", "--depth", 0, seed=None)


def test_neither_is_read_where_the_recipe_says_so_and_feeds_only_where_it_does(tmp_path: Path) -> None:
    feed = '<link rel="alternate" type="application/atom+xml" href="/feed">'
    pages = {
        "/robots.txt": robots("Sitemap: /map.xml"),
        "/": page("front", head=feed),
        "/feed": Answer(b"<feed><entry><link href='/n/1'/></entry></feed>", "application/atom+xml"),
        "/map.xml": Answer(b"<urlset><url><loc>/m/1</loc></url></urlset>", XML),
    }
    with little_site(pages) as site:
        crawl = Crawl(site, tmp_path, "sitemaps = false", "feeds = true")
        crawl.run()
        assert crawl.rounds() == [["/"], ["/feed"], ["/n/1"]]
        assert "/map.xml" not in site.requests
