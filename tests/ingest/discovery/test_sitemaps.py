"""Sitemaps, their indexes and feeds: what they name, and what hostile ones do not get us to do."""

from __future__ import annotations

import gzip
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.discovery import sitemaps
from ingest.discovery.sitemaps import Listed, read_listing

AT = "https://a.example/maps/sitemap.xml"
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
    'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"'
)


def urlset(inside: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {NAMESPACES}>{inside}</urlset>'.encode()


def pages(payload: bytes) -> list[str]:
    return [page.url for page in read_listing(payload, AT).pages]


def test_a_sitemap_names_pages_their_last_change_and_their_images() -> None:
    found = read_listing(
        urlset(
            "<!-- ours --><url><loc>\n https://a.example/1 </loc><lastmod>2024-05-01</lastmod><priority>1</priority>"
            "<image:image><image:loc>/i/1.jpg</image:loc><image:caption>A pier</image:caption></image:image>"
            "<image:image><image:loc>/i/2.jpg</image:loc></image:image>"
            "<video:video><video:player_loc>/v</video:player_loc></video:video></url>"
            "<url><loc>https://a.example/2#part</loc></url><url><loc>https://a.example/1</loc></url>"
        ),
        AT,
    )
    assert found.pages == (
        Listed("https://a.example/1", "2024-05-01", ("https://a.example/i/1.jpg", "https://a.example/i/2.jpg")),
        Listed("https://a.example/2"),
    )
    assert (found.sitemaps, found.error) == ((), "")


def test_translations_of_a_page_are_pages_too() -> None:
    links = (
        '<xhtml:link rel="alternate" hreflang="de" href="/de"/><xhtml:link rel="alternate" hreflang="en" href="/en"/>'
    )
    assert pages(urlset(f"<url><loc>/en</loc>{links}</url>")) == ["https://a.example/en", "https://a.example/de"]


def test_an_index_names_sitemaps() -> None:
    index = (
        b"<sitemapindex><sitemap><loc>1.xml.gz</loc><lastmod>2024</lastmod></sitemap>"
        b"<sitemap><loc>https://b.example/2.xml</loc></sitemap></sitemapindex>"
    )
    found = read_listing(index, AT)
    assert found.sitemaps == ("https://a.example/maps/1.xml.gz", "https://b.example/2.xml")
    assert found.pages == ()


@pytest.mark.parametrize(
    "feed",
    [
        """<rss version="2.0"><channel><link>/</link><image><link>/logo</link></image><item><title>T</title>
        <link>/n/1</link><guid>urn:1</guid><enclosure url="/a.mp3"/></item><item><link>/n/2</link></item></channel>
        </rss>""",
        """<rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/"><channel><link>/</link></channel>
        <item rdf:about="x"><link>/n/1</link></item><item><link>/n/2</link></item></rdf:RDF>""",
        """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="/feed"/><link href="/"/>
        <entry><link rel="edit" href="/edit"/><link rel="alternate" href="/n/1"/></entry>
        <entry><link href="/n/2"/></entry></feed>""",
    ],
)
def test_feeds_name_the_pages_of_their_entries(feed: str) -> None:
    assert pages(feed.encode()) == ["https://a.example/n/1", "https://a.example/n/2"]


def test_a_sitemap_may_be_text() -> None:
    text = b"\xef\xbb\xbfhttps://a.example/1\r\n\r\nHTTPS://A.example/2\nnonsense\nftp://a.example/3\n"
    assert pages(text) == ["https://a.example/1", "https://a.example/2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_encodings_are_those_of_xml(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><urlset><url><loc>/\u00fc</loc></url></urlset>'
    assert pages(text.encode(encoding)) == ["https://a.example/%C3%BC"]


def test_gzip_is_told_by_its_first_bytes() -> None:
    packed = gzip.compress(urlset("<url><loc>/1</loc></url>"))
    assert pages(packed) == ["https://a.example/1"]


def test_a_bare_ampersand_is_part_of_its_url() -> None:
    payload = urlset(
        "<url><loc>/?a=1&b=2&amp;c=3&#38;d=4</loc></url><url><loc><![CDATA[/?a=1&b=2]]></loc></url>"
        "<url><loc>/?last=1&</loc></url>"
    )
    found = read_listing(payload, AT)
    assert [page.url.partition("?")[2] for page in found.pages] == ["a=1&b=2&c=3&d=4", "a=1&b=2", "last=1&"]
    assert found.error == ""


@pytest.mark.parametrize(
    ("payload", "left"),
    [
        (b"<urlset><url><loc>/1</loc></url><url><loc>/2", ["/1"]),
        (b"<urlset><url><loc>/1</loc></url></wrong><url><loc>/2</loc></url></urlset>", ["/1"]),
        (b"<urlset><url><loc>/1</loc></url>\x01\x02<url><loc>/2</loc></url></urlset>", ["/1", "/2"]),
        (gzip.compress(b"<urlset><url><loc>/1</loc></url>" + bytes(range(32, 127)) * 99)[:-90], ["/1"]),
    ],
)
def test_what_is_broken_is_read_as_far_as_it_goes(payload: bytes, left: list[str]) -> None:
    found = read_listing(payload, AT)
    assert [page.url.removeprefix("https://a.example") for page in found.pages][: len(left)] == left
    assert found.error == "malformed"


@pytest.mark.parametrize(
    "payload", [b"", b"   ", b"plain words", b"%PDF-1.7", b"\x1f\x8b", b"<html><a href='/x'>x</a></html>"]
)
def test_what_is_no_list_names_nothing(payload: bytes) -> None:
    found = read_listing(payload, AT)
    assert (found.pages, found.sitemaps) == ((), ())


LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))


@pytest.mark.parametrize(
    "payload",
    [
        b'<!DOCTYPE u [<!ENTITY l0 "ha">' + LAUGHS + b"]><urlset><url><loc>/&l11;</loc></url></urlset>",
        b'<!DOCTYPE u [<!ENTITY l0 "ha">' + LAUGHS + b"]><urlset x='&l11;'><url><loc>/1</loc></url></urlset>",
        b'<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>/&x;</loc></url></urlset>',
        b'<!DOCTYPE u [<!ENTITY % x SYSTEM "http://127.0.0.1:1/"> %x;]><urlset><url><loc>/1</loc></url></urlset>',
        b'<!DOCTYPE urlset SYSTEM "http://127.0.0.1:1/x.dtd"><urlset><url><loc>/1</loc></url></urlset>',
        "<!DOCTYPE u [<!ENTITY x 'y'>]><urlset><url><loc>/&x;</loc></url></urlset>".encode("utf-16"),
        b"<!DOCTYPE html><html><body>404</body></html>",
    ],
)
def test_a_document_type_is_refused_before_any_entity_is_expanded(payload: bytes) -> None:
    found = read_listing(payload, AT)
    assert (found.pages, found.error) == ((), "doctype")


def test_an_entity_without_definition_is_left_out() -> None:
    assert pages(b"<urlset><url><loc>/a&nbsp;b</loc></url></urlset>") == ["https://a.example/ab"]


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        (b"<a>" * 200_000, "malformed"),
        (b"<urlset><url><loc>" + b"x" * 2_000_000 + b"</loc></url></urlset>", "too-large"),
        (b"<urlset " + b" ".join(b'a%d="1"' % n for n in range(200_000)) + b"/>", "too-large"),
        (b"<urlset " + b" ".join(b'a%d="1"' % n for n in range(20_000)) + b"/>", ""),
        (b"<urlset>" + b"<![CDATA[" * 100_000, "malformed"),
        (b"<urlset>" + b"&" * 50_000 + b"</urlset>", ""),
        (b"<urlset>" + b"<junk/>" * 20_000 + b"</urlset>", ""),
        (gzip.compress(bytes(4_000_001)), "too-large"),
        (b"<urlset>" + b" " * 4_000_000, "too-large"),
    ],
)
def test_hostile_lists_take_little_memory(payload: bytes, error: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MAX_BYTES", 4_000_000)
    tracemalloc.start()
    found = read_listing(payload, AT)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.pages == ()
    assert found.error == error
    assert most < 32_000_000


@pytest.mark.parametrize(("number", "error"), [(50, ""), (51, "too-many")])
def test_a_list_has_a_longest_length(number: int, error: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MAX_ENTRIES", 50)
    found = read_listing(
        urlset("".join(f"<url><loc>/{n}</loc></url><url><loc>/0</loc></url>" for n in range(number))), AT
    )
    assert (len(found.pages), found.error) == (50, error)
    assert found.pages[-1].url == "https://a.example/49"


def test_images_of_a_page_have_a_largest_number() -> None:
    images = "".join(f"<image:image><image:loc>/{n}.jpg</image:loc></image:image>" for n in range(1_100))
    (page,) = read_listing(urlset(f"<url><loc>/1</loc>{images}</url>"), AT).pages
    assert len(page.images) == 1_000


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30), max_size=5), st.integers(1, 50))
def test_what_is_escaped_comes_back_however_the_pieces_are_cut(paths: list[str], piece: int) -> None:
    urls = list(dict.fromkeys(f"https://a.example/?{index}{path}" for index, path in enumerate(paths)))
    escaped = (url.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for url in urls)
    payload = urlset("".join(f"<url><loc>{url}</loc></url>" for url in escaped))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sitemaps, "FEED_BYTES", piece)
        found = pages(payload)
    expected = [sitemaps.normalise(url.strip()) for url in urls]
    assert found == list(dict.fromkeys(expected))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300) | st.from_regex(rb"(<[a-z!/&\[\]]{1,6}>?|&#?[a-z0-9]{0,3};?|[a-z ])*", fullmatch=True))
def test_nothing_crashes(payload: bytes) -> None:
    for data in (payload, b"<urlset><url><loc>" + payload, gzip.compress(payload)):
        assert len(read_listing(data, AT).pages) <= len(data)
