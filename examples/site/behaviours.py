"""What the server does beyond handing out files: redirects, errors, headers, pages that change, robots.txt."""

from __future__ import annotations

REDIRECTS = {
    "/old/1": "/old/2",
    "/old/2": "/articles/the-old-pier.html",
    "/loop/a": "/loop/b",
    "/loop/b": "/loop/a",
}
"""From path to path, each a 301 or (the loop) a 302."""

STATUSES = {"/news/withdrawn.html": 410, "/img/server-error.jpg": 500}
"""Paths that always answer with an error; a path that is nowhere answers 404."""

DEAD_PAGES = ("/articles/never-written.html", "/news/withdrawn.html", "/forum/deleted-thread.html")
"""Pages that are linked and not to be had."""

OTHER_TYPES = ("/downloads/rainfall.csv", "/downloads/members-song.txt")
"""What is linked like a page and is none."""

FIRST_VERSIONS = {"/news/today.html": "/news/today.first.html"}
"""Pages whose first GET answers with another file."""

HEADERS = {
    "/odd/header-noai.html": (("X-Robots-Tag", "noai, noimageai"),),
    "/odd/not-for-training.html": (("Content-Usage", "search=y, train-ai=n"),),
}
"""Additional response headers."""

CONTENT_TYPES = {
    "/de/kopfzeile-cp1252.html": "text/html; charset=windows-1252",
    "/de/meta-cp1252.html": "text/html",
}
"""Content types that the file's name does not tell."""

ROBOTS_TXT = """\
# Members' papers are not for robots.
User-agent: *
Disallow: /private/
"""
