from __future__ import annotations

import asyncio
import gzip
import itertools
import re
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import brotli
import pytest

from ingest.exchange import Exchange
from ingest.fetching.fetch import fetch, open_session, unfit, utc_now
from ingest.settings import FetchSettings

OWN = FetchSettings(allow_private_hosts=True, max_bytes=10_000, timeout_total=20, timeout_first_byte=20)
NOON = "2026-01-02T12:00:00.000000Z"


def get(url: str, settings: FetchSettings = OWN, lookup: Any = None, **options: Any) -> Exchange:
    async def ask() -> Exchange:
        more = {"lookup": lookup} if lookup else {}
        async with open_session(settings, **more) as session:
            return await fetch(session, url, settings, now=lambda: NOON, **options)

    return asyncio.run(ask())


def test_exchange_holds_what_was_sent_and_received(loopback: Any, reply: Any) -> None:
    site = loopback.serve(lambda path: reply(b"<p>hello", Content_Type="Text/HTML; charset=utf-8", X_Odd="caf\u00e9"))
    settings = OWN.model_copy(update={"contact": "bot@example.org"})
    exchange = get(f"{site.url}/a%20b?c=%C3%A9", settings)
    assert exchange.failure == ""
    assert exchange.status == 200
    assert exchange.body == exchange.payload == b"<p>hello"
    assert exchange.media_type == "text/html"
    assert exchange.address == "127.0.0.1"
    assert exchange.fetched_at == NOON
    assert exchange.request_head == site.heads[0]
    assert exchange.request_head.startswith(b"GET /a%20b?c=%C3%A9 HTTP/1.1\r\n")
    assert b"From: bot@example.org\r\n" in exchange.request_head
    assert settings.user_agent.encode() in exchange.request_head
    assert exchange.response_head + exchange.body == site.handler("/")


def test_chunks_are_joined_in_the_head_as_well(loopback: Any) -> None:
    said = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    exchange = get(loopback.serve(lambda path: said).url + "/")
    assert exchange.body == b"abcde"
    assert exchange.response_head == (
        b"HTTP/1.1 200 OK\r\nX-Crawl-Transfer-Encoding: chunked\r\nConnection: close\r\nContent-Length: 5\r\n\r\n"
    )


@pytest.mark.parametrize(("name", "encode"), [("gzip", gzip.compress), ("br", brotli.compress)])
def test_body_is_kept_as_sent_and_payload_decoded(
    name: str, encode: Callable[[bytes], bytes], loopback: Any, reply: Any
) -> None:
    site = loopback.serve(lambda path: reply(encode(b"text " * 100), Content_Encoding=name))
    exchange = get(site.url + "/")
    assert exchange.body == encode(b"text " * 100)
    assert exchange.payload == b"text " * 100


def test_redirect_is_not_followed(loopback: Any, reply: Any) -> None:
    site = loopback.serve(lambda path: reply(status="301 Moved", Location="/elsewhere"))
    exchange = get(site.url + "/")
    assert (exchange.status, exchange.location) == (301, "/elsewhere")
    assert site.paths == ["/"]


def test_cookies_are_not_kept(loopback: Any, reply: Any) -> None:
    site = loopback.serve(lambda path: reply(b"x", Set_Cookie="a=b; Path=/"))

    async def twice() -> None:
        async with open_session(OWN) as session:
            await fetch(session, site.url + "/1", OWN)
            await fetch(session, site.url + "/2", OWN)

    asyncio.run(twice())
    assert len(site.heads) == 2
    assert not any(b"ookie" in head for head in site.heads)


def test_environment_proxies_are_not_asked(loopback: Any, reply: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = loopback.serve(lambda path: reply(b"proxy"))
    site = loopback.serve(lambda path: reply(b"site"))
    monkeypatch.setenv("http_proxy", proxy.url)
    assert get(site.url + "/").body == b"site"
    assert proxy.paths == []


def endless() -> Iterator[tuple[float, bytes]]:
    yield 0, b"HTTP/1.1 200 OK\r\n\r\n"
    yield from ((0.0, b"x" * 1000) for _ in itertools.count())


def test_endless_body_is_too_large(loopback: Any) -> None:
    exchange = get(loopback.serve(lambda path: endless()).url + "/")
    assert (exchange.failure, exchange.status, exchange.body) == ("too-large", 200, b"")


def test_endless_body_may_be_cut(loopback: Any) -> None:
    exchange = get(loopback.serve(lambda path: endless()).url + "/", cut=True)
    assert (exchange.failure, exchange.truncated) == ("", "length")
    assert exchange.body == exchange.payload == b"x" * 10_000


def test_body_of_the_largest_size_is_kept(loopback: Any, reply: Any) -> None:
    site = loopback.serve(lambda path: reply(b"x" * int(path[1:])))
    assert get(f"{site.url}/10000").failure == ""
    assert get(f"{site.url}/10001").failure == "too-large"


def test_bomb_is_too_large(loopback: Any, reply: Any) -> None:
    bomb = gzip.compress(bytes(9_000_000))
    assert len(bomb) < 10_000
    site = loopback.serve(lambda path: reply(bomb, Content_Encoding="gzip"))
    assert get(site.url + "/").failure == "too-large"


@pytest.mark.parametrize(("encoding", "body"), [("gzip", b"\x1f\x8b\x08\0\0\0\0\0\0\0\xff\xff"), ("lzma", b"x")])
def test_body_in_no_known_encoding(encoding: str, body: bytes, loopback: Any, reply: Any) -> None:
    site = loopback.serve(lambda path: reply(body, Content_Encoding=encoding))
    exchange = get(site.url + "/")
    assert (exchange.failure, exchange.response_head) == ("encoding", b"")


def test_forbidden_body_is_not_read(loopback: Any) -> None:
    site = loopback.serve(lambda path: endless())
    exchange = get(site.url + "/", forbidden=lambda headers: "X-Robots-Tag: noai")
    assert (exchange.failure, exchange.consent, exchange.status, exchange.body) == ("", "X-Robots-Tag: noai", 200, b"")


def silence() -> Iterator[tuple[float, bytes]]:
    yield 1000, b""


def silence_after_head() -> Iterator[tuple[float, bytes]]:
    yield 0, b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"
    yield 1000, b""


def drip() -> Iterator[tuple[float, bytes]]:
    yield 0, b"HTTP/1.1 200 OK\r\n\r\n"
    yield from ((0.01, b"x") for _ in itertools.count())


@pytest.mark.parametrize(
    ("said", "limits", "status"),
    [
        (silence, {"timeout_first_byte": 0.2}, None),
        (silence, {"timeout_total": 0.2}, None),
        (silence_after_head, {"timeout_total": 0.3}, 200),
        (drip, {"timeout_total": 0.3}, 200),
    ],
)
def test_slow_servers_time_out(said: Any, limits: dict[str, float], status: int | None, loopback: Any) -> None:
    site = loopback.serve(lambda path: said())
    exchange = get(site.url + "/", OWN.model_copy(update=limits))
    assert (exchange.failure, exchange.status, exchange.body) == ("timeout", status, b"")


@pytest.mark.parametrize(
    ("said", "failure", "status"),
    [
        (b"", "disconnect", None),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "protocol", None),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000, "protocol", None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", "disconnect", 200),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\nshort", "disconnect", 200),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx", "protocol", None),
    ],
)
def test_broken_servers(said: bytes, failure: str, status: int | None, loopback: Any) -> None:
    site = loopback.serve(lambda path: [(0, said)])
    exchange = get(site.url + "/")
    assert (exchange.failure, exchange.status, exchange.body, exchange.response_head) == (failure, status, b"", b"")


def test_large_headers_are_read(loopback: Any, reply: Any) -> None:
    site = loopback.serve(lambda path: reply(b"x", Content_Security_Policy="y" * 20_000))
    assert get(site.url + "/").failure == ""


def test_refused_connection() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        assert get(f"http://127.0.0.1:{port}/").failure == "connect"


def test_name_that_does_not_resolve() -> None:
    assert get("http://nowhere.invalid/").failure == "dns"


def test_server_without_tls() -> None:
    def say_hello(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(10)
            connection.sendall(b"220 mail.example.org ESMTP\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=say_hello, args=(server,), daemon=True).start()
        assert get(f"https://127.0.0.1:{server.getsockname()[1]}/").failure == "tls"


PUBLIC = FetchSettings(contact="bot@example.org", ports=tuple(range(1, 65536)))


@pytest.mark.parametrize("host", ["127.0.0.1", "[::ffff:127.0.0.1]", "localhost"])
def test_private_hosts_are_never_connected_to(host: str, loopback: Any, reply: Any) -> None:
    site = loopback.serve(lambda path: reply(b"secret"))
    url = f"{site.url}/".replace("127.0.0.1", host).replace("[::ffff:127.0.0.1]", "[::ffff:7f00:1]")
    assert get(url, PUBLIC).failure == "private-address"
    assert site.paths == []


def always(address: str) -> Callable[[str, int, int], list[tuple[int, str]]]:
    return lambda host, port, family: [(socket.AF_INET, address)]


def test_public_name_of_a_private_address(loopback: Any, reply: Any) -> None:
    site = loopback.serve(lambda path: reply(b"secret"))
    port = site.url.rpartition(":")[2]
    assert get(f"http://rebound.example.org:{port}/", PUBLIC, always("127.0.0.1")).failure == "private-address"
    assert get(f"http://rebound.example.org:{port}/", OWN, always("127.0.0.1")).body == b"secret"
    assert len(site.paths) == 1


def test_public_hosts_need_a_contact() -> None:
    with pytest.raises(ValueError, match="contact"):
        get("http://example.org/", FetchSettings())
    assert get("http://example.org/", OWN, always("93.184.216.34")).failure == "no-contact"
    assert get("http://93.184.216.34/", OWN).failure == "no-contact"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.org/", ""),
        ("https://example.org/", ""),
        ("http://example.org:443/", ""),
        ("http://example.org:22/", "port"),
        ("ftp://example.org/", "url"),
        ("file:///etc/passwd", "url"),
        ("http://user:secret@example.org/", "url"),
        ("HTTP://EXAMPLE.org", "url"),
        ("http://example.org/a b", "url"),
        ("http://0x7f.1/", "url"),
        ("", "url"),
    ],
)
def test_unfit_urls_are_not_asked_for(url: str, reason: str) -> None:
    assert unfit(url, PUBLIC.model_copy(update={"ports": (80, 443)})) == reason
    if reason:
        assert get(url, PUBLIC.model_copy(update={"ports": (80, 443)})) == Exchange(url, failure=reason)


def test_clock_is_a_warc_date() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", utc_now())
