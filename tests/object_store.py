"""A server that speaks as much of S3 as reading takes: HEAD, GET with ranges, and listing by prefix."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from tests.range_server import RANGE

FIELDS = {"Content-Type": "binary/octet-stream", "ETag": '"x"', "Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT"}
NOT_FOUND = b"<Error><Code>NoSuchKey</Code><Message>none</Message></Error>"


@contextmanager
def object_store(objects: Mapping[str, bytes]) -> Iterator[str]:
    """Serve objects by `/bucket/key` on this machine; give the endpoint's URL."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            if "list-type" in asked.query:
                self._send(200, _listing(asked.path.strip("/"), parse_qs(asked.query).get("prefix", [""])[0], objects))
            else:
                self._answer(with_body=True)

        def _answer(self, *, with_body: bool) -> None:
            data = objects.get(unquote(urlsplit(self.path).path))
            if data is None:
                self._send(404, NOT_FOUND if with_body else b"")
                return
            found = RANGE.fullmatch(self.headers.get("Range", ""))
            part = data[int(found[1]) : int(found[2]) + 1] if found else data
            self._send(206 if found else 200, part, with_body=with_body)

        def _send(self, status: int, body: bytes, *, with_body: bool = True) -> None:
            self.send_response(status)
            for name, value in {**FIELDS, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            if with_body:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def _listing(bucket: str, prefix: str, objects: Mapping[str, bytes]) -> bytes:
    keys = [path.removeprefix(f"/{bucket}/") for path in objects if path.startswith(f"/{bucket}/{prefix}")]
    entries = "".join(
        f"<Contents><Key>{escape(key)}</Key><Size>{len(objects[f'/{bucket}/{key}'])}</Size>"
        f'<LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>"x"</ETag></Contents>'
        for key in keys
    )
    return f"<ListBucketResult><KeyCount>{len(keys)}</KeyCount>{entries}</ListBucketResult>".encode()
