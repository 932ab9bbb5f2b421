from __future__ import annotations

import asyncio
import gzip
import hashlib
import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from ingest.fetching.polite import Fetched, Keeping, Wanted, fetch_politely
from ingest.opt_outs.digest_list import DigestList
from ingest.opt_outs.tombstones import FORGOTTEN, Tombstones
from ingest.settings import FetchSettings
from tests.ingest.polite_fetch import FILES, OWN, fetched, serve


def test_robots_txt_is_asked_first_and_handed_out_once(loopback: Any, reply: Any) -> None:
    robots = reply(b"User-agent: *\nDisallow: /closed\n")
    site = serve(loopback, {"/robots.txt": robots, "/1": reply(b"one"), "/2": reply(b"two")})
    first, closed, second = fetched([site.url + "/1", site.url + "/closed", site.url + "/2"])
    assert site.paths == [*FILES, "/1", "/2"]
    assert (first.reason, first.exchange.body) == ("", b"one")
    assert [exchange.url for exchange in first.robots] == [site.url + path for path in FILES]
    assert (closed.reason, closed.consent, closed.exchange) == ("robots", "robots.txt: Disallow", None)
    assert (second.exchange.body, second.robots, second.hops) == (b"two", (), (second.exchange,))


def test_robots_may_be_ignored_on_sites_of_ones_own(loopback: Any, reply: Any) -> None:
    site = serve(loopback, {"/robots.txt": reply(b"User-agent: *\nDisallow: /"), "/1": reply(b"one")})
    (result,) = fetched([site.url + "/1"], OWN.model_copy(update={"respect_robots": False}))
    assert (result.exchange.body, site.paths) == (b"one", ["/1"])


@pytest.mark.parametrize(("status", "reason", "asked"), [("503 Busy", "robots-unavailable", 1), ("404 No", "", 3)])
def test_unavailable_robots_txt(status: str, reason: str, asked: int, loopback: Any, reply: Any) -> None:
    site = serve(loopback, {"/robots.txt": reply(status=status), "/1": reply(b"one")})
    (result,) = fetched([site.url + "/1"])
    assert result.reason == reason
    assert len(result.robots) == asked


def silence() -> Iterator[tuple[float, bytes]]:
    yield 1000, b""


def test_robots_txt_that_never_comes_refuses_and_takes_the_host_down(loopback: Any) -> None:
    site = loopback.serve(lambda path: silence())
    settings = OWN.model_copy(update={"timeout_first_byte": 0.1})
    results = fetched([f"{site.url}/{number}" for number in range(5)], settings)
    assert [result.reason for result in results] == ["timeout"] * 3 + ["host-down"] * 2
    assert site.paths == ["/robots.txt"] * 3


def test_sitemaps_of_robots_txt_are_handed_out_once(loopback: Any, reply: Any) -> None:
    robots = reply(
        b"Sitemap: /a.xml\nUser-agent: *\nDisallow: /no\nSitemap: https://b.example/b.xml\nSitemap: ftp://x/"
    )
    site = serve(loopback, {"/robots.txt": robots, "/1": reply(b"one")})
    first, second = fetched([site.url + "/no", site.url + "/1"])
    assert (first.reason, first.sitemaps) == ("robots", (site.url + "/a.xml", "https://b.example/b.xml"))
    assert second.sitemaps == ()


def test_conditions_are_sent_and_nothing_odd_in_them(loopback: Any, reply: Any) -> None:
    site = serve(loopback, {"/1": reply(status="304 Not Modified"), "/2": reply(b"two")})
    since = "Mon, 01 Jan 2024 00:00:00 GMT"
    wanted = [
        Wanted(site.url + "/1", etag='W/"1"', modified=since),
        Wanted(site.url + "/2", etag="\u00e9", modified="a\r\nb"),
    ]

    async def collect() -> list[Fetched]:
        return [result async for result in fetch_politely(wanted, OWN, purpose="page")]

    first, second = asyncio.run(collect())
    assert (first.reason, first.exchange.status if first.exchange else 0) == ("", 304)
    assert b'If-None-Match: W/"1"\r\n' in site.heads[-2]
    assert f"If-Modified-Since: {since}\r\n".encode() in site.heads[-2]
    assert b"\r\nIf-" not in site.heads[-1]
    assert second.reason == ""


def test_of_a_long_list_the_beginning_is_read(loopback: Any, reply: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.fetching.polite.LIST_BYTES", 1000)
    site = serve(loopback, {"/list": reply(b"x" * 2000), "/page": reply(b"x" * 2000)})
    wanted = [Wanted(site.url + "/list", is_list=True), Wanted(site.url + "/page")]

    async def collect() -> list[Fetched]:
        settings = OWN.model_copy(update={"max_bytes": 100})
        return [result async for result in fetch_politely(wanted, settings, purpose="page")]

    as_list, page = asyncio.run(collect())
    assert as_list.exchange
    assert (as_list.reason, len(as_list.exchange.body), as_list.exchange.truncated) == ("", 1000, "length")
    assert page.reason == "too-large"


def test_once_the_time_is_up_nothing_more_is_asked_for(loopback: Any, reply: Any) -> None:
    sites = [loopback.serve(lambda path: reply(b"x"), f"127.0.0.{number}") for number in (2, 3)]
    asked = itertools.count()

    async def collect() -> list[str]:
        urls = [f"{site.url}/{page}" for site in sites for page in range(5)]
        stream = fetch_politely(urls, OWN, purpose="page", stop=lambda: next(asked) >= 4)
        return [result.url async for result in stream]

    found = asyncio.run(collect())
    assert len(found) == 4
    requested = [f"{site.url}{path}" for site in sites for path in site.paths if path[1:].isdigit()]
    assert sorted(requested) == sorted(found)


def test_consent_is_asked_of_the_headers(loopback: Any, reply: Any) -> None:
    pages = {
        "/p": reply(b"x", X_Robots_Tag="noai"),
        "/i": reply(b"x", X_Robots_Tag="noimageai"),
        "/linked.jpg": reply(b"x", X_Robots_Tag="noimageai", Content_Type="image/jpeg"),
    }
    site = serve(loopback, pages)
    page, image, linked = fetched([site.url + path for path in pages])
    assert (page.reason, page.consent, page.exchange.body) == ("consent", "X-Robots-Tag: noai", b"")
    assert image.reason == ""
    assert (linked.reason, linked.consent) == ("consent", "X-Robots-Tag: noimageai")
    (image,) = fetched([site.url + "/i"], purpose="image")
    assert (image.reason, image.consent) == ("consent", "X-Robots-Tag: noimageai")


def test_redirect_of_a_page_is_its_result(loopback: Any, reply: Any) -> None:
    site = serve(loopback, {"/1": reply(status="302 Found", Location="/2"), "/2": reply(b"two")})
    (result,) = fetched([site.url + "/1"])
    assert (result.exchange.status, result.exchange.location) == (302, "/2")
    assert "/2" not in site.paths


def test_redirects_of_an_image_are_followed_across_hosts(loopback: Any, reply: Any) -> None:
    target = serve(loopback, {"/3": reply(b"image")}, "127.0.0.3")
    pages = {
        "/1": reply(status="302 Found", Location="2"),
        "/2": reply(status="308 Moved", Location=target.url + "/3#x"),
    }
    site = serve(loopback, pages, "127.0.0.2")
    (result,) = fetched([site.url + "/1"], purpose="image")
    assert (result.reason, result.exchange.body) == ("", b"image")
    assert [hop.url for hop in result.hops] == [site.url + "/1", site.url + "/2", target.url + "/3"]
    assert [exchange.url for exchange in result.robots] == [one.url + path for one in (site, target) for path in FILES]


@pytest.mark.parametrize(("hops", "reason"), [(3, ""), (4, "redirects")])
def test_redirects_have_a_maximum(hops: int, reason: str, loopback: Any, reply: Any) -> None:
    pages = {f"/{hop}": reply(status="302 Found", Location=f"/{hop + 1}") for hop in range(hops)}
    site = serve(loopback, {**pages, f"/{hops}": reply(b"image")})
    (result,) = fetched([site.url + "/0"], OWN.model_copy(update={"max_redirects": 3}), "image")
    assert (result.reason, len(result.hops)) == (reason, 4)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://{private}/", "private-address"),
        ("http://169.254.169.254/latest/meta-data/", "private-address"),
        ("ftp://example.org/x", "url"),
        ("javascript:alert(1)", "url"),
        ("http://user:password@example.org/", "url"),
    ],
)
def test_redirects_lead_to_no_forbidden_place(location: str, reason: str, loopback: Any, reply: Any) -> None:
    secret = serve(loopback, {"/": reply(b"secret")}, "127.0.0.9")
    redirect = reply(status="302 Found", Location=location.format(private=secret.url.removeprefix("http://")))
    site = serve(loopback, {"/1": redirect})
    port = int(site.url.rpartition(":")[2])

    def only_this_site_looks_public(address: str, settings: FetchSettings) -> str:
        return "" if address == "127.0.0.1" else "private-address"

    # Nothing on this machine has a public address, so one of its own has to pass for one.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ingest.fetching.addresses.refusal", only_this_site_looks_public)
        settings = OWN.model_copy(update={"respect_robots": False, "ports": (port,)})
        (result,) = fetched([site.url + "/1"], settings, "image")
    assert result.reason == reason
    assert secret.paths == []


def test_robots_txt_of_a_redirects_target_is_obeyed(loopback: Any, reply: Any) -> None:
    closed = serve(loopback, {"/robots.txt": reply(b"User-agent: m3wbot\nDisallow: /"), "/": reply(b"x")}, "127.0.0.3")
    site = serve(loopback, {"/1": reply(status="302 Found", Location=closed.url)}, "127.0.0.2")
    (result,) = fetched([site.url + "/1"], purpose="image")
    assert (result.reason, result.consent) == ("robots", "robots.txt: Disallow")
    assert closed.paths == ["/robots.txt"]


def test_urls_that_are_none_fail_alone(loopback: Any, reply: Any) -> None:
    site = serve(loopback, {"/1": reply(b"one")})
    results = {result.url: result.reason for result in fetched(["nonsense", "ftp://x/", site.url + "/1"])}
    assert results == {"nonsense": "url", "ftp://x/": "url", site.url + "/1": ""}


def test_nothing_to_fetch() -> None:
    assert fetched([]) == []


def test_stopping_early_leaves_nothing_running(loopback: Any, reply: Any) -> None:
    site = serve(loopback, {f"/{number}": reply(b"x") for number in range(500)})

    async def take_two() -> int:
        stream = fetch_politely([f"{site.url}/{number}" for number in range(500)], OWN, purpose="page")
        assert [(await anext(stream)).reason for _ in range(2)] == ["", ""]
        await stream.aclose()
        return len(asyncio.all_tasks())

    assert asyncio.run(take_two()) == 1
    assert len(site.paths) < 100


@pytest.mark.parametrize(
    ("path", "body", "signal"),
    [
        ("/robots.txt", b"User-agent: *\nContent-Usage: train-ai=n", "robots.txt: Content-Usage: train-ai=n"),
        ("/.well-known/tdmrep.json", b'[{"location": "/", "tdm-reservation": 1}]', "tdmrep.json: tdm-reservation: 1"),
        ("/ai.txt", b"User-agent: *\nDisallow: /", "ai.txt: Disallow"),
    ],
)
def test_what_a_site_forbids_in_its_files_is_not_asked_for(
    path: str, body: bytes, signal: str, loopback: Any, reply: Any
) -> None:
    site = serve(loopback, {path: reply(body), "/1": reply(b"one")})
    (result,) = fetched([site.url + "/1"])
    assert (result.reason, result.consent, result.exchange) == ("consent", signal, None)
    assert "/1" not in site.paths


def test_what_is_forgotten_is_not_asked_for_and_no_redirect_leads_there(loopback: Any, reply: Any) -> None:
    pages = {"/1": reply(b"one"), "/2": reply(status="302 Found", Location="/1"), "/3": reply(b"three")}
    site = serve(loopback, pages)
    keeping = Keeping(forgotten=Tombstones(frozenset({site.url + "/1"})))
    first, second, third = fetched([site.url + path for path in pages], purpose="image", keeping=keeping)
    assert (first.reason, first.exchange) == (FORGOTTEN, None)
    assert (second.reason, len(second.hops)) == (FORGOTTEN, 1)
    assert third.exchange.payload == b"three"
    assert "/1" not in site.paths


def test_a_content_that_is_forgotten_is_given_up_under_any_url(loopback: Any, reply: Any) -> None:
    packed = gzip.compress(b"gone")
    pages = {"/1": reply(b"gone"), "/2": reply(packed, Content_Encoding="gzip"), "/3": reply(b"another")}
    site = serve(loopback, pages)
    keeping = Keeping(forgotten=Tombstones(payloads=frozenset({hashlib.sha256(b"gone").hexdigest()})))
    first, second, third = fetched([site.url + path for path in pages], keeping=keeping)
    for result in (first, second):
        assert result.reason == FORGOTTEN
        assert (result.exchange.body, result.exchange.payload, result.exchange.response_head) == (b"", b"", b"")
    assert third.exchange.payload == b"another"


def test_what_is_on_a_digest_list_is_given_up_at_once(loopback: Any, reply: Any) -> None:
    packed = gzip.compress(b"listed")
    pages = {"/1": reply(b"listed"), "/2": reply(packed, Content_Encoding="gzip"), "/3": reply(b"another")}
    site = serve(loopback, pages)
    digest = hashlib.sha1(b"listed").hexdigest()
    keeping = Keeping(listed=DigestList.of([digest]))
    first, second, third = fetched([site.url + path for path in pages], keeping=keeping)
    for result in (first, second):
        assert (result.reason, result.consent) == ("listed", f"digest list: sha1:{digest}")
        assert (result.exchange.response_head, result.exchange.body, result.exchange.payload) == (b"", b"", b"")
        assert (result.exchange.status, result.exchange.address) == (200, "127.0.0.1")
    assert (third.reason, third.exchange.body) == ("", b"another")
