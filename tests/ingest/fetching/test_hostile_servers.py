"""Servers that mean harm, each a real one on loopback: none of them takes memory, time or secrets."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard

from ingest.exchange import Exchange
from ingest.fetching.fetch import fetch, open_session
from ingest.fetching.polite import Fetched, fetch_politely
from ingest.settings import FetchSettings
from tests.ingest.certificates import make_certificates

OWN = FetchSettings(
    allow_private_hosts=True, respect_robots=False, delay=0, max_bytes=10_000, timeout_total=20, timeout_first_byte=20
)
IMPATIENT = OWN.model_copy(update={"timeout_first_byte": 0.3, "rate_grace": 0.2, "min_rate": 1000})
PUBLIC = OWN.model_copy(
    update={"allow_private_hosts": False, "contact": "bot@example.org", "ports": tuple(range(1, 65536))}
)
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def get_all(urls: list[str], settings: FetchSettings = OWN, **options: Any) -> list[Exchange]:
    async def ask() -> list[Exchange]:
        async with open_session(settings, **options) as session:
            return [await fetch(session, url, settings) for url in urls]

    return asyncio.run(ask())


def get(url: str, settings: FetchSettings = OWN, **options: Any) -> Exchange:
    return get_all([url], settings, **options)[0]


def politely(url: str, settings: FetchSettings = OWN, **options: Any) -> Fetched:
    async def ask() -> Fetched:
        (result,) = [found async for found in fetch_politely([url], settings, purpose="image", **options)]
        return result

    return asyncio.run(ask())


def twice(encode: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    return lambda data: encode(encode(data))


@pytest.mark.parametrize(
    ("name", "encode"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", brotli.compress),
        ("zstd", zstandard.compress),
        ("gzip, gzip", twice(gzip.compress)),
        ("br, br", twice(brotli.compress)),
    ],
)
def test_bombs(name: str, encode: Callable[[bytes], bytes], loopback: Any, reply: Any) -> None:
    bomb = encode(bytes(9_000_000))
    assert len(bomb) < 10_000
    site = loopback.serve(lambda path: reply(bomb, Content_Encoding=name))
    assert get(site.url + "/").failure == "too-large"


def forever(begin: bytes, part: bytes) -> Iterator[tuple[float, bytes]]:
    yield 0, begin
    yield from ((0.0, part) for _ in itertools.count())


@pytest.mark.parametrize(
    ("begin", "part", "failures"),
    [
        (b"", b"H" * 1000, {"protocol"}),
        (OK, b"X: y\r\n" * 50, {"protocol"}),
        (OK + b"X: ", b"y" * 1000, {"protocol"}),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 10, {"timeout"}),
        (OK + b"\r\n", b"x" * 1000, {"too-large"}),
        (CHUNKED, b"3e8\r\n" + b"x" * 1000 + b"\r\n", {"too-large"}),
        (CHUNKED + b"1;a=", b"y" * 1000, {"slow"}),
        (CHUNKED + b"1\r\nx\r\n0\r\n", b"X: y\r\n" * 50, {"protocol", "disconnect"}),  # as the packets fall
    ],
)
def test_endless_answers(begin: bytes, part: bytes, failures: set[str], loopback: Any) -> None:
    site = loopback.serve(lambda path: forever(begin, part))
    exchange = get(site.url + "/", IMPATIENT)
    assert exchange.failure in failures
    assert (exchange.body, exchange.response_head) == (b"", b"")


def dripping(begin: bytes, part: bytes, pause: float) -> Iterator[tuple[float, bytes]]:
    yield 0, begin
    yield from ((pause, part) for _ in itertools.count())


@pytest.mark.parametrize(
    ("begin", "part", "failure"),
    [(b"HTTP/1.1 200 ", b"O", "timeout"), (OK, b"X", "timeout"), (OK + b"\r\n", b"x", "slow")],
)
def test_a_byte_at_a_time(begin: bytes, part: bytes, failure: str, loopback: Any) -> None:
    site = loopback.serve(lambda path: dripping(begin, part, 0.02))
    assert get(site.url + "/", IMPATIENT).failure == failure


def test_a_body_that_keeps_to_the_rate_may_take_its_time(loopback: Any) -> None:
    def say() -> Iterator[tuple[float, bytes]]:
        yield 0, OK + b"Content-Length: 3000\r\n\r\n"
        yield from ((0.05, b"x" * 300) for _ in range(10))

    site = loopback.serve(lambda path: say())
    # 3000 bytes would take 30 s at the rate that is asked for, and the grace is over after the first few.
    exchange = get(site.url + "/", OWN.model_copy(update={"min_rate": 100, "rate_grace": 0.1}))
    assert (exchange.failure, len(exchange.body)) == ("", 3000)


@pytest.mark.parametrize(
    ("said", "failure"),
    [
        (OK + b"Content-Length: 100\r\n\r\nshort", "disconnect"),
        (OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nshort", "protocol"),
        (OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n0\r\n\r\n", "protocol"),
        (OK + b"Content-Length: 99999999999999999999999\r\n\r\nshort", "protocol"),
        (OK + b"Content-Length: 99999999\r\n\r\nshort", "too-large"),
    ],
)
def test_wrong_lengths(said: bytes, failure: str, loopback: Any) -> None:
    assert get(loopback.serve(lambda path: [(0, said)]).url + "/").failure == failure


def test_what_follows_an_answer_is_not_taken_for_the_next_one(loopback: Any) -> None:
    smuggled = OK + b"Content-Length: 8\r\n\r\nsmuggled"
    honest = OK + b"Content-Length: 6\r\nConnection: close\r\n\r\nhonest"
    site = loopback.serve(lambda path: OK + b"Content-Length: 3\r\n\r\none" + smuggled if path == "/1" else honest)
    first, second = get_all([site.url + "/1", site.url + "/2"])
    assert b"smuggled" not in first.body + second.body
    assert (second.failure, second.body) == ("", b"honest")


def test_redirect_loops_end(loopback: Any, reply: Any) -> None:
    site = loopback.serve(lambda path: reply(status="302 Found", Location="/2" if path == "/1" else "/1"))
    result = politely(site.url + "/1", OWN.model_copy(update={"max_redirects": 4}))
    assert (result.reason, len(result.hops), len(site.paths)) == ("redirects", 5, 5)


SPELLINGS = [
    "127.0.0.1", "127.1", "127.0.1", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "2130706433", "017700000001",
    "127.0.0.1.", "%31%32%37.0.0.1", "\uff11\uff12\uff17.0.0.1", "\u2460\u2461\u2466.0.0.1", "127\u30020\u30020\u30021",
    "[::1]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:0001]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]",
    "[2002:7f00:1::]", "localhost", "LOCALHOST", "localhost.", "0.0.0.0", "0", "[::]", "169.254.169.254", "2852039166",
    "[::ffff:a9fe:a9fe]", "[fd00:ec2::254]", "168.63.129.16", "[fe80::1]", "10.0.0.1", "192.168.0.1", "100.100.100.200",
]  # fmt: skip


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_of_a_private_address_is_connected_to(host: str, loopback: Any, reply: Any) -> None:
    secret = loopback.serve(lambda path: reply(b"secret"))
    result = politely(f"http://{host}:{secret.url.rpartition(':')[2]}/", PUBLIC)
    assert result.reason in {"private-address", "url", "dns"}
    assert secret.paths == []


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "[fd00:ec2::254]", "[fe80::1]", "100.100.100.200", "0.0.0.0", "[::]"]
)
def test_nobodys_own_site_is_at_a_metadata_address(host: str) -> None:
    assert get(f"http://{host}/").failure == "private-address"


@pytest.mark.parametrize(
    "scheme", ["file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/", "data:,x", "javascript:1"]
)
def test_only_http_is_spoken(scheme: str, loopback: Any, reply: Any) -> None:
    assert politely(scheme).reason == "url"
    site = loopback.serve(lambda path: reply(status="302 Found", Location=scheme))
    assert politely(site.url + "/").reason == "url"


def test_ports_of_public_hosts_are_those_of_the_recipe() -> None:
    assert get("http://93.184.216.34:22/", PUBLIC.model_copy(update={"ports": (80, 443)})).failure == "port"
    # Where hosts of one's own may be on any port, those of others still may not.
    assert get("http://93.184.216.34:22/", OWN.model_copy(update={"contact": "a@example.org"})).failure == "port"


@pytest.fixture
def one_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let 127.0.0.2 pass for a public address: no test may depend on connecting to a real one."""
    monkeypatch.setattr("ingest.fetching.addresses.is_public", lambda address: address == "127.0.0.2")


@pytest.mark.usefixtures("one_public")
def test_a_name_that_resolves_differently_the_second_time(loopback: Any, reply: Any) -> None:
    secret = loopback.serve(lambda path: reply(b"secret"), "127.0.0.1")
    port = secret.url.rpartition(":")[2]
    leads_there = reply(status="302 Found", Location=f"http://rebinding.example:{port}/")
    site = loopback.serve(lambda path: leads_there, "127.0.0.2")
    answers = iter(["127.0.0.2", "127.0.0.1"])

    def rebinding(host: str, asked: int, family: int) -> list[tuple[int, str]]:
        return [(socket.AF_INET, next(answers))]

    result = politely(site.url.replace("127.0.0.2", "rebinding.example"), PUBLIC, lookup=rebinding)
    assert [hop.failure for hop in result.hops] == ["", "private-address"]
    assert (result.reason, site.paths, secret.paths) == ("private-address", ["/"], [])


@pytest.mark.usefixtures("one_public")
def test_of_a_names_addresses_only_public_ones_are_tried(loopback: Any, reply: Any) -> None:
    secret = loopback.serve(lambda path: reply(b"secret"), "127.0.0.1")
    port = secret.url.rpartition(":")[2]
    mixed = [(int(socket.AF_INET), "127.0.0.1"), (int(socket.AF_INET), "127.0.0.2")]
    assert get(f"http://mixed.example:{port}/", PUBLIC, lookup=lambda *_: mixed).failure == "connect"
    assert secret.paths == []


class TlsServer:
    """Serves one page over TLS with a certificate for `good.example`, signed by an authority of its own."""

    def __init__(self, folder: Path) -> None:
        self.authority, chain = make_certificates(folder, "good.example")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.requests: list[bytes] = []
        threading.Thread(target=self._serve, args=(context,), daemon=True).start()

    def _serve(self, context: ssl.SSLContext) -> None:
        with suppress(OSError), self._socket:
            while True:
                connection, _ = self._socket.accept()
                with suppress(ssl.SSLError, OSError), context.wrap_socket(connection, server_side=True) as secure:
                    self.requests.append(secure.recv(10_000))
                    secure.sendall(OK + b"Content-Length: 4\r\nConnection: close\r\n\r\npage")

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)


def test_a_certificate_for_another_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = TlsServer(tmp_path)

    def here(host: str, asked: int, family: int) -> list[tuple[int, str]]:
        return [(socket.AF_INET, "127.0.0.1")]

    good, other = (f"https://{name}.example:{server.port}/" for name in ("good", "other"))
    try:
        assert get(good, lookup=here).failure == "tls"  # an authority that nobody trusts
        monkeypatch.setenv("SSL_CERT_FILE", str(server.authority))
        assert get(good, lookup=here).body == b"page"
        assert get(other, lookup=here).failure == "tls"
        assert len(server.requests) == 1
    finally:
        server.close()
