"""One parse gives the robots directives, the links and the content."""

from __future__ import annotations

import pytest

from dom_parsing.extract import extract
from dom_parsing.links import page_links
from dom_parsing.page import read_page
from dom_parsing.records import RecordRef
from dom_parsing.settings import ExtractSettings
from dom_parsing.unreadable import UnreadableError

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
    links = page_links(html, URL, bots=["m3w"])
    assert page.document() == page.document() == extract(html, URL)
    assert (page.links(), page.head.canonical, page.head.robots(["m3w"])) == (
        links.links,
        links.canonical,
        links.robots,
    )


def test_charset_and_bounds_are_those_given() -> None:
    html = "<p>\u043c\u0438\u0440".encode("cp1251")
    assert read_page(html, URL, charset="windows-1251").document().text == "\u043c\u0438\u0440"
    with pytest.raises(UnreadableError):
        read_page(html, URL, settings=ExtractSettings(max_bytes=3))
    with pytest.raises(ValueError, match="no absolute"):
        read_page(html, "a/b")
