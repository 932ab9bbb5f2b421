"""One parse gives the robots directives, the links and the content."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.extract import extract
from dom_parsing.page import read_page
from dom_parsing.records import RecordRef
from dom_parsing.settings import ExtractSettings
from dom_parsing.unreadable import UnreadableError
from dom_parsing.urls import normalise

URL = "https://site.example/a"
HTML = """<title>T</title><base href=/b/><meta name=robots content="NoAI, noindex"><meta name=m3w content=nofollow>
<p>See <a href=c>that</a>, <a href=d rel=nofollow>not this</a>.</p><img src=e.jpg>"""


def test_what_one_parse_gives() -> None:
    page = read_page(HTML, URL)
    assert page.url == URL
    assert page.head.title == "T"
    assert page.head.robots() == {"noai", "noindex"}
    assert page.head.robots(["M3W"]) == {"noai", "noindex", "nofollow"}
    assert page.links() == ("https://site.example/b/c",)
    source = RecordRef("x.warc", 1, 2)
    document = page.document(fetched_at="2026-01-02T03:04:05Z", source=source)
    assert (document.text, document.source, document.fetched_at) == (
        "See that, not this.",
        source,
        "2026-01-02T03:04:05Z",
    )
    assert [image.url for image in document.images] == ["https://site.example/b/e.jpg"]


@pytest.mark.parametrize("html", [HTML, HTML.encode(), "<p>\u00e9".encode("latin-1"), ""])
def test_it_gives_what_the_single_functions_give_however_often_it_is_asked(html: bytes | str) -> None:
    page = read_page(html, URL)
    assert page.document() == page.document() == extract(html, URL)
    assert page.links() == page.links()


def test_charset_and_bounds_are_those_given() -> None:
    html = "<p>\u043c\u0438\u0440".encode("cp1251")
    assert read_page(html, URL, charset="windows-1251").document().text == "\u043c\u0438\u0440"
    with pytest.raises(UnreadableError):
        read_page(html, URL, settings=ExtractSettings(max_bytes=3))
    with pytest.raises(ValueError, match="no absolute"):
        read_page(html, "a/b")


def test_links_in_order_each_once_without_fragment() -> None:
    html = "<a href=c>1</a><map><area href='/d?x=1#y'></map><a href='c#z'>again</a><a>none</a><a href=' e '>"
    assert read_page(html, URL).links() == (
        "https://site.example/c",
        "https://site.example/d?x=1",
        "https://site.example/e",
    )


def test_what_is_no_link() -> None:
    html = (
        "<a href='mailto:a@b'><a href='javascript:x'><a href='http://['><link href=/x><img src=/y>"
        "<a rel='ugc NOFOLLOW' href=/z>"
    )
    assert read_page(html, URL).links() == ()


def test_base_canonical_robots() -> None:
    html = (
        "<base href=/x/><link rel=canonical href=c><meta name=robots content=nofollow>"
        "<meta name=m3w content=noai><a href=d>"
    )
    found = read_page(html, URL)
    assert found.links() == ("https://site.example/x/d",)
    assert found.head.canonical == "https://site.example/x/c"
    assert found.head.robots(["M3W"]) == {"nofollow", "noai"}
    assert found.head.robots() == {"nofollow"}


def test_bytes_are_decoded() -> None:
    assert read_page("<a href=/\u043c>".encode("cp1251"), URL, charset="windows-1251").links() == (
        "https://site.example/%D0%BC",
    )


@given(st.lists(st.text(alphabet="abc./:#?&% \u00e9[", max_size=20)))
def test_every_link_is_normal_and_unique(hrefs: list[str]) -> None:
    links = read_page("".join(f'<a href="{href}">x</a>' for href in hrefs), URL).links()
    assert len(set(links)) == len(links)
    assert all(normalise(link) == link for link in links)
