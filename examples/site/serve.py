"""Serve a built site on this machine only: `python -m examples.site.serve FOLDER [--port 8017]`.

`127.0.0.1` and `localhost` reach the same server and are two hosts to a crawler: the second one stands for a CDN.
"""

from __future__ import annotations

import argparse
import errno
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from examples.site.site_map import SiteMap, read_site

_NO_SUCH_ADDRESS = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT)


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is being served.

    Attributes:
        url: Its front page.
        second_url: The same by its other name.
        requests: Method and path of every request so far, in order of arrival.
    """

    url: str
    second_url: str
    requests: list[tuple[str, str]]


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD from the site's map, keeping the connection open."""

    protocol_version = "HTTP/1.1"
    server_version = "saltmarsh"
    sys_version = ""
    # Headers and body are two writes: with Nagle's algorithm each kept-alive answer would wait 40 ms for an ACK.
    disable_nagle_algorithm = True
    timeout = 30
    site: SiteMap

    def do_GET(self) -> None:
        """Answer a GET."""
        self._answer("GET")

    def do_HEAD(self) -> None:
        """Answer a HEAD: the headers of the GET."""
        self._answer("HEAD")

    def log_message(self, _format: str, *args: object) -> None:
        """Write no log: `requests` holds it."""

    def _answer(self, method: str) -> None:
        answer = self.site.answer(method, self.path)
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if method == "GET":
            self.wfile.write(answer.body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Let a client hang up without a word; anything else is worth a traceback."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _ServerV6(_Server):
    address_family = socket.AF_INET6


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[Site]:
    """Serve a built site on the loopback addresses until the context is left.

    Args:
        folder: Where `build` wrote it.
        port: TCP port, 0 for a free one.

    Yields:
        The site: its URLs and the requests seen.

    Raises:
        ValueError: The folder holds no built site.
        OSError: The port is taken.
    """
    site = read_site(folder, port)
    handler = type("SiteHandler", (Handler,), {"site": site})
    with ExitStack() as stack:
        servers = [stack.enter_context(_Server(("127.0.0.1", port), handler))]
        site.port = servers[0].server_port
        servers.extend(stack.enter_context(server) for server in _on_ipv6(site.port, handler))
        for server in servers:
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
        yield Site(f"http://127.0.0.1:{site.port}/", f"http://localhost:{site.port}/", site.requests)


def _on_ipv6(port: int, handler: type[Handler]) -> list[_Server]:
    """Return a server on `::1`, which `localhost` may also mean; none where the machine has no IPv6."""
    try:
        return [_ServerV6(("::1", port), handler)]
    except OSError as error:
        if error.errno in _NO_SUCH_ADDRESS:
            return []
        raise


def main() -> None:
    """Serve the folder that the command line names until it is interrupted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder that examples.site.build has written")
    parser.add_argument("--port", type=int, default=8017)
    arguments = parser.parse_args()
    with serving(arguments.folder, arguments.port) as site:
        print(f"{arguments.folder} is served at {site.url} (and {site.second_url}); Ctrl-C ends it", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("ended")


if __name__ == "__main__":
    main()
