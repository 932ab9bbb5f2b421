"""One HTTP request, within its limits: redirects are not followed, cookies not kept, proxies not asked."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

import aiohttp
import yarl
from aiohttp.connector import Connection

from dom_parsing.urls import authority, normalise, port
from ingest.decoding import TOO_LARGE, decode
from ingest.exchange import Exchange, Headers, header
from ingest.fetching.addresses import AddressRefusedError, GuardedResolver, Lookup, guarded_socket, look_up
from ingest.fetching.http_message import text_of
from ingest.settings import FetchSettings

Forbidden = Callable[[Headers], str]
"""Looks at response headers and names the signal in them that forbids the body; empty where none does."""

MAX_HEADER_LINE = 1 << 15
MAX_HEADERS = 256
RATIO_ALLOWANCE = 1 << 16


def utc_now() -> str:
    """Return the time as WARC-Date has it: ISO 8601, UTC, microseconds."""
    return f"{datetime.now(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"  # strftime takes long


class _Response(aiohttp.ClientResponse):
    """A response that remembers who sent it: its connection may be given back before it can be asked."""

    peer_address = ""

    async def start(self, connection: Connection) -> aiohttp.ClientResponse:
        if connection.transport:
            self.peer_address = str(connection.transport.get_extra_info("peername", ("",))[0])
        return await super().start(connection)


def open_session(settings: FetchSettings, lookup: Lookup = look_up) -> aiohttp.ClientSession:
    """Return the session that all requests under these settings go through; the caller closes it.

    Args:
        settings: Who we are and what may be connected to.
        lookup: How host names become addresses.

    Raises:
        ValueError: Public hosts may be fetched from, but there is no contact.
    """
    if not settings.contact and not settings.allow_private_hosts:
        raise ValueError("contact is empty: give a URL or mail address that site owners can turn to (key `contact`)")
    headers = {"User-Agent": settings.user_agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate, br"}
    if "@" in settings.contact and not settings.contact.startswith("http"):
        headers["From"] = settings.contact
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            limit=0,  # the callers hold the number of hosts and of requests to each
            ttl_dns_cache=300,
            resolver=GuardedResolver(settings, lookup),
            socket_factory=guarded_socket(settings),
            ssl=_trust(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")),
        ),
        headers=headers,
        response_class=_Response,
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
        auto_decompress=False,
        trust_env=False,
        max_line_size=MAX_HEADER_LINE,
        max_field_size=MAX_HEADER_LINE,
        max_headers=MAX_HEADERS,
    )


@lru_cache(maxsize=4)
def _trust(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    """Return the authorities that the machine trusts; OpenSSL reads the two variables, reading all takes long."""
    return ssl.create_default_context()


async def fetch(
    session: aiohttp.ClientSession,
    url: str,
    settings: FetchSettings,
    *,
    forbidden: Forbidden | None = None,
    cut: bool = False,
    headers: Mapping[str, str] | None = None,
    now: Callable[[], str] = utc_now,
) -> Exchange:
    """Ask for one URL once.

    Args:
        session: From `open_session`.
        url: A normalised URL (see `dom_parsing.urls.normalise`).
        settings: The limits.
        forbidden: Asked once the headers have come; where it names a signal, the body is not read.
        cut: Keep the first `max_bytes` of a longer body, instead of failing.
        headers: Request headers besides the session's.
        now: The clock.

    Returns:
        The exchange; what went wrong is in its `failure`, no exception is raised for it.
    """
    if reason := unfit(url, settings):
        return Exchange(url, failure=reason)
    exchange = Exchange(url, fetched_at=now())
    start = asyncio.get_running_loop().time()
    first_byte, total = start + settings.timeout_first_byte, start + settings.timeout_total
    try:
        async with asyncio.timeout_at(min(first_byte, total)):
            response = await session.get(yarl.URL(url, encoded=True), headers=headers, allow_redirects=False)
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return replace(exchange, failure=failure_of(error))
    try:
        exchange = _with_head(exchange, response)
        if forbidden and (signal := forbidden(exchange.headers)):
            return replace(exchange, consent=signal)
        return await _with_body(exchange, response, settings, total, cut=cut)
    except (aiohttp.ClientError, OSError) as error:
        return replace(exchange, failure="disconnect" if failure_of(error) == "connect" else failure_of(error))
    finally:
        response.close()


def unfit(url: str, settings: FetchSettings) -> str:
    """Return why a URL is not even asked for: `url` or `port`; empty where it is."""
    if normalise(url) != url:
        return "url"
    if "@" in authority(url):
        return "url"
    return "" if settings.allow_private_hosts or port(url) in settings.ports else "port"


def failure_of(error: Exception) -> str:
    """Return the word for an error of the network (see `Exchange.failure`)."""
    refused = getattr(error, "os_error", None)
    if isinstance(refused, AddressRefusedError):
        return refused.reason
    kinds: tuple[tuple[str, tuple[type[Exception], ...]], ...] = (
        ("timeout", (TimeoutError,)),
        ("dns", (aiohttp.ClientConnectorDNSError,)),
        ("tls", (aiohttp.ClientSSLError, ssl.SSLError)),
        ("connect", (aiohttp.ClientConnectorError,)),
        ("url", (aiohttp.InvalidURL,)),
        ("disconnect", (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, OSError)),
    )
    return next((name for name, classes in kinds if isinstance(error, classes)), "protocol")


def _with_head(exchange: Exchange, response: aiohttp.ClientResponse) -> Exchange:
    request = response.request_info
    lines = [f"{request.method} {request.url.raw_path_qs} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    return replace(
        exchange,
        address=response.peer_address if isinstance(response, _Response) else "",
        request_head="\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape"),
        status=response.status,
        headers=tuple((text_of(name), text_of(value)) for name, value in response.raw_headers),
    )


async def _with_body(
    exchange: Exchange, response: aiohttp.ClientResponse, settings: FetchSettings, deadline: float, *, cut: bool
) -> Exchange:
    limit = settings.max_bytes
    if not cut and (response.content_length or 0) > limit:
        return replace(exchange, failure=TOO_LARGE)
    body = bytearray()
    begin = asyncio.get_running_loop().time()
    while len(body) <= limit:
        slow = begin + settings.rate_grace + len(body) / settings.min_rate if settings.min_rate else deadline
        try:
            async with asyncio.timeout_at(min(deadline, slow)):
                chunk = await response.content.readany()
        except TimeoutError:
            return replace(exchange, failure="slow" if slow < deadline else "timeout")
        if not chunk:
            break
        body += chunk
    if len(body) > limit and not cut:
        return replace(exchange, failure=TOO_LARGE)
    kept = bytes(body[:limit])
    return _decoded(
        replace(
            exchange,
            response_head=_response_head(response, len(kept)),
            body=kept,
            truncated="length" if len(body) > limit else "",
        ),
        settings,
    )


def _decoded(exchange: Exchange, settings: FetchSettings) -> Exchange:
    """Undo the Content-Encoding; a body that bursts its limits or its encoding is not kept."""
    bound = min(settings.max_decoded_bytes, RATIO_ALLOWANCE + settings.max_ratio * len(exchange.body))
    decoded = decode(exchange.body, header(exchange.headers, "content-encoding"), max(bound, len(exchange.body)))
    if not decoded.error or (exchange.truncated and decoded.error != TOO_LARGE):
        return replace(exchange, payload=decoded.data)
    reason = TOO_LARGE if decoded.error == TOO_LARGE else "encoding"
    return replace(exchange, failure=reason, body=b"", response_head=b"")


def _response_head(response: aiohttp.ClientResponse, length: int) -> bytes:
    """Return status line and headers; chunked transfer is undone, so its header moves aside as Common Crawl's does."""
    version = response.version or aiohttp.HttpVersion11
    reason = (response.reason or "").encode("utf-8", "surrogateescape")
    lines = [f"HTTP/{version.major}.{version.minor} {response.status} ".encode() + reason]
    chunked = any(name.lower() == b"transfer-encoding" for name, _ in response.raw_headers)
    for name, value in response.raw_headers:
        if name.lower() == b"transfer-encoding":
            lines.append(b"X-Crawl-" + name + b": " + value)
        elif not (chunked and name.lower() == b"content-length"):
            lines.append(name + b": " + value)
    if chunked:
        lines.append(b"Content-Length: %d" % length)
    return b"\r\n".join([*lines, b"", b""])
