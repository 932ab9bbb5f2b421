"""A dry run says what a job would do, in numbers that turn out to be true, and does nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from shards.dataset import Corpus
from tests.dags.conftest import Made
from tests.dags.running import files_below, m3w


def promised(said: str, what: str) -> int:
    """Return the number in the line of a plan that begins with `what`."""
    found = re.search(rf"^\s*{what}\s+(?:up to |at most )?([\d,]+)", said, re.MULTILINE)
    assert found, said
    return int(found[1].replace(",", ""))


def planned(job: str, corpus: Path, made: Made, *arguments: object) -> str:
    """Plan a job; nothing may be written or fetched."""
    before, requests = files_below(corpus), len(made.site.requests)
    said = m3w(*job.split(), "--corpus", corpus, "--recipe", made.recipe, "--dry-run", *arguments)
    assert files_below(corpus) == before
    assert len(made.site.requests) == requests
    return said


def test_a_crawl_that_has_not_begun(made: Made, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    said = planned("crawl", corpus, made, "--seeds", made.site.url, "--seeds", f"{made.site.url}news/")
    assert "captures: dry run, nothing is done" in said
    assert promised(said, "would fetch") == 2
    assert promised(said, "bytes") == pytest.approx(2 * 5 * (1 << 20) / 1e6, abs=1)
    assert f"{corpus}/captures/000001" in said
    assert not corpus.exists()


def test_a_crawl_that_goes_on(made: Made, copied: Path) -> None:
    (copied / "captures/000003/manifest.json").unlink()
    due = Corpus(str(copied)).captures.generations()[-1].manifest.totals["due"]
    said = planned("crawl", copied, made)
    assert promised(said, "would fetch") == due > 1
    assert promised(said, "already there") > 0
    fetched = Corpus(str(copied)).captures.generations()[:2]
    rows = sum(file.rows or 0 for each in fetched for file in each.manifest.files("captures"))
    assert promised(planned("crawl", copied, made, "--pages", rows + 1), "would fetch") == 1


def test_extract_names_its_parts(made: Made, copied: Path) -> None:
    shutil.rmtree(copied / "documents")
    archives = [path for each in Corpus(str(copied)).captures.generations() for path in each.paths("warc")]
    assert promised(planned("extract", copied, made), "would write") == len(archives)


def test_images_are_counted_without_those_that_are_there(made: Made, copied: Path) -> None:
    (copied / "cuts/demo/images.json").unlink()
    assert promised(planned("images", copied, made), "would fetch") >= 0
    known = Corpus(str(copied)).images.generations()
    number = sum(file.rows or 0 for each in known for file in each.manifest.files("images"))
    shutil.rmtree(copied / "images")
    assert promised(planned("images", copied, made), "would fetch") >= number > 50


@pytest.mark.parametrize(("job", "folder"), [("shortlist", "shortlist"), ("select", "selection"), ("shards", "shards")])
def test_jobs_of_a_cut_promise_what_their_ledger_holds(job: str, folder: str, made: Made, copied: Path) -> None:
    manifest = Corpus(str(made.corpus))
    dataset = {"shortlist": manifest.shortlist, "select": manifest.selection, "shards": manifest.shards}[job]("demo")
    finished = dataset.require()[0].manifest
    shutil.rmtree(copied / "cuts/demo" / folder)
    said = planned(job, copied, made)
    assert promised(said, "would write") == len(finished.parts)
    for ledger in finished.ledgers:
        assert f"would read     {ledger.taken:,} {ledger.unit}" in said
    assert finished.provenance.fingerprint in said
    assert str(copied / "cuts/demo" / folder) in said


@pytest.mark.parametrize("job", ["crawl", "extract", "shortlist", "images", "select", "shards", "shards --pairs"])
def test_a_finished_job_has_nothing_to_plan(job: str, made: Made, copied: Path) -> None:
    for dataset in ("shards", "pairs"):
        (copied / f"cuts/demo/{dataset}/README.md").unlink()
    said = planned(job, copied, made)
    assert said.count("nothing to do") == (2 if "--pairs" in job else 1)


def test_pairs_are_planned_with_their_shards_or_after_them(made: Made, copied: Path) -> None:
    finished = Corpus(str(made.corpus)).pairs("demo").require()[0].manifest
    images, parts = finished.ledgers[0].taken, len(finished.parts)
    shutil.rmtree(copied / "cuts/demo/pairs")
    said = planned("shards --pairs", copied, made)
    assert (promised(said, "would read"), promised(said, "would write")) == (images, parts)
    assert finished.provenance.fingerprint in said
    shutil.rmtree(copied / "cuts/demo/shards")
    said = planned("shards --pairs", copied, made)
    assert f"pairs: then would read {images} images and write {parts} parts into {copied}/cuts/demo/pairs" in said


def test_what_an_earlier_run_has_left_is_counted(made: Made, copied: Path) -> None:
    folder = copied / "cuts/demo/shards"
    (folder / "manifest.json").unlink()
    next(folder.glob("index-*")).unlink()
    assert promised(planned("shards", copied, made), "already there") == len(list(folder.glob("*-of-*")))
