"""A web server of files that are given as bytes, which answers ranges as object stores do."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

RANGE = re.compile(r"bytes=(\d+)-(\d+)")
LENGTH, CHUNKED, UNSAID = "Content-Length", "Transfer-Encoding", ""
STALL = -1


@dataclass(slots=True)
class RangeServer:
    """A server that runs.

    Attributes:
        url: Its front page's URL.
        files: Bytes by path; may be changed at any time.
        asked: Path and range of every request, in order.
        ranges: Whether ranges are answered.
        failures: What the next requests are answered with instead: a status each, 0 to break off within the body, or
            STALL to send half of it and then nothing.
        framing: Header that says how long a body without ranges is, if any does.
        surplus: Bytes sent behind those of a range that were asked for, of which nothing is said.
        ended: Set when the server ends.
    """

    url: str
    files: dict[str, bytes]
    asked: list[tuple[str, str]] = field(default_factory=list)
    ranges: bool = True
    failures: list[int] = field(default_factory=list)
    framing: str = LENGTH
    surplus: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one GET."""
        wanted = handler.headers.get("Range", "")
        self.asked.append((handler.path, wanted))
        failure = self.failures.pop(0) if self.failures else None
        data = self.files.get(unquote(handler.path))
        if (failure or 0) > 0 or data is None:
            self._send(handler, failure or 404, b"no")
            return
        found = RANGE.fullmatch(wanted) if self.ranges else None
        if found is None:
            self._send(handler, 200, data, framing=self.framing, failure=failure)
            return
        start, end = int(found[1]), min(int(found[2]), len(data) - 1)
        if start >= len(data):
            self._send(handler, 416, b"", f"bytes */{len(data)}")
            return
        said = f"bytes {start}-{end}/{len(data)}"
        self._send(handler, 206, data[start : end + 1] + bytes(self.surplus), said, failure=failure)

    def _send(
        self,
        handler: BaseHTTPRequestHandler,
        status: int,
        body: bytes,
        said: str = "",
        *,
        framing: str = LENGTH,
        failure: int | None = None,
    ) -> None:
        handler.send_response(status)
        if said:
            handler.send_header("Content-Range", said)
        if framing:
            handler.send_header(framing, "chunked" if framing == CHUNKED else str(len(body)))
        handler.end_headers()
        if framing == CHUNKED:
            body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        handler.wfile.write(body if failure is None else body[: len(body) // 2])
        handler.close_connection = framing == UNSAID or failure is not None
        if failure == STALL:
            self.ended.wait()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that closes its connection within a body is no error here."""


@contextmanager
def range_server(files: Mapping[str, bytes]) -> Iterator[RangeServer]:
    """Serve files by path on this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            served.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    with _Server(("127.0.0.1", 0), Handler) as server:
        served = RangeServer(f"http://127.0.0.1:{server.server_address[1]}/", dict(files))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield served
        finally:
            served.ended.set()
            server.shutdown()
            thread.join()
