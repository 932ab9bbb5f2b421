"""Tombstones cover URLs and contents, and nothing besides."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.opt_outs.tombstones import Notice, Tombstones, read_wishes, shortest

LINES = """
# asked for on 1 May
https://EXAMPLE.org/a page?x=1#part   # with a remark
https://example.org/gallery/*
http://other.example/*
"""


def wishes(*lines: str) -> Tombstones:
    return read_wishes(lines, "list.txt", "asked for").tombstones


def test_urls_are_compared_as_normalised_ones() -> None:
    found = wishes(*LINES.splitlines())
    assert found.covers("https://example.org/a%20page?x=1")
    assert found.covers_written("https://example.org/a page?x=1#elsewhere")
    assert not found.covers("https://example.org/a%20page")
    assert not found.covers_written("no url")
    assert not found.covers(None)


def test_a_star_means_all_that_begins_so() -> None:
    found = wishes(*LINES.splitlines())
    for url in ("https://example.org/gallery/", "https://example.org/gallery/1?a", "http://other.example/"):
        assert found.covers(url)
    for url in ("https://example.org/gallery", "https://other.example/", "http://other.example.evil/"):
        assert not found.covers(url)


@pytest.mark.parametrize(
    "line", ["example.org/page", "ftp://example.org/", "*", "https://", "data:sha256:ab", "data:sha256:*"]
)
def test_what_is_no_url_is_named_with_its_line_and_a_remedy(line: str) -> None:
    with pytest.raises(ValueError, match=r"list\.txt, line 2: .*write it whole"):
        wishes("# first", line)


def test_a_picture_within_a_page_is_named_by_its_bytes() -> None:
    name = f"data:sha256:{'ab' * 32}"
    assert wishes(name).covers(name)
    assert not wishes(name).covers("https://example.org/")


def test_a_list_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="holds no URL"):
        wishes("", "# nothing")


@given(st.sets(st.text("ab/", max_size=6)), st.text("ab/", max_size=8))
def test_prefixes_are_found_as_by_trying_each(prefixes: set[str], url: str) -> None:
    assert Tombstones(prefixes=shortest(prefixes)).covers(url) == any(url.startswith(each) for each in prefixes)


def test_a_content_is_known_in_any_of_its_forms_and_an_empty_one_never() -> None:
    held = Tombstones(payloads=frozenset({hashlib.sha256(data).hexdigest() for data in (b"picture", b"")}))
    assert held.hold(b"sent", b"picture")
    assert not held.hold(b"other", b"")
    assert not Tombstones().hold(b"picture")


def test_what_is_known_already_is_not_noted_again() -> None:
    known = wishes("https://example.org/gallery/*") | Tombstones(payloads=frozenset({"aa"}))
    urls = {"https://example.org/gallery/1": "asked for", "https://example.org/b": "asked for"}
    notice = Notice(urls, ("https://example.org/gallery/old/", "https://c.example/"), ("aa", "bb"), ("cc",))
    assert notice.beyond(known) == Notice(
        {"https://example.org/b": "asked for"}, ("https://c.example/",), ("bb",), ("cc",)
    )
    assert not notice.beyond(known | notice.tombstones).tombstones


def test_a_notice_is_read_as_it_was_written() -> None:
    notice = Notice({"https://example.org/b": "asked for"}, ("https://c.example/",), ("bb",), ("cc",))
    assert Notice.from_json(notice.to_json()) == notice
    with pytest.raises(ValueError, match="format 2"):
        Notice.from_json({**notice.to_json(), "format": 2})
