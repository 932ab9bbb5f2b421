"""One HTTP exchange as it was: what was sent, what came back, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass

REDIRECTS = frozenset({301, 302, 303, 307, 308})
UNREACHABLE = frozenset({"dns", "connect", "tls", "timeout", "disconnect"})
"""Failures that say nothing of the page but much of its host."""

Headers = tuple[tuple[str, str], ...]


def header(headers: Headers, name: str) -> str:
    """Return all values of a header in one line, separated by commas; empty where it is absent."""
    wanted = name.lower()
    return ", ".join(value for key, value in headers if key.lower() == wanted)


def first_header(headers: Headers, name: str) -> str:
    """Return the first value of a header (those that hold one value and are repeated in error); empty where absent."""
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), "")


def media_type(headers: Headers) -> str:
    """Return the Content-Type in lower case without its parameters; empty where absent."""
    return first_header(headers, "content-type").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came of it.

    Attributes:
        url: The normalised URL asked for.
        failure: Why there is no usable response, empty where there is one: `url`, `port`, `private-address`,
            `no-contact`, `dns`, `connect`, `tls`, `timeout`, `disconnect` (before the headers were complete),
            `protocol` (no HTTP), `slow`, `too-large` (as sent or decoded), `encoding` (Content-Encoding unknown or
            damaged), `listed` (its bytes are on a digest list), `forgotten` (a tombstone holds them).
        consent: The signal in the response headers that forbade its use, its body was then not read; or the digest on
            a list.
        fetched_at: When the request was made: ISO 8601, UTC, microseconds.
        address: The IP address that answered; empty where none did.
        request_head: Request line and headers as sent, up to and with the empty line.
        response_head: Status line and headers as they belong beside `body`: chunked transfer is undone in both.
        status: HTTP status; None where no response came.
        headers: The response headers as received, in order.
        body: The body as received, Content-Encoding not undone.
        payload: The body, Content-Encoding undone.
        truncated: Why the body is not whole, in the words of WARC-Truncated (`length`, `disconnect`); else empty.
    """

    url: str
    failure: str = ""
    consent: str = ""
    fetched_at: str = ""
    address: str = ""
    request_head: bytes = b""
    response_head: bytes = b""
    status: int | None = None
    headers: Headers = ()
    body: bytes = b""
    payload: bytes = b""
    truncated: str = ""

    @property
    def media_type(self) -> str:
        """The Content-Type in lower case without its parameters."""
        return media_type(self.headers)

    @property
    def location(self) -> str:
        """The Location of a redirect as sent, empty for any other response."""
        return first_header(self.headers, "location") if self.status in REDIRECTS else ""
