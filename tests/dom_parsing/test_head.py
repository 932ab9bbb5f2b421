from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from dom_parsing.head import Head, read_head

URL = "https://site.example/a/b"


def head(html: str) -> Head:
    return read_head(LexborHTMLParser(html), URL)


def test_title_language_canonical() -> None:
    found = head("<html lang=' de-AT '><title> A\n title </title><link rel='x CANONICAL' href=/c#y>")
    assert (found.title, found.language, found.canonical) == ("A title", "de-AT", "https://site.example/c")


def test_nothing_said() -> None:
    assert head("") == Head("", "", URL, "", ())


def test_the_title_of_a_drawing_is_none_of_the_page() -> None:
    assert head("<svg><title>icon</title></svg><title>page</title>").title == "page"


@pytest.mark.parametrize(
    ("html", "base"),
    [
        ("<base href=/x/>", "https://site.example/x/"),
        ("<base target=_blank><base href=/x/><base href=/y/>", "https://site.example/x/"),
        ("<base href='http://['>", URL),
        ("<base href='javascript:x'>", URL),
        ("<p>late<base href=z/>", "https://site.example/a/z/"),
    ],
)
def test_base(html: str, base: str) -> None:
    assert head(html).base == base


def test_canonical_stands_against_the_base_and_must_be_a_web_address() -> None:
    assert head("<base href=/x/><link rel=canonical href=y>").canonical == "https://site.example/x/y"
    assert head("<link rel=canonical href='mailto:a@b'>").canonical == ""


def test_a_noscript_pixel_in_the_head_hides_nothing_behind_it() -> None:
    found = head("<head><noscript><img src=p></noscript><link rel=canonical href=/c><meta name=robots content=noai>")
    assert found.canonical == "https://site.example/c"
    assert found.robots() == {"noai"}


def test_robots_and_named_bots() -> None:
    found = head(
        "<meta name=ROBOTS content='NoIndex, nofollow'><meta name=robots content=noarchive>"
        "<meta name=M3W content=noai><meta name=other content=none>"
    )
    assert found.robots() == {"noindex", "nofollow", "noarchive"}
    assert found.robots(["m3w"]) == {"noindex", "nofollow", "noarchive", "noai"}


def test_feeds_are_alternates_of_a_feeds_type() -> None:
    links = (
        "<link rel='alternate home' type='Application/RSS+xml' href=/rss><link rel=alternate type=application/atom+xml "
        "href=/atom><link rel=alternate type=application/rss+xml href=/rss#again><link rel=alternate href=/de>"
        "<link type=application/rss+xml href=/none><link rel=alternate type=application/rss+xml href=mailto:a@b>"
    )
    assert head(links).feeds == ("https://site.example/rss", "https://site.example/atom")
