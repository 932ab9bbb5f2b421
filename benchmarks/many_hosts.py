"""Many web hosts on one machine: 127.1.0.1, 127.1.0.2, ... at one port, static pages, every request noted.

    python -m benchmarks.many_hosts HOSTS PAGES BYTES LINKS

Prints its port, then serves until its input ends. The pages of a host form a tree: /0 links to /1, /2 and /3, page n to
3n + 1, 3n + 2 and 3n + 3; each links to LINKS pages besides, which are not there.
"""

from __future__ import annotations

import asyncio
import random
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

BRANCHES = 3
WORDS = ("harbour", "pier", "gull", "tide", "rope", "sail", "boat", "wind", "sand", "dune", "light", "buoy", "crane")
MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came: when (`time.monotonic`), at which host, for what."""

    at: float
    host: str
    path: str


@dataclass
class Hosts:
    """Hosts that all have as many pages.

    Attributes:
        hosts: How many.
        pages: Pages on each.
        size: Rough bytes of a page, links left out.
        links: Links of each page that lead nowhere, each its own.
        robots: What robots.txt says; empty for none.
        requests: Every request so far, in order of arrival.
        port: Where they listen.
    """

    hosts: int
    pages: int
    size: int = 500
    links: int = 0
    robots: bytes = b""
    requests: list[Request] = field(default_factory=list)
    port: int = 0

    def __post_init__(self) -> None:
        draw = random.Random(0)
        filling = "".join(f"<p>{' '.join(draw.choices(WORDS, k=40))}.</p>\n" for _ in range(self.size // 240))
        self._answers = {f"/{number}": self._page(number, filling) for number in range(self.pages)}
        if self.robots:
            self._answers["/robots.txt"] = answer(self.robots, "text/plain")

    @property
    def names(self) -> list[str]:
        """The addresses."""
        return [f"127.1.{number // 250}.{number % 250 + 1}" for number in range(self.hosts)]

    def urls(self) -> list[str]:
        """Return the URL of every page, in turn from each host."""
        return [f"http://{name}:{self.port}/{page}" for page in range(self.pages) for name in self.names]

    def fronts(self) -> list[str]:
        """Return the URL of every front page."""
        return [f"http://{name}:{self.port}/0" for name in self.names]

    async def listen(self) -> asyncio.Server:
        """Start to serve, at one free port of all addresses."""
        with socket.socket() as probe:
            probe.bind(("127.1.0.1", 0))
            self.port = probe.getsockname()[1]
        loop = asyncio.get_running_loop()
        return await loop.create_server(partial(_Connection, self.answer), self.names, self.port, backlog=128)

    def answer(self, head: bytes) -> bytes:
        """Return what is said to a request."""
        lines = head.decode("latin-1").split("\r\n")
        host = next(line for line in lines if line.lower().startswith("host:")).split(":")[1].strip()
        path = lines[0].split(" ")[1]
        self.requests.append(Request(time.monotonic(), host, path))
        return self._answers.get(path, MISSING)

    def _page(self, number: int, filling: str) -> bytes:
        below = range(BRANCHES * number + 1, min(BRANCHES * number + BRANCHES + 1, self.pages))
        far = [f"{number}/{link}" for link in range(self.links)]
        links = "".join(f'<p><a href="/{page}">on</a></p>\n' for page in (*below, *far))
        text = f"<!doctype html><title>Page {number}</title><main>{filling}{links}</main>"
        return answer(text.encode(), "text/html; charset=utf-8")


def answer(body: bytes, media_type: str) -> bytes:
    """Return a whole response."""
    return f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


class _Connection(asyncio.Protocol):
    """A connection that is kept open."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self._answer, self._heard = answer, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while b"\r\n\r\n" in self._heard:
            head, _, self._heard = self._heard.partition(b"\r\n\r\n")
            self._transport.write(self._answer(head))


async def _serve(hosts: Hosts) -> None:
    async with await hosts.listen():
        print(hosts.port, flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(Hosts(*(int(word) for word in sys.argv[1:]))))
