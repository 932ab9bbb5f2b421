from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from dom_parsing.urls import page_id
from ingest.discovery.leads import Leads, leads_of
from ingest.exchange import Exchange
from ingest.fetching.pages import capture_of
from ingest.fetching.polite import Fetched
from ingest.records import DROPPED, FAILED, KEPT, Capture, Frontier, Seen
from ingest.settings import CrawlSettings
from ingest.warc.warc_writer import digest

URL = "https://a.example/dir/page"
ENTRY = Frontier(page_id(URL), URL, depth=2, redirects=1, visit=3)
NOW = "2024-01-02T03:04:06.000000Z"
SETTINGS = CrawlSettings(product_token="ourbot")
HTML = b"<html><body><a href='one'>1</a> <a href='/two#x'>2</a> <a href='one'>again</a></body></html>"
LINKS = ("https://a.example/dir/one", "https://a.example/two")


def exchange(
    body: bytes = HTML, status: int = 200, content_type: str = "text/html; charset=utf-8", **headers: str
) -> Exchange:
    fields = (("Content-Type", content_type), *((name.replace("_", "-"), value) for name, value in headers.items()))
    return Exchange(URL, fetched_at="2024-01-02T03:04:05Z", status=status, headers=fields, body=body, payload=body)


def capture(found: Exchange | None, **more: Any) -> Capture:
    fetched = Fetched(URL, (found,) if found else (), **more)
    return capture_of(ENTRY, fetched, leads_of(ENTRY, fetched, SETTINGS, lambda seen: None), SETTINGS, NOW)


def with_meta(content: str, name: str = "robots") -> bytes:
    return b"<head><meta name='%s' content='%s'></head>" % (name.encode(), content.encode()) + HTML


def test_a_page_is_kept_with_its_links_and_the_digest_of_its_payload() -> None:
    assert capture(exchange()) == Capture(
        ENTRY.page,
        URL,
        2,
        1,
        KEPT,
        status=200,
        media_type="text/html",
        digest="sha256:" + hashlib.sha256(HTML).hexdigest(),
        fetched_at="2024-01-02T03:04:05Z",
        links=LINKS,
        visit=3,
        body_digest=digest(HTML),
        size=len(HTML),
    )


def test_the_digest_is_that_of_the_payload_not_of_the_body_as_sent() -> None:
    packed = Exchange(URL, status=200, headers=(("Content-Type", "text/plain"),), body=b"packed", payload=b"unpacked")
    assert capture(packed).digest == "sha256:" + hashlib.sha256(b"unpacked").hexdigest()


@pytest.mark.parametrize(
    ("location", "target"),
    [("/there", "https://a.example/there"), ("https://b.example/x#y", "https://b.example/x"), ("mailto:a@b", "")],
)
def test_a_redirect_is_kept_with_its_target_and_has_no_links(location: str, target: str) -> None:
    found = capture(exchange(status=301, Location=location))
    assert (found.outcome, found.status, found.location, found.links) == (KEPT, 301, target, ())


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("robots", DROPPED),
        ("consent", DROPPED),
        ("listed", DROPPED),
        ("robots-unavailable", FAILED),
        ("host-down", FAILED),
        ("timeout", FAILED),
    ],
)
def test_what_was_refused_is_dropped_and_what_broke_has_failed(reason: str, outcome: str) -> None:
    found = capture(None, reason=reason, consent="robots.txt: Disallow" if reason == "robots" else "")
    assert (found.outcome, found.reason, found.status, found.digest) == (outcome, reason, None, "")
    assert found.consent == ("robots.txt: Disallow" if reason == "robots" else "")
    assert (found.page, found.depth, found.redirects, found.visit) == (ENTRY.page, 2, 1, 3)


def test_a_refusal_in_the_headers_keeps_the_status_but_no_digest() -> None:
    found = capture(exchange(b""), reason="consent", consent="X-Robots-Tag: noai")
    assert (found.outcome, found.consent, found.status, found.digest) == (DROPPED, "X-Robots-Tag: noai", 200, "")


@pytest.mark.parametrize("directive", ["noindex", "noai", "NoML", "noarchive"])
def test_a_page_that_forbids_its_use_is_dropped_but_its_links_are_followed(directive: str) -> None:
    found = capture(exchange(with_meta(directive)))
    assert (found.outcome, found.reason, found.digest) == (DROPPED, "consent", "")
    assert found.consent == f"meta robots: {directive.lower()}"
    assert found.links == LINKS


def test_a_page_whose_rights_are_reserved_is_dropped() -> None:
    found = capture(exchange(with_meta("1", "tdm-reservation")))
    assert (found.outcome, found.reason, found.consent) == (DROPPED, "consent", "meta tdm-reservation: 1")
    assert capture(exchange(with_meta("0", "tdm-reservation"))).outcome == KEPT


def test_a_page_that_forbids_the_use_of_its_images_is_kept() -> None:
    assert capture(exchange(with_meta("noimageai, noimageindex"))).outcome == KEPT


def test_a_page_that_forbids_both_is_dropped_without_links() -> None:
    for content in ("none", "noindex, nofollow"):
        found = capture(exchange(with_meta(content)))
        assert (found.outcome, found.links) == (DROPPED, ())


def test_links_that_may_not_be_followed_are_not() -> None:
    assert capture(exchange(with_meta("nofollow"))).links == ()
    assert capture(exchange(X_Robots_Tag="nofollow")).links == ()
    assert capture(exchange(X_Robots_Tag="otherbot: nofollow")).links == LINKS
    assert capture(exchange(X_Robots_Tag="ourbot: nofollow")).links == ()


def test_a_meta_for_us_counts_and_one_for_another_robot_does_not() -> None:
    assert capture(exchange(with_meta("noindex", "ourbot"))).outcome == DROPPED
    assert capture(exchange(with_meta("noindex", "otherbot"))).outcome == KEPT


@pytest.mark.parametrize(
    "found",
    [
        exchange(status=404),
        exchange(status=500),
        exchange(content_type="text/plain"),
        exchange(content_type=""),
        exchange(content_type="application/pdf"),
    ],
)
def test_only_html_that_was_found_leads_anywhere(found: Exchange) -> None:
    assert (capture(found).links, capture(found).outcome) == ((), KEPT)


@pytest.mark.parametrize("kind", ["text/html", "TEXT/HTML ;charset=x", "application/xhtml+xml"])
def test_html_goes_by_several_names(kind: str) -> None:
    assert capture(exchange(content_type=kind)).links == LINKS


def test_a_page_that_cannot_be_read_is_kept_for_extract_to_say_why() -> None:
    found = capture(exchange(b"\x00\x01\x02" * 5000))
    assert (found.outcome, found.links) == (KEPT, ())
    deep = capture(exchange(b"<div>" * 200_000))
    assert (deep.outcome, deep.links) == (KEPT, ())


def test_what_the_next_visit_compares_with_is_noted() -> None:
    found = capture(exchange(b"abc", ETag='"1"', Last_Modified="Mon, 01 Jan 2024 00:00:00 GMT"))
    assert (found.etag, found.modified) == ('"1"', "Mon, 01 Jan 2024 00:00:00 GMT")
    assert (found.body_digest, found.size, found.repeats) == (digest(b"abc"), 3, "")


SEEN = Seen("2023-01-01T00:00:00.000000Z", "sha256:12", digest(HTML), '"1"')


def visited_again(found: Exchange, seen: Seen | None = SEEN, earlier: bytes | None = HTML) -> Capture:
    entry = replace(ENTRY, seen=seen)
    fetched = Fetched(URL, (found,))
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    leads = leads_of(entry, fetched, SETTINGS, lambda _: None if earlier is None else (headers, earlier))
    return capture_of(entry, fetched, leads, SETTINGS, NOW)


def test_a_page_that_has_not_changed_leads_where_it_led() -> None:
    found = visited_again(exchange(b"", status=304, content_type=""))
    assert (found.outcome, found.status, found.digest, found.repeats) == (KEPT, 304, "sha256:12", SEEN.fetched_at)
    assert (found.body_digest, found.links) == (SEEN.body_digest, LINKS)
    assert visited_again(exchange(b"", status=304), earlier=None).links == ()


def test_a_page_that_comes_again_as_it_was_repeats_it() -> None:
    found = visited_again(exchange())
    assert (found.status, found.repeats, found.links) == (200, SEEN.fetched_at, LINKS)


@pytest.mark.parametrize("found", [exchange(b"new"), exchange(status=404), exchange(status=301, Location="/x")])
def test_a_page_that_comes_otherwise_is_new(found: Exchange) -> None:
    assert visited_again(found).repeats == ""
    assert visited_again(exchange(), seen=None).repeats == ""


def test_an_unchanged_page_that_forbids_its_use_by_now_is_dropped() -> None:
    found = visited_again(exchange(with_meta("noai")), replace(SEEN, body_digest=digest(with_meta("noai"))))
    assert (found.outcome, found.repeats) == (DROPPED, "")


@pytest.mark.parametrize(
    ("status", "reason", "again"),
    [
        (503, "", True),
        (429, "", True),
        (404, "", False),
        (200, "", False),
        (None, "timeout", True),
        (None, "tls", False),
    ],
)
def test_what_failed_for_now_is_asked_for_again(status: int, reason: str, again: bool) -> None:
    found = capture(exchange(status=status) if status else None, reason=reason)
    assert bool(found.retry_at) == again
    assert not again or found.retry_at > NOW
    assert found.attempts == 0


def test_what_is_known_of_its_site_and_its_way_goes_along() -> None:
    entry = replace(ENTRY, kind="list", nesting=1, attempts=2)
    fetched = Fetched(URL, (exchange(),), sitemaps=("https://a.example/s.xml",))
    found = capture_of(entry, fetched, Leads(), SETTINGS, NOW)
    assert (found.kind, found.nesting, found.attempts, found.sitemaps) == ("list", 1, 2, ("https://a.example/s.xml",))
