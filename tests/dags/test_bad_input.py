"""Bad input: a message with value and remedy, or a counted failure; nothing half-written, nothing lost."""

from __future__ import annotations

import gzip
import json
import shutil
import socketserver
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from shards.dataset import Corpus
from shards.parts import read_rows
from tests.dags.conftest import Made
from tests.dags.little_site import Answer, little_site, page
from tests.dags.running import ROOT, Forks, files_below, m3w, refused
from tests.dags.warcs import Captured, write_archive

MALFORMED = ROOT.parent / "shared" / "data" / "warc" / "malformed"


def recipe(folder: Path, text: str) -> Path:
    path = folder / "recipe.toml"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('name = "x"\n[crawl]\ndelai = 1', ("crawl.delai", "unknown key", "'delay'")),
        ('name = "x"\n[document.rules]\nword = { min = 1 }', ("document.rules.word", "no such signal", "'words'")),
        ('name = "x"\n[document.rules]\nwords = { min = 9, max = 3 }', ("document.rules.words", "9", "3", "nothing")),
        ('name = "x"\n[document.rules]\nalphabetic_words = { min = 80 }', ("alphabetic_words", "80", "ends at 1")),
        ('name = "x"\n[document.rules]\nlanguage = { min = 1 }', ("document.rules.language", "any_of")),
        ('name = "x"\n[document.rules]\nwords = { minimum = 1 }', ("document.rules.words.minimum", "'min'")),
        ('name = "x"\n[crawl]\ndelay = "slow"', ("crawl.delay", "slow", "number")),
        ('name = "x"\n[crawl]\nmax_depth = -1', ("crawl.max_depth", "-1", "0")),
        ('name = "X Y"', ("name", "X Y")),
        ("description = 'no name'", ("name", "missing")),
        ("name = ", ("TOML",)),
    ],
)
def test_a_wrong_recipe_is_refused_before_anything_runs(text: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    said = refused("extract", "--corpus", tmp_path / "corpus", "--recipe", recipe(tmp_path, text))
    for words in expected:
        assert words in said
    assert not (tmp_path / "corpus").exists()


def test_an_unknown_recipe_names_those_there_are(tmp_path: Path) -> None:
    said = refused("extract", "--corpus", tmp_path, "--recipe", "m4w")
    assert "m4w" in said
    assert "m3w" in said


def test_an_option_of_nobody_is_refused(made: Made) -> None:
    assert "--nonsense" in refused("extract", "--corpus", made.corpus, "--recipe", made.recipe, "--nonsense=1")


@pytest.mark.parametrize("cut", ["../elsewhere", "a/b", "", "Über"])
def test_a_cut_is_a_plain_name(cut: str, made: Made) -> None:
    assert "--cut" in refused("shortlist", "--corpus", made.corpus, "--recipe", made.recipe, "--cut", cut)


@pytest.mark.parametrize(
    ("job", "needed"),
    [("extract", "captures"), ("shortlist", "documents"), ("images", "shortlist"), ("select", "shortlist")],
)
def test_a_missing_dataset_names_itself_and_what_makes_it(job: str, needed: str, made: Made, tmp_path: Path) -> None:
    said = refused(job, "--corpus", tmp_path / "corpus", "--recipe", made.recipe)
    assert needed in said
    assert "run the job that makes it first" in said


def test_a_half_written_dataset_is_not_read(made: Made, copied: Path) -> None:
    (copied / "documents/000001/manifest.json").unlink()
    said = refused("shortlist", "--corpus", copied, "--recipe", made.recipe, "--cut", "new")
    assert "half-written" in said
    assert "it continues" in said


@pytest.mark.parametrize(("text", "words"), [("{", "damaged"), ('{"format": 0}', "format 0"), ("[]", "format")])
def test_a_manifest_of_another_kind_is_refused_with_the_way_out(
    text: str, words: str, made: Made, copied: Path
) -> None:
    (copied / "documents/000001/manifest.json").write_text(text)
    said = refused("shortlist", "--corpus", copied, "--recipe", made.recipe, "--cut", "new")
    assert words in said
    assert "again" in said


def test_select_waits_for_images(made: Made, copied: Path) -> None:
    m3w("shortlist", "--corpus", copied, "--recipe", made.recipe, "--cut", "second")
    said = refused("select", "--corpus", copied, "--recipe", made.recipe, "--cut", "second")
    assert "lacks images" in said
    assert "m3w images" in said


def test_a_ledger_that_is_off_by_one_fails_the_job(made: Made, copied: Path) -> None:
    """A manifest that promises one document more than its table holds: the next job must notice."""
    path = copied / "documents/000001/manifest.json"
    manifest = json.loads(path.read_text())
    manifest["parts"][-1]["files"]["documents"]["rows"] += 1
    path.write_text(json.dumps(manifest))
    said = refused("shortlist", "--corpus", copied, "--recipe", made.recipe, "--cut", "new")
    assert "documents went in" in said
    assert "+1" in said
    assert not (copied / "cuts/new/shortlist/manifest.json").exists()


def test_when_every_page_is_dropped_the_shards_say_so(made: Made, copied: Path, tmp_path: Path) -> None:
    strict = recipe(tmp_path, made.recipe.read_text().replace("min = 50,", "min = 99_999,").replace('"demo"', '"none"'))
    for job in ("shortlist", "images", "select"):
        m3w(job, "--corpus", copied, "--recipe", strict)
    said = refused("shards", "--corpus", copied, "--recipe", strict)
    assert "keeps no document" in said
    assert "loosen" in said


def test_crawling_needs_seeds_that_are_urls(made: Made, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    assert "--seeds" in refused("crawl", "--corpus", corpus, "--recipe", made.recipe)
    said = refused("crawl", "--corpus", corpus, "--recipe", made.recipe, "--seeds", "ftp://example.org/")
    assert "ftp://example.org/" in said


def test_public_hosts_need_a_contact(tmp_path: Path) -> None:
    said = refused("crawl", "--corpus", tmp_path / "corpus", "--recipe", "m3w", "--seeds", "https://example.org/")
    assert "contact" in said


def test_a_dead_host_is_a_counted_failure(made: Made, tmp_path: Path) -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as closed:
        port = closed.server_address[1]
    corpus = tmp_path / "corpus"
    said = m3w("crawl", "--corpus", corpus, "--recipe", made.recipe, "--seeds", f"http://127.0.0.1:{port}/")
    assert "connect" in said
    assert "nothing could be had" in said
    said = m3w("extract", "--corpus", corpus, "--recipe", made.recipe)
    assert "WARC records in" in said


def test_an_empty_site_gives_documents_of_none_and_says_why(made: Made, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    with little_site({"/": Answer(), "/robots.txt": Answer(media_type="text/plain")}) as site:
        m3w("crawl", "--corpus", corpus, "--recipe", made.recipe, "--seeds", site.url)
        assert "empty" in m3w("extract", "--corpus", corpus, "--recipe", made.recipe)
    m3w("shortlist", "--corpus", corpus, "--recipe", made.recipe)
    m3w("images", "--corpus", corpus, "--recipe", made.recipe)
    m3w("select", "--corpus", corpus, "--recipe", made.recipe)
    assert "keeps no document" in refused("shards", "--corpus", corpus, "--recipe", made.recipe)


def test_html_that_is_binary_is_dropped_as_such(made: Made, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    with little_site({"/": Answer(bytes(range(256)) * 40)}) as site:
        m3w("crawl", "--corpus", corpus, "--recipe", made.recipe, "--seeds", site.url)
        assert "binary" in m3w("extract", "--corpus", corpus, "--recipe", made.recipe)


def archive(path: Path, pages: int) -> Path:
    """Write a WARC file of small pages."""
    captures = (
        Captured(f"https://example.org/{number}", page(f"Page {number} has a text."), f"2026-01-01T00:00:{number:02d}Z")
        for number in range(pages)
    )
    return write_archive(path, captures)


def test_a_truncated_archive_gives_what_is_whole_and_one_failure(made: Made, tmp_path: Path) -> None:
    path = archive(tmp_path / "pages.warc.gz", 10)
    path.write_bytes(path.read_bytes()[:-100])
    corpus = tmp_path / "corpus"
    said = m3w("extract", "--corpus", corpus, "--recipe", made.recipe, "--warc", path)
    assert "truncated" in said
    rows = [
        row
        for each in Corpus(str(corpus)).documents.require()
        for file in each.paths("records")
        for row in read_rows(file)
    ]
    assert [row["outcome"] for row in rows if row["type"] == "response"].count("kept") == 9
    assert [row["outcome"] for row in rows].count("failed") == 1


@pytest.mark.parametrize("name", sorted(path.name for path in MALFORMED.glob("*")) or ["absent"])
def test_no_malformed_archive_ends_a_job(name: str, made: Made, tmp_path: Path) -> None:
    if name == "absent":
        pytest.skip(f"{MALFORMED} is absent")
    lenient = recipe(tmp_path, "max_failed_share = 1.0\n" + made.recipe.read_text())
    corpus = tmp_path / "corpus"
    m3w("extract", "--corpus", corpus, "--recipe", lenient, "--warc", MALFORMED / name)
    (generation,) = Corpus(str(corpus)).documents.require()
    (ledger,) = generation.manifest.ledgers
    assert ledger.taken == ledger.tally.total > 0


def test_when_most_records_fail_the_job_fails(made: Made, tmp_path: Path) -> None:
    path = tmp_path / "noise.warc.gz"
    path.write_bytes(gzip.compress(b"no WARC at all"))
    said = refused("extract", "--corpus", tmp_path / "corpus", "--recipe", made.recipe, "--warc", path)
    assert "max_failed_share" in said


def test_an_archive_that_is_not_there_is_named(made: Made, tmp_path: Path) -> None:
    said = refused("extract", "--corpus", tmp_path, "--recipe", made.recipe, "--warc", tmp_path / "none*.warc.gz")
    assert "none*.warc.gz" in said


@pytest.mark.parametrize("job", ["crawl", "extract", "shortlist", "images", "select", "shards", "shards --pairs"])
def test_a_full_disk_leaves_nothing_half_written(job: str, made: Made, copied: Path, forks: Forks) -> None:
    """The limit on the size of files strikes in the middle of a part, as a full disk does; then there is room again."""
    target = {
        "crawl": "captures",
        "extract": "documents",
        "images": "images",
        "shortlist": "cuts/demo/shortlist",
        "select": "cuts/demo/selection",
        "shards": "cuts/demo/shards",
        "shards --pairs": "cuts/demo/pairs",
    }[job]
    if job == "images":
        (copied / "cuts/demo/images.json").unlink()
    shutil.rmtree(copied / target)
    words = [*job.split(), "--corpus", copied, "--recipe", made.recipe, "--direct_num_workers=1"]
    words += ["--seeds", made.site.url, "--depth", "1"] if job == "crawl" else []
    struck = forks.run("tests.dags.filling", 3000, *words)
    assert struck.returncode == 1, struck.stdout
    assert "File too large" in struck.stdout
    assert "run the same command again" in struck.stdout
    assert "Traceback" not in struck.stdout
    assert not list((copied / target).rglob("manifest.json"))
    assert not [path for path in files_below(copied / target) if ".tmp-" in path]
    m3w(*words)
    m3w("verify", "--corpus", copied)
