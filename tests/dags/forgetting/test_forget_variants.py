"""Forgetting in other corpora: archives of others, twins that stay, older captures, unfinished crawls, odd cuts."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from shards.dataset import Corpus
from shards.parts import read_rows
from tests.dags.forgetting.conftest import Made
from tests.dags.forgetting.forgetful import BEGINNING, MADE, SENTINEL, Forgetful, built, site_pages
from tests.dags.little_site import Answer, little_site, page, photo, prose
from tests.dags.running import Forks, m3w
from tests.dags.small_corpus import SmallCorpus
from tests.dags.warcs import Captured, write_archive
from tests.flat_store import place


@pytest.mark.slow
def test_archives_of_others_stay_as_they_are(full: Made, tmp_path: Path) -> None:
    captured = [Captured(full.site.url + path[1:], answer) for path, answer in site_pages(full.site.url).items()]
    archive = write_archive(tmp_path / "theirs.warc.gz", captured)
    theirs = archive.read_bytes()
    made = Forgetful(tmp_path / "a" / "corpus", full.corpus.recipes)
    made.extract(archive)
    for job in ("shortlist", "images", "select", "shards"):
        made.run(job)
    said = made.forget(full.site.url + "secret")
    assert archive.read_bytes() == theirs
    assert "little shards" in said
    other = made.copied(tmp_path / "b", "images", "tombstones")
    other.extract(archive)
    for job in ("shortlist", "images", "select", "shards"):
        other.run(job)
    assert other.files(*MADE) == made.files(*MADE)
    assert made.says(SENTINEL) == []
    assert "0 problems" in m3w("verify", "--corpus", made.root)


@pytest.mark.slow
def test_a_near_twin_that_stays_stands_in_and_its_images_are_fetched(full: Made, tmp_path: Path) -> None:
    made = full.copied(tmp_path / "a")
    made.forget(full.site.url + "secret", more=("--keep-twins",))
    assert full.site.asked("/near.jpg") == 1
    assert full.site.url + "near" in made.kept_urls()
    assert full.site.url + "twin" not in made.kept_urls()
    assert made.says(SENTINEL) == []
    assert made.says(BEGINNING)
    other = made.copied(tmp_path / "b", "captures", "images", "tombstones")
    other.extract()
    other.make_cuts()
    assert other.files(*MADE) == made.files(*MADE)


def test_an_older_capture_does_not_come_back(tmp_path: Path) -> None:
    pages = {"/": page(prose("first"), SENTINEL)}
    with little_site(pages) as site:
        made = built(site, tmp_path)
        pages["/"] = page(prose("second"), SENTINEL)
        made.run("crawl", "--seeds", site.url, "--visit", 2)
        made.extract()
        assert len(made.says(SENTINEL)) > 2
        made.forget(site.url)
        assert made.says(SENTINEL) == []
        assert made.kept_urls() == set()


@pytest.mark.slow
def test_a_page_that_was_not_asked_for_again_goes_with_the_sitemap_that_named_it(tmp_path: Path) -> None:
    listed = "".join(f"<url><loc>/map/{name}</loc><lastmod>2020-01-01</lastmod></url>" for name in "ab")
    pages = {
        "/robots.txt": Answer(b"Sitemap: /map/all.xml", "text/plain"),
        "/": page("front"),
        "/map/all.xml": Answer(f"<urlset>{listed}</urlset>".encode(), "application/xml"),
        "/map/a": page(prose("a"), SENTINEL),
        "/map/b": page(prose("b")),
    }
    with little_site(pages) as site:
        made = built(site, tmp_path)
        made.run("crawl", "--seeds", site.url, "--visit", 2)
        made.extract()
        assert (site.asked("/map/a"), site.asked("/map/all.xml")) == (1, 2)
        assert [row["reason"] for row in captures_of(made, "/map/a")] == ["", "unchanged"]
        made.forget(f"{site.url}map/a*")
        assert made.says(SENTINEL) == []
        assert made.kept_urls() == {site.url, f"{site.url}map/b"}
        for path in ("/map/a", "/map/all.xml"):
            rows = captures_of(made, path)
            assert [(row["reason"], row["digest"], row["repeats"]) for row in rows] == 2 * [("forgotten", "", "")]
        assert "0 problems" in m3w("verify", "--corpus", made.root)
        made.run("crawl", "--seeds", site.url, "--visit", 3)
        assert (site.asked("/map/a"), site.asked("/map/all.xml")) == (1, 2)
        assert [row["reason"] for row in captures_of(made, "/map/b")][:2] == ["", "unchanged"]


def captures_of(made: Forgetful, path: str) -> list[dict[str, Any]]:
    """Return the captures of a page, those of earlier visits first."""
    tables = [table for each in made.corpus.captures.generations() for table in each.paths("captures")]
    return [row for table in tables for row in read_rows(table) if row["url"].endswith(path)]


@pytest.mark.slow
def test_an_image_that_failed_before_it_was_had_leaves_nothing(tmp_path: Path) -> None:
    pictures = {"/a.jpg": Answer(status=503), "/b.jpg": photo("b")}
    with little_site(pictures) as site:
        made = SmallCorpus(tmp_path)
        made.extract({"https://a.example/": page(prose(1), images=(f"{site.url}a.jpg", f"{site.url}b.jpg"))})
        made.make_cut(("shortlist", "images"))
        pictures["/a.jpg"] = photo("a")
        made.run("images", "--again")
        assert [row["outcome"] for row in images_of(made, "a.jpg")] == ["failed", "kept"]
        m3w("forget", "--urls", f"{site.url}a.jpg", "--corpus", made.root)
        asked = site.asked("/a.jpg")
        made.run("images", "--again")
        assert site.asked("/a.jpg") == asked
    assert [(row["reason"], row["sha256"], row["status"]) for row in images_of(made, "a.jpg")] == 2 * [
        ("forgotten", "", None)
    ]
    assert [row["outcome"] for row in images_of(made, "b.jpg")] == ["kept"]
    stored = [gzip.decompress(path.read_bytes()) for path in (made.root / "images").rglob("*.gz")]
    assert [photo("b").body in data for data in stored].count(True) == 1
    assert not [data for data in stored if photo("a").body in data]


def images_of(made: SmallCorpus, name: str) -> list[dict[str, Any]]:
    """Return the rows of an image, those of earlier turns first."""
    return [row for row in made.rows(made.corpus.images, "images") if row["url"].endswith(f"/{name}")]


@pytest.mark.slow
def test_a_cut_of_earlier_documents_is_made_of_no_later_ones(tmp_path: Path) -> None:
    with little_site({f"/{name}.jpg": photo(name) for name in "abc"}) as site:
        made = SmallCorpus(tmp_path)
        shown = {name: (f"{site.url}{name}.jpg",) for name in "abc"}
        made.extract({f"https://{name}.example/": page(prose(name), images=shown[name]) for name in "ab"})
        made.make_cut()
        made.extract({"https://c.example/": page(prose("c"), images=shown["c"])}, "later")
        said = m3w("forget", "--urls", "https://a.example/", "--corpus", made.root)
        assert "little shards" in said
        selected = made.rows(made.corpus.selection("little"), "selected")
        assert {row["id"] for row in selected} == {made.ids()["https://b.example/"]}
        m3w("verify", "--corpus", made.root)


@pytest.mark.slow
def test_a_cut_of_which_nothing_is_left_loses_its_shards(tmp_path: Path) -> None:
    with little_site({"/a.jpg": photo("a")}) as site:
        made = SmallCorpus(tmp_path)
        made.extract({"https://a.example/": page(prose("a"), images=(f"{site.url}a.jpg",))})
        made.make_cut()
        said = m3w("forget", "--urls", "https://a.example/*", "--corpus", made.root)
        assert "gone" in said
        assert not list(made.root.rglob("*.tar"))
        assert "0 problems" in m3w("verify", "--corpus", made.root)


def test_a_crawl_that_was_stopped_goes_on_without_it(forks: Forks, tmp_path: Path) -> None:
    with little_site(site_pages()) as site:
        made = built(site, tmp_path, crawled=False)
        words = ["crawl", "--corpus", made.root, "--recipe", made.recipes[0], "--seeds", site.url]
        forks.run("tests.dags.killing", "after", 5, *words, "--direct_num_workers=1")
        assert len(made.corpus.captures.generations()) == 1
        assert made.says(SENTINEL)
        made.forget(site.url + "secret", site.url + "twin")
        assert made.says(SENTINEL) == []
        asked = {path: site.asked(path) for path in ("/secret", "/a", "/b")}
        m3w(*words)
        assert {path: site.asked(path) for path in asked} == asked
        assert "0 problems" in m3w("verify", "--corpus", made.root)
        made.extract()
        assert made.says(SENTINEL) == []


def test_a_corpus_in_an_object_store_forgets_too(tmp_path: Path) -> None:
    archive = write_archive(tmp_path / "p.warc.gz", [Captured(f"https://{n}.example/", page(prose(n))) for n in "ab"])
    recipe = tmp_path / "words.toml"
    recipe.write_text('name = "words"\n[document.rules]\nwords = { min = 10 }\n')
    with place("flat", tmp_path) as root:
        m3w("extract", "--warc", archive, "--corpus", root, "--recipe", recipe)
        m3w("shortlist", "--corpus", root, "--recipe", recipe)
        said = m3w("forget", "--urls", "https://a.example/*", "--corpus", root)
        assert "cuts made again words" in " ".join(said.split())
        assert "0 problems" in m3w("verify", "--corpus", root)
        (documents,) = Corpus(root).documents.generations()
        assert documents.manifest.totals["documents"] == 1
