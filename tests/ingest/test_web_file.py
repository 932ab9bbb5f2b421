from __future__ import annotations

import io
import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import web_file
from ingest.web_file import FIRST, WebFile
from tests.range_server import CHUNKED, LENGTH, STALL, UNSAID, RangeServer, range_server

DATA = random.Random(1).randbytes(5 * FIRST + 123)


@pytest.fixture(scope="module")
def running() -> Iterator[RangeServer]:
    with range_server({"/a": DATA, "/empty": b""}) as server:
        yield server


@pytest.fixture
def server(running: RangeServer) -> RangeServer:
    running.asked.clear()
    running.failures.clear()
    running.files["/a"] = DATA
    running.ranges = True
    running.framing, running.surplus = LENGTH, 0
    return running


def opened(server: RangeServer, path: str = "a") -> WebFile:
    return WebFile(server.url + path, backoff=0)


@given(st.lists(st.tuples(st.integers(0, len(DATA) + 10), st.integers(0, 2 * FIRST)), max_size=6))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_reads_what_lies_there_wherever_it_is_asked(server: RangeServer, places: list[tuple[int, int]]) -> None:
    file = opened(server)
    for position, size in places:
        file.seek(position)
        assert file.read(size) == DATA[position : position + size]
        assert file.tell() == min(position + size, max(len(DATA), position))


def test_a_record_is_one_request_for_its_bytes(server: RangeServer) -> None:
    file = opened(server)
    file.seek(1000)
    assert file.read(500) == DATA[1000:1500]
    assert server.asked == [("/a", "bytes=1000-1499")]


def test_reading_on_asks_for_more_at_a_time(server: RangeServer) -> None:
    file = opened(server)
    assert b"".join(iter(lambda: file.read(1000), b"")) == DATA
    asked = [wanted for _, wanted in server.asked]
    assert asked == [f"bytes={a}-{b - 1}" for a, b in ((0, 1000), (1000, 66536), (66536, 197608), (197608, 459752))]


def test_the_whole_file_at_once_and_its_size(server: RangeServer) -> None:
    assert opened(server).read() == DATA
    file = opened(server)
    assert (file.seek(-10, io.SEEK_END), file.read(), file.size) == (len(DATA) - 10, DATA[-10:], len(DATA))
    assert (opened(server, "empty").read(), opened(server, "empty").size) == (b"", 0)


@pytest.mark.parametrize("failures", [[503], [403, 429, 500], [0], [0, 0, 502, 0]])
def test_what_passes_is_asked_again(server: RangeServer, failures: list[int]) -> None:
    server.failures += failures
    assert opened(server).read(100_000) == DATA[:100_000]
    assert len(server.asked) == len(failures) + 1


@pytest.mark.parametrize("failures", [[403] * 20, [0] * 20, [400]])
def test_what_does_not_pass_is_an_error_that_names_the_file(server: RangeServer, failures: list[int]) -> None:
    server.failures += failures
    with pytest.raises(OSError, match=f"{server.url}a"):
        opened(server).read(1000)


def test_what_is_not_there_and_who_is_not_there(server: RangeServer) -> None:
    with pytest.raises(FileNotFoundError, match="404"):
        opened(server, "none").read(1)
    with pytest.raises(OSError, match="127"):
        WebFile("http://127.0.0.1:9/a", backoff=0).read(1)


def test_a_server_without_ranges_is_read_whole_up_to_a_limit(
    server: RangeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.ranges = False
    file = opened(server)
    file.seek(70_000)
    assert file.read() == DATA[70_000:]
    assert len(server.asked) == 1
    monkeypatch.setattr(web_file, "MAX_WHOLE", len(DATA) - 1)
    with pytest.raises(OSError, match="no byte ranges"):
        opened(server).read(1)


@pytest.mark.parametrize("framing", [LENGTH, CHUNKED])
def test_a_whole_file_that_breaks_off_is_asked_for_again(server: RangeServer, framing: str) -> None:
    server.ranges, server.framing = False, framing
    server.failures += [0, 0]
    assert opened(server).read() == DATA
    assert len(server.asked) == 3
    server.failures += [0] * 20
    with pytest.raises(OSError, match=f"{server.url}a cannot be read"):
        opened(server).read()


def test_a_whole_file_of_which_no_one_says_how_long_it_is_is_refused(server: RangeServer) -> None:
    server.ranges, server.framing = False, UNSAID
    with pytest.raises(OSError, match=f"{server.url}a: the server does not say how long"):
        opened(server).read()


@pytest.mark.parametrize("ranges", [True, False])
def test_a_body_that_stalls_is_asked_for_again(
    server: RangeServer, monkeypatch: pytest.MonkeyPatch, ranges: bool
) -> None:
    monkeypatch.setattr(web_file, "SECONDS_READ", 0.2)
    web_file._pool.cache_clear()
    server.ranges = ranges
    server.failures += [STALL]
    assert opened(server).read(100_000) == DATA[:100_000]
    assert len(server.asked) == 2
    web_file._pool.cache_clear()


def test_the_pauses_between_tries_grow_up_to_a_limit(server: RangeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    server.failures += [0] * 5
    assert WebFile(server.url + "a", backoff=4).read(1000) == DATA[:1000]
    assert pauses == [4, 8, 16, 30, 30]


def test_of_a_part_no_more_is_read_than_was_asked_for(server: RangeServer) -> None:
    server.surplus = 5000
    file = opened(server)
    file.seek(1000)
    assert file.read(500) == DATA[1000:1500]
    assert file.read(10) == DATA[1500:1510]
    assert len(server.asked) == 2


def test_a_file_that_is_replaced_meanwhile_is_refused(server: RangeServer) -> None:
    file = opened(server)
    file.read(10)
    server.files["/a"] = DATA + b"more"
    with pytest.raises(OSError, match="replaced"):
        file.read(10)


def test_there_is_nothing_before_the_first_byte(server: RangeServer) -> None:
    with pytest.raises(ValueError, match="no byte -1"):
        opened(server).seek(-1)
