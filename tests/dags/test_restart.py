"""Killed and started again, a job continues; a finished job does nothing; what stands in the way is named."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest

from shards.dataset import Corpus
from shards.parts import read_rows
from tests.dags.conftest import Made
from tests.dags.running import Forks, files_below, m3w, refused, shard_digests

WAY = ("crawl", "extract", "shortlist", "images", "select", "shards", "shards --pairs")
SHAPED = ("captures", "documents", "images", "cuts/demo/shortlist", "cuts/demo/selection")


def command(job: str, corpus: Path, made: Made) -> list[object]:
    """Return the command line of a job."""
    seeds = ["--seeds", made.site.url] if job == "crawl" else []
    return [*job.split(), "--corpus", corpus, "--recipe", made.recipe, *seeds]


def before(job: str, corpus: Path, made: Made) -> None:
    """Lay out a corpus as it is before a job runs: of datasets that grow, nothing; of a cut's, what comes before."""
    keep = {
        "crawl": (),
        "extract": ("captures",),
        "shortlist": ("captures", "documents"),
        "images": ("captures", "documents", "cuts/demo/shortlist"),
        "select": ("captures", "documents", "images", "cuts/demo/shortlist", "cuts/demo/images.json"),
        "shards": SHAPED,
        "shards --pairs": (*SHAPED, "cuts/demo/shards"),
    }
    for name in keep[job]:
        source, target = made.corpus / name, corpus / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)


def captured(corpus: Path) -> set[tuple[object, ...]]:
    """Return what a crawl promises to be the same: url, status and payload digest of every capture."""
    paths = [path for each in Corpus(str(corpus)).captures.generations() for path in each.paths("captures")]
    return {(row["url"], row["status"], row["digest"]) for path in paths for row in read_rows(path)}


def fetched(corpus: Path) -> set[tuple[object, ...]]:
    """Return what is known of every image URL, except where its bytes lie."""
    paths = [path for each in Corpus(str(corpus)).images.generations() for path in each.paths("images")]
    return {(row["url"], row["outcome"], row["reason"], row["sha256"]) for path in paths for row in read_rows(path)}


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("job", WAY)
def test_a_killed_job_continues_and_ends_as_if_it_had_not_been_killed(
    job: str, moment: str, made: Made, forks: Forks, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    before(job, corpus, made)
    words = command(job, corpus, made)
    killed = forks.run("tests.dags.killing", moment, 3, *words, "--direct_num_workers=1")
    assert killed.returncode == -signal.SIGKILL, killed.stdout
    left = [path for path in files_below(corpus) if ".tmp-" not in path and path.endswith(".parquet")]
    m3w(*words)
    assert set(left) <= set(files_below(corpus)), "a finished part was thrown away"
    assert not [path for path in files_below(corpus) if ".tmp-" in path]
    m3w("verify", "--corpus", corpus)
    _compare(job, corpus, made)


def _compare(job: str, corpus: Path, made: Made) -> None:
    if job == "crawl":
        changed = f"{made.site.url}news/today.html"
        expected = {row for row in captured(made.corpus) if row[0] != changed}
        assert {row for row in captured(corpus) if row[0] != changed} == expected
    elif job == "images":
        assert fetched(corpus) == fetched(made.corpus)
    else:
        named = {"extract": "documents", "select": "cuts/demo/selection", "shards --pairs": "cuts/demo/pairs"}
        folder = named.get(job, f"cuts/demo/{job}")
        assert files_below(corpus / folder) == files_below(made.corpus / folder)


@pytest.mark.parametrize("job", WAY)
def test_a_finished_job_does_nothing(job: str, made: Made, copied: Path) -> None:
    files, requests = files_below(copied), len(made.site.requests)
    assert "nothing to do" in m3w(*command(job, copied, made))
    assert files_below(copied) == files
    assert len(made.site.requests) == requests


def test_another_recipe_is_another_cut(made: Made, copied: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(made.recipe.read_text().replace("min = 50", "min = 60"))
    said = refused("shortlist", "--corpus", copied, "--recipe", other)
    assert "50" in said
    assert "60" in said
    assert "--cut" in said
    assert "--overwrite" in said
    assert "kept" in m3w("shortlist", "--corpus", copied, "--recipe", other, "--cut", "sixty")
    assert "kept" in m3w("shortlist", "--corpus", copied, "--recipe", other, "--overwrite")


def test_unfinished_work_of_another_fingerprint_is_not_mixed_in(made: Made, forks: Forks, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    before("shortlist", corpus, made)
    words = command("shortlist", corpus, made)
    forks.run("tests.dags.killing", "after", 2, *words, "--direct_num_workers=1")
    other = tmp_path / "other.toml"
    other.write_text(made.recipe.read_text().replace("min = 50", "min = 60"))
    said = refused("shortlist", "--corpus", corpus, "--recipe", other)
    assert "another fingerprint" in said
    assert "--overwrite" in said
    m3w(*words)
    assert files_below(corpus / "cuts/demo/shortlist") == files_below(made.corpus / "cuts/demo/shortlist")


def test_documents_of_two_makings_do_not_stand_side_by_side(made: Made, copied: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(made.recipe.read_text() + "\n[extract]\ntarget_image_side = 100\n")
    archive = tmp_path / "more.warc.gz"
    shutil.copy(next((made.corpus / "captures").glob("*/*.warc.gz")), archive)
    said = refused("extract", "--corpus", copied, "--recipe", other, "--warc", archive)
    assert "target_image_side" in said
    assert "another --corpus" in said


def test_a_cut_keeps_its_view_when_the_corpus_grows(made: Made, copied: Path, tmp_path: Path) -> None:
    digests = shard_digests(copied, "demo")
    archive = tmp_path / "more.warc.gz"
    shutil.copy(next((made.corpus / "captures").glob("*/*.warc.gz")), archive)
    m3w("extract", "--corpus", copied, "--recipe", made.recipe, "--warc", archive)
    for job in ("images", "select", "shards"):
        assert "nothing to do" in m3w(*command(job, copied, made))
    assert shard_digests(copied, "demo") == digests
    said = refused(*command("shortlist", copied, made))
    assert "--cut" in said
