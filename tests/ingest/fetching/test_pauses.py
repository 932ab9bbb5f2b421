"""When a host is asked: pauses, turns, rests, and hosts that are down."""

from __future__ import annotations

import asyncio
import itertools
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ingest.fetching.polite import fetch_politely
from tests.ingest.polite_fetch import FILES, NO_ROBOTS, OWN, fetched, serve


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
