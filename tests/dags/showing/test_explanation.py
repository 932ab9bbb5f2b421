"""`explain` tells every fate a page can have, with the rule, the value and the bound that decided it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shards.dataset import Corpus
from shards.parts import read_rows
from tests.dags.conftest import Made
from tests.dags.little_site import RECIPE, little_site, page, prose
from tests.dags.running import m3w, refused
from tests.dags.small_corpus import SmallCorpus
from tests.dags.warcs import Captured, write_archive


def explained(made: Made, path: str, *arguments: object) -> str:
    """Return what is said of a page of the example site."""
    return m3w("explain", made.site.url.rstrip("/") + path, "--corpus", made.corpus, *arguments)


def test_a_kept_page_is_followed_into_its_shard(made: Made) -> None:
    said = explained(made, "/articles/harbour-at-dawn.html")
    assert re.search(r"crawl\s+kept\s+round \d, depth \d, status 200", said)
    assert re.search(r"extract\s+kept\s+[0-9a-f]{32} captures/", said)
    assert "kept at select" in said
    assert re.search(r"\n\s+words\s+\d+\s+>= 50 and <= 100000\s", said)
    assert re.search(r"\n\s+language\s+en\s+any of en, de\s", said)
    assert re.search(r"shorter_side \d+ \(>= 64\)", said)
    found = re.findall(r"in (\S+\.tar): (\S+) at byte (\d+), (\d+) bytes", said)
    assert {"json", "txt", "000.jpg"} <= {member for _, member, _, _ in found}
    tar, _, offset, size = next(each for each in found if each[1] == "txt")
    text = Path(tar).read_bytes()[int(offset) : int(offset) + int(size)].decode()
    assert text.count("<image>") == len(found) - 2
    assert text.endswith("<EOC>\n")


def test_each_element_has_its_fate(made: Made) -> None:
    said = explained(made, "/articles/harbour-at-dawn.html")
    lines = {word: next(line for line in said.splitlines() if word in line) for word in ("logo.png", "club-badge.png")}
    assert "left out: navigation" in lines["logo.png"]
    assert re.search(r"dropped at shortlist by image\.documents: \d+ \(bound: <= 10\)", lines["club-badge.png"])
    kept = next(line for line in said.splitlines() if "[image]" in line and "harbour-dawn.jpg" in line)
    assert re.search(r"kept at select  \(\d+ x \d+ jpeg, \d+ bytes\)", kept)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/odd/a-short-note.html", r"dropped at shortlist by document\.words: \d+ \(bound: >= 50\)"),
        ("/odd/page-en-francais.html", r"dropped at shortlist by document\.language: fr \(bound: any of en, de\)"),
        ("/odd/all-pictures-unusable.html", r"dropped at select by document\.images: 0 \(bound: >= 1\)"),
        ("/odd/all-pictures-unusable.html", r"dropped at select by image\.aspect_ratio: [\d.]+ \(bound: <= 3\)"),
        ("/odd/broken-pictures.html", r"no-such-picture\.jpg .*dropped at select by image\.fetch: http-404 \(bound: f"),
        ("/odd/broken-pictures.html", r"portrait\.jpg .*dropped at select by image\.fetch: robots \(bound: fetched\)"),
        ("/odd/a-short-note.html", "goes with its document"),
        ("/private/minutes.html", r"crawl\s+dropped\s+robots\.txt: Disallow"),
        ("/odd/header-noai.html", r"crawl\s+dropped\s+X-Robots-Tag: noai"),
        ("/odd/not-for-training.html", r"crawl\s+dropped\s+Content-Usage: train-ai=n"),
        ("/odd/rights-reserved.html", r"crawl\s+dropped\s+meta tdm-reservation: 1"),
        ("/odd/meta-noai.html", r"crawl\s+dropped\s+meta robots: noai"),
        ("/news/withdrawn.html", r"extract\s+dropped\s+status\s+410"),
        ("/downloads/rainfall.csv", r"extract\s+dropped\s+media-type\s+text/csv"),
        ("/old/1", r"status 301, \S+ http://127\.0\.0\.1:\d+/old/2"),
        ("/old/1", r"extract\s+dropped\s+redirect\s+301"),
        ("/", r"extract\s+dropped\s+empty\s+left out: "),
    ],
)
def test_a_dropped_page_is_told_where_and_why(path: str, expected: str, made: Made) -> None:
    assert re.search(expected, explained(made, path)), explained(made, path)


def test_a_page_captured_twice_is_told_twice_and_the_older_gives_way(made: Made) -> None:
    said = explained(made, "/news/today.html")
    first, second = said.split("cut demo:")[1:]
    later = re.search(r"document ([0-9a-f]{32})", second)
    assert later
    assert f"dropped at select by duplicate.page: {later[1]}" in first
    assert "kept at select" in second
    assert len(re.findall(r"crawl\s+kept", said)) == 2


def test_only_the_cut_that_is_asked_for_is_shown(made: Made) -> None:
    assert explained(made, "/news/today.html", "--cut", "demo").count("cut demo") == 2
    url = f"{made.site.url}news/today.html"
    said = refused("explain", url, "--corpus", made.corpus, "--cut", "demon")
    assert "no cut 'demon'" in said
    assert "demo" in said.replace("demon", "")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "https://nowhere.example/x"])
def test_an_unknown_page_is_said_to_be_so(url: str, made: Made) -> None:
    said = refused("explain", url, "--corpus", made.corpus)
    assert url in said
    assert "in no dataset" in said


@pytest.mark.parametrize("url", ["example.org", "ftp://example.org/", ""])
def test_what_is_no_url_is_said_to_be_none(url: str, made: Made) -> None:
    assert "no http(s) URL" in refused("explain", url, "--corpus", made.corpus)


def test_a_page_that_waits_is_said_to_wait(tmp_path: Path) -> None:
    made = SmallCorpus(tmp_path)
    with little_site({"/": page("front", links=("/a",)), "/a": page("a")}) as site:
        made.run("crawl", "--seeds", site.url, "--pages", 1)
        said = m3w("explain", f"{site.url}a", "--corpus", made.root)
    assert re.search(r"crawl\s+not fetched yet\s+depth 1, in the frontier", said)


def test_a_cut_that_is_half_way_says_how_far_it_is(made: Made, copied: Path) -> None:
    (copied / "cuts/demo/selection/manifest.json").unlink()
    (copied / "cuts/demo/shards/manifest.json").unlink()
    said = m3w("explain", f"{made.site.url}articles/harbour-at-dawn.html", "--corpus", copied)
    assert "kept at shortlist" in said
    assert "kept so far" in said
    assert ".tar" not in said
    (copied / "cuts/demo/shortlist/manifest.json").unlink()
    said = m3w("explain", f"{made.site.url}articles/harbour-at-dawn.html", "--corpus", copied)
    assert "not judged yet" in said


def test_of_what_is_forgotten_only_that_is_said(tmp_path: Path) -> None:
    """A page that was asked for, its copy in a later archive, and a page that was such a copy for a while."""
    gone, copy, changed = (f"https://{name}.example/" for name in ("gone", "copy", "changed"))
    made = SmallCorpus(tmp_path, RECIPE.replace("images = { min = 1 }", "words = { min = 10 }"))
    made.extract({gone: page(prose(1))})
    made.run("shortlist")
    m3w("forget", "--urls", f"{gone}*", "--corpus", made.root)
    later = [
        Captured(copy, page(prose(1))),
        Captured(changed, page(prose(1)), "2025-01-01T00:00:00Z"),
        Captured(changed, page(prose(2))),
    ]
    made.run("extract", "--warc", write_archive(tmp_path / "later.warc.gz", later))
    made.run("shortlist", "--overwrite")
    said = m3w("explain", gone, "--corpus", made.root)
    assert re.search(rf"forget\s+dropped\s+forgotten\s+below {re.escape(gone)}", said)
    assert "extract" not in said
    assert "cut little" not in said
    said = " ".join(refused("explain", copy, "--corpus", made.root).split())
    assert "or it says the same as a page that is forgotten" in said
    said = m3w("explain", changed, "--corpus", made.root)
    assert "dropped" not in said
    assert len(re.findall(r"extract\s+kept", said)) == 1
    assert said.count("cut little") == 1
    assert "kept at shortlist" in said


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> SmallCorpus:
    """Pages of anyone's, with addresses and text of anyone's taste."""
    loose = RECIPE.replace("images = { min = 1 }", "words = { min = 1 }").replace("shorter_side", "documents")
    made = SmallCorpus(tmp_path_factory.mktemp("foreign"), loose.replace("min = 64", "max = 10"))
    made.extract(
        {
            "HTTP://Example.ORG:80/a/../b": page(prose(1)),
            "https://example.org/x[bold]y[/bold]?a[/b]=:cat:": page(
                "[red]not red[/red] \x1b[2J :cat: \u202e", prose(2)
            ),
        }
    )
    made.run("shortlist")
    return made


@pytest.mark.parametrize("url", ["HTTP://Example.ORG:80/a/../b", "http://example.org/b"])
def test_a_page_is_found_by_any_spelling_of_its_address(url: str, foreign: SmallCorpus) -> None:
    said = m3w("explain", url, "--corpus", foreign.root)
    assert said.startswith("http://example.org/b  page ")
    assert "kept at shortlist" in said


def test_a_pages_own_words_are_shown_and_never_obeyed(foreign: SmallCorpus) -> None:
    url = "https://example.org/x[bold]y[/bold]?a[/b]=:cat:"
    said = m3w("explain", url, "--corpus", foreign.root)
    assert said.startswith(f"{url}  page ")
    assert "[red]not red[/red] \ufffd[2J :cat: \ufffd" in said
    assert "\x1b" not in said


def test_every_document_of_the_corpus_can_be_explained(made: Made) -> None:
    """No kind of element, omission or value that occurs trips the report."""
    corpus = Corpus(str(made.corpus))
    paths = [path for each in corpus.documents.generations() for path in each.paths("documents")]
    urls = sorted({row["url"] for path in paths for row in read_rows(path, ("url",))})[::5]
    for url in urls:
        assert "cut demo" in m3w("explain", url, "--corpus", made.corpus)
