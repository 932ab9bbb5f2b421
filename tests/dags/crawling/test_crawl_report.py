"""The closing table of a crawl: what came of the URLs, host by host."""

from __future__ import annotations

from pathlib import Path

from dags.crawling.crawl_report import tally_hosts
from tests.dags.crawls import Crawl
from tests.dags.little_site import Answer, little_site, page


def test_the_hosts_of_a_run_are_listed_with_what_came_of_them(tmp_path: Path) -> None:
    pages = {"/robots.txt": Answer(b"User-agent: *\nDisallow: /no", "text/plain"), "/no": page("no")}
    with little_site(pages) as site:
        other = site.url.replace("127.0.0.1", "localhost")
        links = (f"{site.url}gone", f"{site.url}no", f"{other}gone", "http://nowhere.invalid/")
        pages["/"] = page("front", links=links)
        crawl = Crawl(site, tmp_path, 'scope = "any"', "max_retries = 0")
        said = crawl.run()
        rows = [" ".join(line.split()) for line in said.partition("hosts of this run")[2].splitlines()[2:6]]
        assert rows == [
            "127.0.0.1 3 2 1 0 0.0 1 x 200, 1 x 404",
            "localhost 1 1 0 0 0.0 1 x 404",
            "nowhere.invalid 1 0 0 1 0.0",
            "all 3 5 3 1 1 0.0 2 x 404, 1 x 200",
        ]
        assert tally_hosts(crawl.generations())["127.0.0.1"].size == len(pages["/"].body) + len(b"no")
        assert "hosts of this run" not in crawl.run(seed=None)
