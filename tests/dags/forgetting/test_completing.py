"""A cut that was scored is scored again, for what is new only, and is then what it would have been from the start."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch

from dags.forgetting.stages import finished_jobs
from tests.dags.forgetting.forgetful import Forgetful
from tests.dags.little_site import RECIPE, LittleSite, little_site, page, photo, prose
from tests.dags.running import Forks, files_below, m3w, refused
from tests.dags.scoring.scored import write_models
from tests.dags.small_corpus import SmallCorpus

torch.set_num_threads(1)
JOBS = ("shortlist", "images", "score", "images", "select", "shards")
OF_IMAGES = "[image.rules]\nnsfw = { max = 0.9999 }\nclip_similarity = { min = -0.9999 }"
OF_DOCUMENTS = "[document.rules]\ntoxicity = { max = 0.9999 }"
FIRST, COPY, OTHER = (f"https://{name}.example/" for name in ("first", "copy", "other"))
SENTINEL = "unmistakable-quokka-sentence"


@dataclass(frozen=True, slots=True)
class Scored:
    """A cut that was scored, and the site of its pictures."""

    corpus: SmallCorpus
    site: LittleSite

    def copied(self, folder: Path) -> SmallCorpus:
        """Return a copy of it."""
        shutil.copytree(self.corpus.root, folder / "corpus")
        return SmallCorpus(folder, self.corpus.recipe.read_text())

    def from_the_start(self, forgetful: SmallCorpus, folder: Path) -> SmallCorpus:
        """Return what the same images and scores make where the tombstones are known before."""
        for name in ("images", "scores", "tombstones"):
            shutil.copytree(forgetful.root / name, folder / "corpus" / name)
        other = SmallCorpus(folder, self.corpus.recipe.read_text())
        other.run("extract", "--warc", self.corpus.folder / "pages.warc.gz")
        other.make_cut(JOBS)
        return other


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scored]:
    """A page and its near copy, of which the cut keeps the later capture, with a picture each; and another page."""
    folder = tmp_path_factory.mktemp("scored")
    recipe = RECIPE.replace("[image.rules]", OF_IMAGES).replace("[document.rules]", OF_DOCUMENTS)
    with little_site({f"/{number}.jpg": photo(number) for number in range(3)}) as site:
        made = SmallCorpus(folder, recipe + write_models(folder))
        urls = [f"{site.url}{number}.jpg" for number in range(3)]
        same = prose(1, 300)
        made.extract(
            {
                FIRST: page(same, SENTINEL, images=(urls[0],)),
                COPY: page(same, "and so on", images=(urls[1],)),
                OTHER: page(prose(2), images=(urls[2],)),
            }
        )
        made.make_cut(JOBS)
        yield Scored(made, site)


def leader(made: SmallCorpus) -> tuple[str, str]:
    """Return which of the two that say nearly the same is in the cut, and the other."""
    kept = {url for url, (outcome, _) in made.fates().items() if outcome == "kept"}
    assert OTHER in kept
    return (FIRST, COPY) if FIRST in kept else (COPY, FIRST)


def subjects(made: SmallCorpus) -> set[str]:
    return {row["subject"] for row in made.rows(made.corpus.scores, "scores")}


@pytest.mark.slow
@pytest.mark.parametrize("keep", [False, True])
def test_a_build_that_had_forgotten_it_from_the_start_has_the_same_bytes(
    keep: bool, scored: Scored, tmp_path: Path
) -> None:
    made = scored.copied(tmp_path / "a")
    gone, stays = leader(made)
    ids, pictures = made.ids(), {row["url"]: row["sha256"] for row in made.rows(made.corpus.images, "images")}
    m3w("forget", "--urls", gone, "--corpus", made.root, *(["--keep-twins"] if keep else []))
    lost = {ids[gone], *(sha256 for url, sha256 in pictures.items() if not url.endswith("2.jpg"))}
    assert not subjects(made) & lost
    assert (ids[stays] in subjects(made)) is keep
    assert len(made.corpus.scores.generations()) == 1 + keep
    assert "nothing to do" in made.run("score")
    other = scored.from_the_start(made, tmp_path / "b")
    for name in ("documents", "scores", "cuts"):
        assert files_below(other.root / name) == files_below(made.root / name), name
    assert "0 problems" in m3w("verify", "--corpus", made.root)
    gone_text = SENTINEL if gone == FIRST else "and so on"
    assert Forgetful(made.root, ()).says(gone_text) == []


@pytest.mark.slow
@pytest.mark.parametrize("number", [4, 8, 12, 15, 18, 21])
def test_killed_it_goes_on_to_the_same_end(number: int, scored: Scored, forks: Forks, tmp_path: Path) -> None:
    made = scored.copied(tmp_path)
    (gone, stays), ids = leader(made), made.ids()
    words = ["forget", "--urls", gone, "--keep-twins", "--corpus", made.root, "--direct_num_workers=1"]
    code = forks.run("tests.dags.killing", ("before-any", "after-any")[number % 2], number, *words).returncode
    if code == 0:
        pytest.skip("it has fewer publications")
    assert code == -signal.SIGKILL
    m3w("forget", "--corpus", made.root)
    kept = {row["sha256"] for row in made.rows(made.corpus.images, "images") if row["outcome"] == "kept"}
    assert len(kept) == 2
    assert subjects(made) == {ids[stays], ids[OTHER], *kept}
    assert made.fates() == {stays: ("kept", ""), OTHER: ("kept", "")}
    assert "nothing to do" in made.run("score")
    assert "0 problems" in m3w("verify", "--corpus", made.root)


@pytest.mark.slow
def test_what_was_scored_by_another_recipe_than_its_images_is_not_scored_again(scored: Scored, tmp_path: Path) -> None:
    made = scored.copied(tmp_path)
    assert tuple(finished_jobs(made.corpus, "little")) == ("shortlist", "images", "score", "select", "shards")
    made.write_recipe("little", made.recipe.read_text().replace("nsfw = { max = 0.9999 }", "nsfw = { max = 0.999 }"))
    made.run("images")
    assert tuple(finished_jobs(made.corpus, "little")) == ("shortlist", "images")
    m3w("forget", "--urls", OTHER, "--corpus", made.root)
    assert made.ids()[leader(scored.corpus)[0]] in subjects(made)
    assert len(made.corpus.scores.generations()) == 1


@pytest.mark.slow
def test_a_cut_that_cannot_be_scored_again_is_named_before_anything_begins(scored: Scored, tmp_path: Path) -> None:
    made = scored.copied(tmp_path)
    before = files_below(made.root)
    moved = scored.corpus.folder / "nsfw"
    moved.rename(moved.with_name("elsewhere"))
    try:
        said = refused("forget", "--urls", FIRST, "--corpus", made.root)
    finally:
        moved.with_name("elsewhere").rename(moved)
    assert "nsfw" in said
    assert files_below(made.root) == before
