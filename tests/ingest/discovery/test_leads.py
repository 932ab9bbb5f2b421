from __future__ import annotations

import gzip

from dom_parsing.urls import page_id
from ingest.discovery.leads import NOWHERE, Leads, leads_of, leads_of_page
from ingest.discovery.sitemaps import Listed
from ingest.exchange import Exchange
from ingest.fetching.polite import Fetched
from ingest.records import Frontier
from ingest.settings import CrawlSettings

URL = "https://a.example/dir/page"
SITEMAP = b"<urlset><url><loc>/1</loc><lastmod>2024</lastmod></url></urlset>"
SETTINGS = CrawlSettings(product_token="ourbot")


def exchange(body: bytes, content_type: str = "text/html", status: int = 200, **headers: str) -> Exchange:
    fields = (("Content-Type", content_type), *((name.replace("_", "-"), value) for name, value in headers.items()))
    return Exchange(URL, status=status, headers=fields, body=body, payload=body)


def of_list(found: Exchange) -> Leads:
    return leads_of(Frontier(page_id(URL), URL, kind="list"), Fetched(URL, (found,)), SETTINGS, lambda _: None)


def test_the_charset_of_the_header_counts() -> None:
    page = "<a href='/ä'>x</a>".encode("utf-16-le")
    found = leads_of_page(exchange(page, "text/html; charset=utf-16-le"), SETTINGS)
    assert found.links == ("https://a.example/%C3%A4",)


def test_a_canonical_url_counts_where_it_is_another() -> None:
    link = "<link rel=canonical href='%s'><a href=x>x</a>"
    other = leads_of_page(exchange((link % "/true").encode()), SETTINGS)
    assert (other.canonical, other.links) == ("https://a.example/true", ("https://a.example/dir/x",))
    assert leads_of_page(exchange((link % "page#top").encode()), SETTINGS).canonical == ""
    forbidden = exchange((link % "/true").encode(), X_Robots_Tag="nofollow")
    assert leads_of_page(forbidden, SETTINGS) == NOWHERE


def test_feeds_are_followed_where_they_are_wanted() -> None:
    page = exchange(b"<link rel=alternate type=application/rss+xml href=/feed><link rel=alternate href=/other>")
    assert leads_of_page(page, SETTINGS).lists == ()
    wanting = SETTINGS.model_copy(update={"feeds": True})
    assert leads_of_page(page, wanting).lists == ("https://a.example/feed",)


def test_a_list_leads_to_what_it_names_whatever_its_type_is_called() -> None:
    for media_type in ("application/xml", "text/plain", "text/html", ""):
        found = of_list(exchange(gzip.compress(SITEMAP), media_type))
        assert found == Leads(("https://a.example/1",), listed=(Listed("https://a.example/1", "2024"),))


def test_an_index_leads_to_lists() -> None:
    found = of_list(exchange(b"<sitemapindex><sitemap><loc>/1.xml</loc></sitemap></sitemapindex>"))
    assert (found.links, found.lists) == ((), ("https://a.example/1.xml",))


def test_a_list_that_is_not_there_or_not_to_be_followed_leads_nowhere() -> None:
    assert of_list(exchange(SITEMAP, status=404)) == NOWHERE
    assert of_list(exchange(SITEMAP, X_Robots_Tag="none")) == NOWHERE
    assert of_list(exchange(b"<!DOCTYPE html>")).error == "doctype"


def test_a_page_is_no_list_because_it_looks_like_one() -> None:
    page = Fetched(URL, (exchange(SITEMAP, "application/xml"),))
    assert leads_of(Frontier(page_id(URL), URL), page, SETTINGS, lambda _: None) == NOWHERE
