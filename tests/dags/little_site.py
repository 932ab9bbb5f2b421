"""A web site of a few pages, given as a mapping that a test may change while it is served."""

from __future__ import annotations

import io
import random
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from PIL import Image

RECIPE = """
name = "little"

[crawl]
delay = 0
retry_delay = 1e-3
allow_private_hosts = true

[images]
delay = 0
retry_delay = 1e-3
allow_private_hosts = true

[document.rules]
images = { min = 1 }

[image.rules]
shorter_side = { min = 64 }
"""
WORDS = ("harbour", "pier", "gull", "tide", "rope", "sail", "boat", "wind", "sand", "dune", "light", "buoy", "crane")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site says to a GET."""

    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LittleSite:
    """A site that is being served: its front page's URL, the path of every request so far, and of conditional ones."""

    url: str
    requests: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)

    def asked(self, path: str) -> int:
        """Return how often a path was asked for."""
        return self.requests.count(path)


@contextmanager
def little_site(pages: Mapping[str, Answer]) -> Iterator[LittleSite]:
    """Serve pages by path on this machine; whatever is not there is a 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.requests.append(self.path)
            answer = pages.get(self.path, Answer(b"no", "text/plain", 404))
            if condition := self.headers.get("If-None-Match"):
                site.conditions.append(self.path)
                answer = Answer(status=304) if ("ETag", condition) in answer.headers else answer
            self.send_response(answer.status)
            for name, value in (("Content-Type", answer.media_type), *answer.headers):
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site = LittleSite(f"http://127.0.0.1:{server.server_address[1]}/")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def prose(seed: object, words: int = 80) -> str:
    """Return text that is the same for the same seed and unlike that of any other."""
    chosen = random.Random(f"prose {seed}").choices(WORDS, k=words)
    return " ".join(chosen)


def page(*paragraphs: str, links: tuple[str, ...] = (), images: tuple[str, ...] = (), head: str = "") -> Answer:
    """Return a page: paragraphs, then images, then links."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    body += "".join(f'<p><img src="{source}" alt="a view"></p>' for source in images)
    body += "".join(f'<p><a href="{link}">on</a></p>' for link in links)
    return Answer(f"<!doctype html><title>T</title>{head}<main>{body}</main>".encode())


def redirect(target: str, status: int = 302) -> Answer:
    """Return a redirect."""
    return Answer(b"", status=status, headers=(("Location", target),))


def photo(seed: object, side: int = 80) -> Answer:
    """Return a JPEG of coloured noise, the same for the same seed."""
    pixels = random.Random(f"photo {seed}").randbytes(8 * 8 * 3)
    image = Image.frombytes("RGB", (8, 8), pixels).resize((side, side))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG")
    return Answer(buffer.getvalue(), "image/jpeg")


BUSY = Answer(b"busy", "text/plain", 503)


class Flaky(Mapping[str, Answer]):
    """Pages that answer differently from one request to the next; the last answer stays."""

    def __init__(self, answers: Mapping[str, list[Answer]]) -> None:
        self._answers = answers

    def __getitem__(self, path: str) -> Answer:
        left = self._answers[path]
        return left.pop(0) if len(left) > 1 else left[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)
