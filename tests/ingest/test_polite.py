from __future__ import annotations

import asyncio
import gzip
import hashlib
import itertools
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ingest.consent import Purpose
from ingest.digest_list import DigestList
from ingest.polite import Fetched, Keeping, Wanted, fetch_politely
from ingest.settings import FetchSettings

OWN = FetchSettings(allow_private_hosts=True, delay=0, timeout_total=20, timeout_first_byte=20)
FILES = ["/robots.txt", "/.well-known/tdmrep.json", "/ai.txt"]
NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def fetched(urls: list[str], settings: FetchSettings = OWN, purpose: Purpose = "page", **more: Any) -> list[Any]:
    async def collect() -> list[Fetched]:
        return [result async for result in fetch_politely(urls, settings, purpose=purpose, **more)]

    return asyncio.run(collect())


def serve(loopback: Any, pages: dict[str, bytes], host: str = "127.0.0.1") -> Any:
    return loopback.serve(lambda path: pages.get(path, NO_ROBOTS), host)


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


def test_dead_hosts_are_left_alone_after_three_failures() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        results = fetched([url + str(number) for number in range(6)])
    assert [result.reason for result in results] == ["connect"] * 3 + ["host-down"] * 3


def test_unresolved_names_fail() -> None:
    results = fetched([f"http://nowhere.invalid/{number}" for number in range(4)])
    assert [result.reason for result in results] == ["dns", "dns", "dns", "host-down"]


def test_failures_not_in_a_row_leave_the_host_up(loopback: Any, reply: Any) -> None:
    turn = itertools.count()
    site = loopback.serve(
        lambda path: NO_ROBOTS if path == "/robots.txt" else reply(b"x") if next(turn) % 2 else [(0, b"")]
    )
    results = fetched([f"{site.url}/{number}" for number in range(5)])
    # aiohttp asks again by itself where a kept connection was closed under it.
    assert "host-down" not in {result.reason for result in results}
    assert any(result.reason == "" for result in results)


def test_one_request_at_a_time_and_in_order(loopback: Any, reply: Any) -> None:
    sites = [loopback.serve(lambda path: [(0.005, reply(b"x"))], f"127.0.0.{number}") for number in range(2, 6)]
    urls = [f"{site.url}/{number}" for number in range(8) for site in sites]
    results = fetched(urls, OWN.model_copy(update={"hosts_at_once": 3}))
    assert sorted(result.url for result in results) == sorted(urls)
    for site in sites:
        assert site.at_once == 1
        assert site.paths == [*FILES, *(f"/{number}" for number in range(8))]


@pytest.mark.parametrize(("delay", "crawl_delay"), [(0.1, 0), (0, 0.1)])
def test_pause_between_two_requests(delay: float, crawl_delay: float, loopback: Any, reply: Any) -> None:
    robots = reply(f"User-agent: *\nCrawl-delay: {crawl_delay}".encode())
    site = serve(loopback, {"/robots.txt": robots, "/1": reply(b"1"), "/2": reply(b"2")})
    fetched([site.url + "/1", site.url + "/2"], OWN.model_copy(update={"delay": delay}))
    # The pause starts when the answer is here, so these bounds hold on any machine, however slow.
    pauses = [later - earlier for earlier, later in itertools.pairwise(site.times)]
    assert len(pauses) == len(FILES) + 1
    assert min(pauses[1:]) >= 0.099
    assert delay == 0 or pauses[0] >= 0.099


def test_the_first_request_waits_as_if_somebody_had_just_asked(loopback: Any, reply: Any) -> None:
    """Who fetched before and was killed may have: a host sees the pause over a restart as well."""
    site = serve(loopback, {"/1": reply(b"1")})
    began = time.monotonic()
    fetched([site.url + "/1"], OWN.model_copy(update={"delay": 0.1}))
    assert site.times[0] - began >= 0.099


def test_crawl_delay_has_a_maximum(loopback: Any, reply: Any) -> None:
    site = serve(loopback, {"/robots.txt": reply(b"User-agent: *\nCrawl-delay: 9999"), "/1": reply(), "/2": reply()})
    results = fetched([site.url + "/1", site.url + "/2"], OWN.model_copy(update={"max_crawl_delay": 0.01}))
    assert [result.reason for result in results] == ["", ""]


def test_slow_host_blocks_no_other(loopback: Any, reply: Any) -> None:
    others_done = threading.Event()

    def wait_for_the_others() -> Iterator[tuple[float, bytes]]:
        while not others_done.is_set():
            yield 0.01, b""
        yield 0, reply(b"late")

    slow = loopback.serve(lambda path: wait_for_the_others(), "127.0.0.2")
    quick = loopback.serve(lambda path: reply(b"soon"), "127.0.0.3")

    async def collect() -> list[str]:
        urls = [slow.url + "/", *(f"{quick.url}/{number}" for number in range(20))]
        bodies = []
        async for result in fetch_politely(urls, OWN.model_copy(update={"hosts_at_once": 2}), purpose="page"):
            bodies.append(result.exchange.body.decode() if result.exchange else result.reason)
            if bodies.count("soon") == 20:
                others_done.set()
        return bodies

    assert asyncio.run(collect()) == ["soon"] * 20 + ["late"]


def test_hosts_at_one_address_are_asked_one_after_the_other(loopback: Any, reply: Any) -> None:
    site = loopback.serve(lambda path: NO_ROBOTS if path == "/robots.txt" else [(0.01, reply(b"x"))])
    port = site.url.rpartition(":")[2]

    def all_here(host: str, asked: int, family: int) -> list[tuple[int, str]]:
        return [(socket.AF_INET, "127.0.0.1")]

    urls = [f"http://host{number}.example:{port}/{page}" for number in range(4) for page in range(3)]
    results = fetched(urls, lookup=all_here)
    assert [result.reason for result in results] == [""] * len(urls)
    assert site.at_once == 1
    fetched(urls, OWN.model_copy(update={"requests_per_address": 2}), lookup=all_here)
    assert site.at_once == 2


def test_who_fetches_in_another_thread_takes_turns_too(loopback: Any, reply: Any) -> None:
    """A worker fetches several buckets of hosts side by side."""
    site = loopback.serve(lambda path: NO_ROBOTS if path == "/robots.txt" else [(0.01, reply(b"x"))])
    port = site.url.rpartition(":")[2]

    def here(host: str, asked: int, family: int) -> list[tuple[int, str]]:
        return [(socket.AF_INET, "127.0.0.1")]

    with ThreadPoolExecutor(4) as threads:
        urls = [[f"http://host{number}.example:{port}/{page}" for page in range(5)] for number in range(4)]
        running = [threads.submit(fetched, each, lookup=here) for each in urls]
        assert [result.reason for each in running for result in each.result()] == [""] * 20
    assert site.at_once == 1


def test_a_host_that_asks_for_rest_is_left_alone(loopback: Any, reply: Any) -> None:
    busy = reply(status="503 Busy", Retry_After="3600")
    site = serve(loopback, {"/1": reply(b"one"), "/2": busy, "/3": reply(b"three"), "/4": reply(b"four")})
    results = fetched([f"{site.url}/{number}" for number in range(1, 5)])
    assert [(result.reason, result.rest) for result in results] == [
        ("", 0),
        ("", 3600),
        ("host-busy", 3600),
        ("host-busy", 3600),
    ]
    assert site.paths[-2:] == ["/1", "/2"]
    assert results[1].exchange.status == 503


def test_a_host_that_asks_for_a_little_rest_gets_it(loopback: Any, reply: Any) -> None:
    site = serve(loopback, {"/1": reply(status="429 Too Many"), "/2": reply(b"two")})
    settings = OWN.model_copy(update={"delay": 0.05})
    results = fetched([site.url + "/1", site.url + "/2"], settings)
    assert [result.exchange.status for result in results] == [429, 200]
    assert site.times[-1] - site.ends[-2] >= 0.099


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
    monkeypatch.setattr("ingest.polite.LIST_BYTES", 1000)
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
        patch.setattr("ingest.addresses.refusal", only_this_site_looks_public)
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
