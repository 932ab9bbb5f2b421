from __future__ import annotations

import threading
from typing import Any

import pytest

from ingest.fetching.fetch_all import fetch_all
from ingest.fetching.polite import RESULTS_AHEAD
from ingest.settings import FetchSettings

OWN = FetchSettings(allow_private_hosts=True, delay=0)


def running() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "fetch"]


def test_every_result_is_yielded(loopback: Any, reply: Any) -> None:
    site = loopback.serve(lambda path: reply(path.encode()))
    urls = [f"{site.url}/{number}" for number in range(3 * RESULTS_AHEAD)]
    results = list(fetch_all(urls, OWN, purpose="page"))
    assert [result.url for result in results] == urls
    assert [result.exchange.body.decode() for result in results if result.exchange] == [
        f"/{n}" for n in range(len(urls))
    ]
    assert running() == []


def test_consumer_that_stops_early_ends_the_thread(loopback: Any, reply: Any) -> None:
    site = loopback.serve(lambda path: reply(b"x"))
    stream = fetch_all([f"{site.url}/{number}" for number in range(1000)], OWN, purpose="page")
    assert next(stream).reason == ""
    assert running() == ["fetch"]
    stream.close()
    assert running() == []
    assert len(site.paths) < 100


def test_slow_consumer_is_waited_for(loopback: Any, reply: Any) -> None:
    site = loopback.serve(lambda path: reply(b"x"))
    stream = fetch_all([f"{site.url}/{number}" for number in range(1000)], OWN, purpose="page")
    next(stream)
    # The site goes quiet once results have piled up, long before all of them have come.
    quiet = threading.Event()
    before = -1
    while len(site.paths) != before:
        before = len(site.paths)
        quiet.wait(0.3)
    assert before < 100
    stream.close()


def test_errors_reach_the_consumer() -> None:
    with pytest.raises(ValueError, match="contact"):
        list(fetch_all(["http://example.org/"], FetchSettings(), purpose="page"))
    assert running() == []


def test_generator_that_is_never_started_starts_nothing() -> None:
    fetch_all(["http://nowhere.invalid/"], OWN, purpose="page").close()
    assert running() == []
