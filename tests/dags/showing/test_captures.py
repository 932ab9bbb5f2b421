"""What a crawl has got, as a table and as single captures."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dags.command_line import cli
from tests.dags.crawls import Crawl
from tests.dags.little_site import Answer, little_site, page
from tests.dags.running import ROOT, m3w, refused

LONG = "/gone/" + "x" * 200
FRONT = page("front", links=("/odd", "/private", LONG))


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    pages = {
        "/": Answer(FRONT.body, headers=(("ETag", '"1"'), ("X-Odd", "caf\x1b[31m"))),
        "/odd": Answer(b"\x1b]0;title\x07body\xff", "text/plain; charset=latin-1"),
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /private", "text/plain"),
    }
    with little_site(pages) as site:
        crawled = Crawl(site, tmp_path_factory.mktemp("captures"))
        crawled.run()
        crawled.run("--visit", 2, "--depth", 0)
    return crawled


def line_of(said: str, url: str, round_: int) -> str:
    """Return the row of a URL in a round, its spaces collapsed."""
    lines = [" ".join(line.split()) for line in said.splitlines()]
    return next(line for line in lines if line.startswith(f"{round_} ") and line.endswith(f" {url}"))


def test_all_captures_are_listed_with_what_became_of_them(crawl: Crawl) -> None:
    said = m3w("captures", "--corpus", crawl.root)
    url = crawl.site.url
    when = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
    assert re.fullmatch(rf"1 {when} 200 text/html {len(FRONT.body)} kept - {url}", line_of(said, url, 1))
    assert re.fullmatch(rf"2 {when} 404 text/plain 2 kept - {url}{LONG[1:]}", line_of(said, f"{url}{LONG[1:]}", 2))
    assert line_of(said, f"{url}private", 2) == f"2 - - - 0 dropped robots.txt: Disallow {url}private"
    assert re.fullmatch(rf"3 {when} 304 text/html 0 kept as on {when} {url}", line_of(said, url, 3))
    assert len(said.splitlines()) == 1 + 5


def test_captures_are_chosen_by_page_date_outcome_and_number(crawl: Crawl) -> None:
    listed = ("captures", "--corpus", crawl.root)
    assert len(m3w(*listed, crawl.site.url).splitlines()) == 1 + 2
    assert len(m3w(*listed, "--limit", 2).splitlines()) == 1 + 2
    assert len(m3w(*listed, "--outcome", "dropped").splitlines()) == 1 + 1
    assert len(m3w(*listed, "--date", "20").splitlines()) == 1 + 4
    said = refused(*listed, "--date", "1999")
    assert "no captures (1999)" in said


def test_headers_are_those_of_the_latest_response(crawl: Crawl) -> None:
    shown = ("captures", "--corpus", crawl.root, crawl.site.url, "--headers")
    assert m3w(*shown).startswith("HTTP 304\n")
    first = crawl.rows("captures")[0]["fetched_at"]
    said = m3w(*shown, "--date", first)
    assert said.startswith("HTTP 200\n")
    assert 'ETag: "1"\n' in said
    assert "X-Odd: caf\ufffd[31m\n" in said


def test_the_body_is_written_as_it_was_also_of_a_page_that_did_not_change(
    crawl: Crawl, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    def body(path: str) -> bytes:
        cli.app(args=["captures", "--corpus", str(crawl.root), crawl.site.url + path, "--body"], standalone_mode=False)
        return capfdbinary.readouterr().out

    assert body("") == FRONT.body
    assert body("odd") == b"\x1b]0;title\x07body\xff"


def test_a_terminal_is_not_sent_what_it_would_obey(crawl: Crawl) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "dags", "captures", "--corpus", str(crawl.root), crawl.site.url + "odd", "--body"]
    subprocess.run(command, cwd=ROOT, stdout=theirs, check=True)
    said = os.read(ours, 10_000)
    os.close(ours)
    os.close(theirs)
    assert b"title" in said
    assert b"\x1b]0" not in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("private", "--body"), "robots.txt: Disallow"),
        (("private", "--headers"), "has no response in the archive"),
        (("unknown",), "has no captures"),
    ],
)
def test_what_is_not_there_is_said(arguments: tuple[str, ...], message: str, crawl: Crawl) -> None:
    path, *options = arguments
    assert message in refused("captures", "--corpus", crawl.root, crawl.site.url + path, *options)


def test_bad_questions_are_refused(crawl: Crawl, tmp_path: Path) -> None:
    assert "name its URL" in refused("captures", "--corpus", crawl.root, "--body")
    assert "no http(s) URL" in refused("captures", "--corpus", crawl.root, "example.org")
    assert "captures" in refused("captures", "--corpus", tmp_path)
