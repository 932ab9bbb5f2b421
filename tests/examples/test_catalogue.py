"""The web of links: everything is reachable, and served or declared dead."""

from __future__ import annotations

import http.client
from collections import deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

from examples.site.behaviours import REDIRECTS
from examples.site.catalogue import PAGES
from examples.site.serve import Site

Truth = dict[str, Any]


def addresses(markup: str, page_url: str) -> Iterator[tuple[str, str]]:
    """Yield kind (`link` or `image`) and absolute URL of everything a page points to."""
    soup = BeautifulSoup(markup, "html.parser")
    bases = soup.find_all("base")
    start = urljoin(page_url, str(bases[0]["href"])) if bases else page_url
    for tag in soup.find_all(["a", "img", "source", "link"]):
        for name in ("href", "src", "data-src"):
            if tag.get(name) and not str(tag[name]).startswith("data:"):
                yield ("link" if tag.name == "a" else "image"), urljoin(start, str(tag[name]))
        for name in ("srcset", "data-srcset"):
            for candidate in str(tag.get(name, "")).split(","):
                if candidate.strip():
                    yield "image", urljoin(start, candidate.split()[0])


def fetch(url: str) -> tuple[int, str, bytes]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    connection.request("GET", parts.path)
    response = connection.getresponse()
    answer = response.status, response.getheader("Location", "") or "", response.read()
    connection.close()
    return answer


def test_everything_is_reachable_and_served_or_declared_dead(site: Site, told: Truth) -> None:
    depths, images = {"/": 0}, set()
    charsets = {page.path: page.charset for page in PAGES}
    queue = deque(["/"])
    while queue:
        path = queue.popleft()
        status, location, body = fetch(urljoin(site.url, path))
        assert (status // 100 == 2) == (path not in REDIRECTS and told["pages"][path].get("rule") != "status"), path
        found = [("link", urljoin(site.url, location))] if location else []
        if path in charsets:
            found.extend(addresses(body.decode(charsets[path]), urljoin(site.url, path)))
        for kind, url in found:
            target = urlsplit(url)
            if kind == "image":
                images.add(url)
            elif target.path not in depths:
                assert target.netloc == urlsplit(site.url).netloc
                depths[target.path] = depths[path] + 1
                queue.append(target.path)
    assert set(depths) == set(told["pages"])
    assert max(depths.values()) <= 4
    dead = {row["image"] for rows in told["images"].values() for row in rows if row.get("rule") == "image.fetch"}
    for url in images:
        if fetch(url)[0] != 200:
            assert urlsplit(url).path in dead, url
    assert any(urlsplit(url).hostname == "localhost" for url in images)
