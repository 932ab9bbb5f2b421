"""Which answer the server gives to a path: a table of the files there are, and what was asked for before."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from examples.site.behaviours import CONTENT_TYPES, FIRST_VERSIONS, HEADERS, REDIRECTS, STATUSES
from examples.site.build import TRUTH

Headers = tuple[tuple[str, str], ...]
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
_ERROR = b"<!DOCTYPE html>\n<html lang=en><title>Error</title>\n<p>There is nothing to be had here.</p>\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """A response without its framing."""

    status: int
    headers: Headers
    body: bytes


@dataclass(slots=True)
class SiteMap:
    """The files of a built site by URL path, and the GETs that were answered.

    Only paths found in the folder at the start are served: what a client asks for is looked up, never opened.
    """

    files: dict[str, Path]
    port: int
    requests: list[tuple[str, str]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, method: str, target: str) -> Answer:
        """Return what the site answers and remember that it was asked; a query string changes nothing."""
        path = target.partition("?")[0]
        with self._lock:
            first = ("GET", path) not in self.requests
            self.requests.append((method, path))
        if path in REDIRECTS:
            status = 302 if path.startswith("/loop/") else 301
            return Answer(status, (("Location", REDIRECTS[path]), ("Content-Type", _TYPES[".html"])), b"")
        name = FIRST_VERSIONS.get(path, path) if first else path
        if path in STATUSES or name not in self.files:
            return Answer(STATUSES.get(path, 404), (("Content-Type", _TYPES[".html"]),), _ERROR)
        return self._file(path, self.files[name])

    def _file(self, path: str, file: Path) -> Answer:
        content_type = CONTENT_TYPES.get(path, _TYPES[file.suffix])
        body = file.read_bytes()
        if file.suffix in {".html", ".txt"}:
            body = body.replace(b"@@PORT@@", str(self.port).encode())
        return Answer(200, (("Content-Type", content_type), *HEADERS.get(path, ())), body)


def read_site(folder: Path, port: int) -> SiteMap:
    """Return the map of a built site.

    Args:
        folder: Where `build` wrote it.
        port: What stands for `@@PORT@@` in HTML and robots.txt.

    Raises:
        ValueError: The folder holds no built site.
    """
    if not (folder / TRUTH).is_file():
        raise ValueError(f"{folder} holds no site; write one with: python -m examples.site.build {folder}")
    files = {
        _url_path(path.relative_to(folder)): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in _TYPES
    }
    return SiteMap(files, port)


def _url_path(file: Path) -> str:
    path = "/" + file.as_posix()
    return path.removesuffix(file.name) if file.name == "index.html" else path
