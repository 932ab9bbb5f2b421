"""A crawl goes by the tombstones of its corpus from the start."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

from dags.tombstones import path_of, publish
from ingest.opt_outs.tombstones import Notice
from shards.dataset import Corpus
from tests.dags.crawls import Crawl
from tests.dags.little_site import Answer, little_site, page, prose, redirect

SECRET = page(prose("secret"))
LINKS = ("/gone", "/below/1", "/leads-there", "/copy", "/stays")


def test_what_is_forgotten_is_neither_asked_for_nor_stored_nor_listed(tmp_path: Path) -> None:
    pages = {
        "/": page(prose("front"), links=LINKS),
        "/gone": page(prose("gone")),
        "/below/1": page(prose("below")),
        "/leads-there": redirect("/gone"),
        "/copy": SECRET,
        "/stays": page(prose("stays")),
    }
    with little_site(pages) as site:
        urls = "".join(f"<url><loc>{site.url}{name}</loc></url>" for name in ("gone", "stays"))
        pages["/robots.txt"] = Answer(f"Sitemap: {site.url}map.xml".encode(), "text/plain")
        pages["/map.xml"] = Answer(f"<urlset>{urls}</urlset>".encode(), "application/xml")
        crawl = Crawl(site, tmp_path)
        digest = hashlib.sha256(SECRET.body).hexdigest()
        notice = Notice({site.url + "gone": "asked for"}, (site.url + "below/",), (digest,))
        publish(path_of(Corpus(str(crawl.root)), 1), notice)
        crawl.run()
        ends = {path: (row["outcome"], row["reason"]) for path, row in crawl.captures().items()}
        forgotten = ("dropped", "forgotten")
        assert ends["/gone"] == ends["/below/1"] == ends["/copy"] == forgotten
        assert ends["/leads-there"] == ends["/stays"] == ("kept", "")
        assert (site.asked("/gone"), site.asked("/below/1"), site.asked("/copy")) == (0, 0, 1)
        assert [row["url"] for row in crawl.rows("listed")] == [site.url + "stays"]
        archives = b"".join(gzip.decompress(path.read_bytes()) for path in crawl.root.rglob("*.warc.gz"))
        assert SECRET.body not in archives
        assert pages["/stays"].body in archives
