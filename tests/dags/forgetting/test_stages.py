"""Of a cut only what follows from all before it is made again; what was out of date already is in nobody's way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dags.forgetting.stages import finished_jobs
from tests.dags.little_site import page, prose
from tests.dags.running import CUT_JOBS, m3w
from tests.dags.small_corpus import SmallCorpus

WORDS_ONLY = 'name = "words"\n[document.rules]\nwords = { min = 10 }\n'
A, B = "https://a.example/", "https://b.example/"


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> SmallCorpus:
    """A cut of two pages, all of whose jobs are finished."""
    made = SmallCorpus(tmp_path_factory.mktemp("cut"), WORDS_ONLY)
    made.extract({A: page(prose("a")), B: page(prose("b"))})
    made.make_cut()
    return made


@pytest.fixture
def made(cut: SmallCorpus, tmp_path: Path) -> SmallCorpus:
    """A copy of it for a test that changes it."""
    shutil.copytree(cut.root, tmp_path / "corpus")
    return SmallCorpus(tmp_path, WORDS_ONLY)


@pytest.mark.parametrize(
    ("missing", "left"),
    [
        ("nothing", CUT_JOBS),
        ("shards/manifest.json", CUT_JOBS[:3]),
        ("selection/manifest.json", CUT_JOBS[:2]),
        ("images.json", CUT_JOBS[:1]),
        ("shortlist/manifest.json", ()),
    ],
)
def test_what_comes_after_a_job_that_was_cut_off_does_not_count(
    missing: str, left: tuple[str, ...], made: SmallCorpus
) -> None:
    (made.root / "cuts" / "words" / missing).unlink(missing_ok=True)
    assert tuple(finished_jobs(made.corpus, "words")) == left


@pytest.mark.parametrize("missing", ["selection", "shortlist"])
def test_a_cut_that_was_being_made_anew_does_not_stop_a_forgetting(missing: str, made: SmallCorpus) -> None:
    (made.root / "cuts" / "words" / missing / "manifest.json").unlink()
    m3w("forget", "--urls", A, "--corpus", made.root)
    assert not list(made.root.rglob("*.tar"))
    assert "0 problems" in m3w("verify", "--corpus", made.root)


@pytest.mark.slow
def test_a_cut_whose_recipe_was_changed_half_way_is_made_as_far_as_it_goes(made: SmallCorpus) -> None:
    made.write_recipe("little", WORDS_ONLY.replace("10", "11"))
    made.run("shortlist", "--overwrite")
    made.run("images")
    assert tuple(finished_jobs(made.corpus, "words")) == ("shortlist", "images")
    m3w("forget", "--urls", A, "--corpus", made.root)
    assert not list(made.root.rglob("*.tar"))
    made.make_cut(("select", "shards"))
    assert made.fates("words") == {B: ("kept", "")}
