"""Pages served on this machine only, shut in: no scripts, frames or style sheets, only images."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from dom_parsing.encoding import as_utf8

SHUT_IN = "sandbox allow-same-origin; default-src 'none'; img-src * data:"
"""Content-Security-Policy: a sandbox also keeps the page from leading elsewhere by itself."""


@contextmanager
def serving(read: Callable[[str], bytes | None]) -> Iterator[str]:
    """Serve what `read` returns of a path, and 404 where that is None; yield the address, without a slash at its end.

    Pages that are in UTF-8 are said to be: most say so in the HTTP header alone, which a stored page has lost.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            page = read(self.path)
            body = page or b""
            self.send_response(404 if page is None else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8" if as_utf8(body) == body else "text/html")
            self.send_header("Content-Security-Policy", SHUT_IN)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, _format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """Let the browser hang up."""

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
