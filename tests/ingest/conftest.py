"""A real web server on loopback that says exactly the bytes a test wants said, in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

Answer = bytes | Iterable[tuple[float, bytes]]
Handler = Callable[[str], Answer]


def response(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """Return a whole response; header names are given with underscores."""
    fields = {"Content-Length": str(len(body)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in fields.items()), "", ""]
    return "\r\n".join(lines).encode() + body


@dataclass
class Site:
    """A server and what it was asked.

    Attributes:
        url: Scheme, address and port.
        paths: Paths asked for, in order.
        heads: The requests, in order.
        times: When each request came, by `time.monotonic`.
        ends: When each response was sent.
        at_once: The most requests that were open at the same time.
    """

    handler: Handler
    url: str = ""
    paths: list[str] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    at_once: int = 0
    open: int = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection until either side closes it."""
        try:
            while await self._answer_one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.split(b" ")[1].decode()
        self.times.append(time.monotonic())
        self.heads.append(head)
        self.paths.append(path)
        self.open += 1
        self.at_once = max(self.at_once, self.open)
        try:
            said = self.handler(path)
            for pause, data in [(0.0, said)] if isinstance(said, bytes) else said:
                await asyncio.sleep(pause)
                writer.write(data)
                await writer.drain()
        finally:
            self.open -= 1
            self.ends.append(time.monotonic())
        return isinstance(said, bytes) and b"Connection: close" not in said


class Loopback:
    """Servers in one thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._servers: list[asyncio.Server] = []

    def serve(self, handler: Handler, host: str = "127.0.0.1") -> Site:
        """Start a server; `host` may be any 127.x.y.z, so that there can be many hosts."""
        site = Site(handler)
        starting = asyncio.start_server(site.answer, host, 0)
        server = asyncio.run_coroutine_threadsafe(starting, self._loop).result()
        self._servers.append(server)
        site.url = f"http://{host}:{server.sockets[0].getsockname()[1]}"
        return site

    def close(self) -> None:
        """Stop everything."""

        async def stop() -> None:
            for server in self._servers:
                server.close()
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    servers = Loopback()
    yield servers
    servers.close()


@pytest.fixture
def reply() -> Callable[..., bytes]:
    return response


@pytest.fixture
def shared() -> Path:
    folder = Path(__file__).parents[2] / "../shared/data"
    if not folder.is_dir():
        pytest.skip("../shared/data is absent: real archives and robots.txt files are not tested")
    return folder
