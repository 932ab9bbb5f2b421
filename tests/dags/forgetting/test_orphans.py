"""Scores go with the documents and pictures that they are of, and nothing but those."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dags.forgetting.datasets import rewrite_all
from dags.forgetting.orphans import orphans_in
from dags.scoring.known import HEAD, UNIT
from dags.tombstones import path_of, publish
from filters.models.scores import SCORES, Score, score_row
from ingest.opt_outs.tombstones import Notice
from shards.fingerprint import Provenance
from shards.ledger import Ledger, Tally
from shards.manifest import Manifest
from shards.parts import PartWriter, Place, describe, tally_outcomes
from tests.dags.little_site import little_site, page, photo, prose
from tests.dags.running import files_below, m3w
from tests.dags.small_corpus import SmallCorpus

A, B = "https://a.example/", "https://b.example/"
ONE_PROCESS = ("--direct_num_workers=1",)


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> SmallCorpus:
    """Two pages that share a picture, each with one of its own, the first's under two URLs; all of it scored."""
    pictures = {f"/{name}.jpg": photo(name) for name in ("a", "shared", "b")}
    with little_site({**pictures, "/again.jpg": pictures["/a.jpg"]}) as site:
        a, again, shared, b = (f"{site.url}{name}.jpg" for name in ("a", "again", "shared", "b"))
        made = SmallCorpus(tmp_path_factory.mktemp("scored"))
        made.extract({A: page(prose("a"), images=(a, again, shared)), B: page(prose("b"), images=(shared, b))})
        made.make_cut(("shortlist", "images"))
    pictures_at_hand = sorted({row["sha256"] for row in made.rows(made.corpus.images, "images")})
    ids = made.ids()
    write(made, "nsfw-00000-00000", [Score("nsfw", "m", sha256, None, 0.5) for sha256 in pictures_at_hand])
    write(made, "toxicity-00000-00000", [Score("toxicity", "m", id, None, 0.5) for id in sorted(ids.values())])
    within = [(ids[A], 1), (ids[A], 2), (ids[A], 3), (ids[B], 1), (ids[B], 2)]
    write(made, "clip-00000-00000", [Score("clip_similarity", "m", *each, 0.5, paragraphs=(0,)) for each in within])
    close(made)
    return made


@pytest.fixture
def made(scored: SmallCorpus, tmp_path: Path) -> SmallCorpus:
    """A copy of it for a test that changes it."""
    shutil.copytree(scored.root, tmp_path / "corpus")
    return SmallCorpus(tmp_path)


def write(made: SmallCorpus, label: str, scores: list[Score]) -> None:
    place = Place(made.corpus.scores.generation_folder(1), "0" * 16)
    with PartWriter(place.part(label)) as part:
        table = part.table(HEAD, SCORES)
        part.taken[UNIT] = len(scores)
        for each in scores:
            table.add(score_row(each))
        part.publish(HEAD)


def close(made: SmallCorpus) -> None:
    """Write the manifest."""
    folder = made.corpus.scores.generation_folder(1)
    labels = sorted(path.name.removeprefix("scores-").split(".")[0] for path in Path(folder).glob("*.parquet"))
    parts = [describe(Place(folder, "0" * 16).part(label), HEAD, tally_outcomes(UNIT)) for label in labels]
    taken = sum(part.taken[UNIT] for part in parts)
    tally = sum((part.tallies[UNIT] for part in parts), Tally())
    Manifest("scores", Provenance("score", {}, {}, []), parts, [Ledger(UNIT, taken, tally)], {}).save(folder)


def subjects(made: SmallCorpus) -> set[tuple[str, int | None]]:
    return {(row["subject"], row["element"]) for row in made.rows(made.corpus.scores, HEAD)}


def pictures_of(made: SmallCorpus) -> dict[str, str]:
    """Return the SHA-256 of each picture by the name of its file."""
    return {row["url"].rsplit("/", 1)[-1]: row["sha256"] for row in made.rows(made.corpus.images, "images")}


def test_of_a_whole_corpus_every_score_stays(made: SmallCorpus) -> None:
    assert orphans_in(made.corpus) == frozenset()
    before = files_below(made.root / "scores")
    publish(path_of(made.corpus, 1), Notice({"https://elsewhere.example/": "asked for"}))
    rewrite_all(made.corpus, ONE_PROCESS, resumes=True)
    assert files_below(made.root / "scores") == before


def test_scores_go_with_their_document_and_the_pictures_that_nobody_else_shows(made: SmallCorpus) -> None:
    pictures, ids = pictures_of(made), made.ids()
    m3w("forget", "--urls", A, "--corpus", made.root)
    kept = {pictures["shared.jpg"], pictures["b.jpg"]}
    assert subjects(made) == {*((each, None) for each in (*kept, ids[B])), (ids[B], 1), (ids[B], 2)}
    (generation,) = made.corpus.scores.generations()
    (ledger,) = generation.manifest.ledgers
    assert (ledger.taken, ledger.tally.kept) == (5, 5)
    assert "0 problems" in m3w("verify", "--corpus", made.root)


def test_of_a_document_that_stays_the_scores_of_a_forgotten_picture_go(made: SmallCorpus) -> None:
    pictures, ids = pictures_of(made), made.ids()
    before = subjects(made)
    (url,) = (row["url"] for row in made.rows(made.corpus.images, "images") if row["url"].endswith("shared.jpg"))
    m3w("forget", "--urls", url, "--corpus", made.root)
    assert before - subjects(made) == {(pictures["shared.jpg"], None), (ids[A], 3), (ids[B], 1)}


def test_bytes_that_another_url_still_has_keep_their_score(made: SmallCorpus) -> None:
    (url,) = (row["url"] for row in made.rows(made.corpus.images, "images") if row["url"].endswith("again.jpg"))
    before = subjects(made)
    publish(path_of(made.corpus, 1), Notice({url: "shown by nobody"}))
    rewrite_all(made.corpus, ONE_PROCESS, resumes=False)
    assert before - subjects(made) == {(made.ids()[A], 2)}


def test_a_part_of_which_nothing_is_left_stays_empty(made: SmallCorpus) -> None:
    m3w("forget", "--urls", A, "--urls", B, "--corpus", made.root)
    assert subjects(made) == set()
    assert len(made.corpus.scores.generations()[0].manifest.parts) == 3
    assert "0 problems" in m3w("verify", "--corpus", made.root)


def test_an_unfinished_round_is_thrown_away(made: SmallCorpus) -> None:
    folder = Path(made.corpus.scores.generation_folder(1))
    (folder / "manifest.json").unlink()
    publish(path_of(made.corpus, 1), Notice({A: "asked for"}))
    assert rewrite_all(made.corpus, ONE_PROCESS, resumes=False).discarded == (str(folder),)
    assert not list(folder.iterdir())
