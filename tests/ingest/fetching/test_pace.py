from __future__ import annotations

import asyncio
import socket

import pytest

from ingest.exchange import Exchange
from ingest.fetching.pace import Addresses, Host
from ingest.fetching.turns import Turns
from ingest.settings import FetchSettings

NOW = "2026-01-01T12:00:00.000000Z"
SETTINGS = FetchSettings(delay=1, max_crawl_delay=30, delay_factor=2, failures_until_down=3)


def answer(status: int | None = 200, failure: str = "", retry_after: str = "") -> Exchange:
    headers = (("Retry-After", retry_after),) if retry_after else ()
    return Exchange("http://a.example/", failure=failure, status=status, headers=headers, fetched_at=NOW)


def paused(host: Host, *answers: Exchange, settings: FetchSettings = SETTINGS, took: float = 0.0) -> float:
    """Return the pause after the last answer."""
    for each in answers:
        host.answered(each, 100.0, took)
    return host.free_at(settings) - 100.0


@pytest.mark.parametrize(
    ("took", "crawl_delay", "pause"), [(0.1, 0, 1), (0.9, 0, 1.8), (99, 0, 30), (0, 7, 7), (5, 7, 10), (0, 3600, 30)]
)
def test_the_longest_of_the_pauses_counts_up_to_a_maximum(took: float, crawl_delay: float, pause: float) -> None:
    assert paused(Host(0.0, crawl_delay=crawl_delay), answer(), took=took) == pytest.approx(pause)


def test_the_settings_own_delay_is_never_cut() -> None:
    assert paused(Host(0.0, crawl_delay=9), answer(), settings=SETTINGS.model_copy(update={"delay": 60})) == 60


def test_a_host_that_asks_for_rest_gets_more_each_time() -> None:
    host = Host(0.0)
    assert [paused(host, answer(status)) for status in (503, 429, 200)] == [2, 4, 1]
    assert paused(host, answer(503, retry_after="20")) == 20
    assert paused(host, answer(503)) == 4


def test_a_host_that_asks_for_rest_too_often_or_too_long_is_left_alone() -> None:
    host = Host(0.0)
    paused(host, answer(503), answer(429))
    assert not host.wants_rest(SETTINGS)
    paused(host, answer(503))
    assert host.wants_rest(SETTINGS)
    paused(host, answer(503, retry_after="31"))
    assert (host.rest, host.wants_rest(SETTINGS)) == (31, True)
    other = Host(0.0)
    paused(other, answer(503, retry_after="30"))
    assert not other.wants_rest(SETTINGS)
    paused(other, answer(503, retry_after="31"))
    assert other.wants_rest(SETTINGS)


def test_failed_connections_in_a_row_take_a_host_down() -> None:
    host = Host(0.0)
    paused(
        host, answer(None, "timeout"), answer(None, "connect"), answer(), answer(None, "dns"), answer(None, "timeout")
    )
    assert not host.is_down(SETTINGS)
    paused(host, answer(None, "disconnect"))
    assert host.is_down(SETTINGS)


@pytest.mark.parametrize("failure", ["url", "port", "private-address", "no-contact"])
def test_a_host_that_was_not_asked_is_not_spared(failure: str) -> None:
    host = Host(0.0)
    before = paused(host, answer(503), answer(503))
    host.answered(answer(None, failure), 500.0, 9.0)
    assert (host.free_at(SETTINGS), host.busy) == (100.0 + before, 2)


def test_a_crawl_delay_that_is_learned_after_a_request_counts_from_its_end() -> None:
    host = Host(0.0)
    paused(host, answer())
    host.crawl_delay = 7
    assert host.free_at(SETTINGS) == 107


def test_the_first_pause_counts_from_when_fetching_began() -> None:
    assert Host(50.0).free_at(SETTINGS) == 51
    assert Host(50.0, crawl_delay=7).free_at(SETTINGS) == 57


NAMES = {
    "one.example": ["192.0.2.1", "192.0.2.7"],
    "same.example": ["192.0.2.7", "192.0.2.1"],
    "other.example": ["192.0.2.9"],
    "nothing.example": [],
}


def look_up(host: str, port: int, family: int) -> list[tuple[int, str]]:
    if host not in NAMES:
        raise socket.gaierror(socket.EAI_NONAME, host)
    return [(socket.AF_INET, address) for address in NAMES[host]]


def test_hosts_at_one_address_take_turns() -> None:
    async def turns() -> dict[str, Turns]:
        addresses = Addresses(look_up, 1)
        hosts = [*NAMES, "unknown.example", "192.0.2.9", "[2001:db8::1]"]
        return {host: await addresses.turn(host) for host in hosts}

    found = asyncio.run(turns())
    assert found["one.example"] is found["same.example"]
    assert found["other.example"] is found["192.0.2.9"]
    assert len({id(turn) for turn in found.values()}) == 5


def test_a_name_is_looked_up_once_for_its_turn_and_its_first_request() -> None:
    asked: list[str] = []

    def counting(host: str, port: int, family: int) -> list[tuple[int, str]]:
        asked.append(host)
        return look_up(host, port, family)

    addresses = Addresses(counting, 1)

    async def twice() -> None:
        await addresses.turn("one.example")
        await addresses.turn("one.example")

    asyncio.run(twice())
    expected = look_up("one.example", 80, 0)
    assert addresses.lookup("one.example", 80, 0) == expected
    assert asked == ["one.example"]
    assert addresses.lookup("one.example", 80, 0) == expected
    assert asked == ["one.example"] * 2
