from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.links import page_links
from dom_parsing.settings import ExtractSettings
from dom_parsing.unreadable import UnreadableError
from dom_parsing.urls import normalise

URL = "https://site.example/a/b"


def test_links_in_order_each_once_without_fragment() -> None:
    html = "<a href=c>1</a><map><area href='/d?x=1#y'></map><a href='c#z'>again</a><a>none</a><a href=' e '>"
    assert page_links(html, URL).links == (
        "https://site.example/a/c",
        "https://site.example/d?x=1",
        "https://site.example/a/e",
    )


def test_what_is_no_link() -> None:
    html = (
        "<a href='mailto:a@b'><a href='javascript:x'><a href='http://['><link href=/x><img src=/y>"
        "<a rel='ugc NOFOLLOW' href=/z>"
    )
    assert page_links(html, URL).links == ()


def test_base_canonical_robots() -> None:
    html = (
        "<base href=/x/><link rel=canonical href=c><meta name=robots content=nofollow>"
        "<meta name=m3w content=noai><a href=d>"
    )
    found = page_links(html, URL, bots=["M3W"])
    assert found.links == ("https://site.example/x/d",)
    assert found.canonical == "https://site.example/x/c"
    assert found.robots == {"nofollow", "noai"}
    assert page_links(html, URL).robots == {"nofollow"}


def test_bytes_are_decoded() -> None:
    assert page_links("<a href=/\u043c>".encode("cp1251"), URL, charset="windows-1251").links == (
        "https://site.example/%D0%BC",
    )


def test_bad_url_and_bounds() -> None:
    with pytest.raises(ValueError, match="a/b"):
        page_links("", "a/b")
    with pytest.raises(UnreadableError, match="too-large"):
        page_links("x" * 11, URL, settings=ExtractSettings(max_bytes=10))


@given(st.lists(st.text(alphabet="abc./:#?&% \u00e9[", max_size=20)))
def test_every_link_is_normal_and_unique(hrefs: list[str]) -> None:
    links = page_links("".join(f'<a href="{href}">x</a>' for href in hrefs), URL).links
    assert len(set(links)) == len(links)
    assert all(normalise(link) == link for link in links)
