"""Models are asked about what a cut may keep, once; rules on what they say are asked in select."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch

from dags.recipe_file import RecipeError
from dags.scoring.scorers import READING
from ingest.images.pictures import open_picture
from ingest.warc.warc_reader import read_payload
from tests.dags.little_site import RECIPE, Answer, page, prose
from tests.dags.running import m3w, refused
from tests.dags.scoring.scored import scored_corpus
from tests.dags.small_corpus import SmallCorpus
from training.scoring.image_classifier import ImageClassifier

torch.set_num_threads(1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallCorpus:
    made = scored_corpus(tmp_path_factory.mktemp("scored"))
    made.run("score")
    return made


@pytest.fixture
def copy(made: SmallCorpus, tmp_path: Path) -> SmallCorpus:
    """The same corpus for a test that changes it."""
    shutil.copytree(made.root, tmp_path / "corpus")
    return SmallCorpus(tmp_path, made.recipe.read_text())


def values(made: SmallCorpus, signal: str) -> dict[tuple[str, int | None], float]:
    rows = made.rows(made.corpus.scores, "scores")
    return {(row["subject"], row["element"]): row["value"] for row in rows if row["signal"] == signal}


def test_every_picture_is_scored_once_by_its_bytes(made: SmallCorpus) -> None:
    facts = {row["sha256"]: row for row in made.rows(made.corpus.images, "images")}
    found = values(made, "nsfw")
    assert sorted(subject for subject, _ in found) == sorted(facts)
    assert len(facts) == 5
    assert all(0 <= value <= 1 for value in found.values())
    assert len(set(found.values())) == 5


def test_a_score_is_what_the_model_says_of_the_picture(made: SmallCorpus) -> None:
    model = ImageClassifier(made.folder / "nsfw", "nsfw")
    for row in made.rows(made.corpus.images, "images"):
        source = row["source"]
        data = Path(made.corpus.resolve(source["path"])).read_bytes()[source["offset"] :][: source["length"]]
        _, payload = read_payload(data)
        assert hashlib.sha256(payload).hexdigest() == row["sha256"]
        expected = model.scores([open_picture(payload, READING).image])
        assert values(made, "nsfw")[row["sha256"], None] == pytest.approx(expected[0], abs=1e-5)


def test_each_image_of_a_document_has_its_row_of_the_matrix(made: SmallCorpus) -> None:
    rows = [row for row in made.rows(made.corpus.scores, "scores") if row["signal"] == "clip_similarity"]
    ids = made.ids()
    assert {(row["subject"], row["element"]) for row in rows} == {
        (ids["https://one.example/"], 2),
        (ids["https://one.example/"], 3),
        (ids["https://two.example/"], 1),
        (ids["https://two.example/"], 2),
        (ids["https://three.example/"], 1),
        (ids["https://three.example/"], 2),
    }
    for row in rows:
        assert row["paragraphs"] == ([0, 1] if row["subject"] == ids["https://one.example/"] else [0])
        assert len(row["similarities"]) == len(row["paragraphs"])
        assert row["value"] == pytest.approx(max(row["similarities"]))


def test_scores_are_verified_with_the_rest_of_the_corpus(made: SmallCorpus) -> None:
    assert re.search(r"scores: 1 generations, 3 files,\s+ok", m3w("verify", "--corpus", made.root))


def test_every_document_is_scored_by_its_text(made: SmallCorpus) -> None:
    assert {subject for subject, _ in values(made, "toxicity")} == set(made.ids().values())


def test_the_ledger_counts_the_rows(made: SmallCorpus) -> None:
    (generation,) = made.corpus.scores.require()
    (ledger,) = generation.manifest.ledgers
    assert (ledger.unit, ledger.taken, ledger.tally.kept) == ("scores", 5 + 6 + 3, 5 + 6 + 3)


@pytest.fixture(scope="module")
def judged(made: SmallCorpus) -> dict[str, Any]:
    """A further cut of the same corpus with rules on what models say: bounds, what is said, and what select made."""
    similar, toxic = values(made, "clip_similarity"), values(made, "toxicity")
    bounds = {"clip_similarity": sorted(similar.values())[1], "toxicity": sorted(toxic.values())[1]}
    text = made.recipe.read_text()
    text = text.replace("[image.rules]", f"[image.rules]\nclip_similarity = {{ min = {bounds['clip_similarity']!r} }}")
    text = text.replace("[document.rules]", f"[document.rules]\ntoxicity = {{ max = {bounds['toxicity']!r} }}")
    recipe = made.write_recipe("strict", text)
    made.run("shortlist", recipe=recipe)
    assert "m3w score" in made.run("images", recipe=recipe)
    refusal = refused("select", "--corpus", made.root, "--recipe", recipe)
    assert "m3w images" in made.run("score", recipe=recipe)
    assert "m3w select" in made.run("images", recipe=recipe)
    made.run("select", recipe=recipe)
    rows = made.rows(made.corpus.selection("strict"), "decisions")
    return {"bounds": bounds, "similar": similar, "toxic": toxic, "refusal": refusal, "rows": rows}


def test_what_is_scored_is_not_scored_again_for_another_cut(made: SmallCorpus, judged: dict[str, Any]) -> None:
    assert len(made.corpus.scores.generations()) == 1
    assert len(made.corpus.images.generations()) == 1
    assert "nothing to do" in made.run("score")


def test_without_scores_nothing_is_selected_by_them(judged: dict[str, Any]) -> None:
    assert re.search(r"lacks scores.*m3w\s+score", judged["refusal"], re.DOTALL)


def test_rules_on_scores_are_told_with_value_and_bound(judged: dict[str, Any]) -> None:
    bound = judged["bounds"]["clip_similarity"]
    dropped = {
        (row["subject"], row["element"]): row for row in judged["rows"] if row["rule"] == "image.clip_similarity"
    }
    assert set(dropped) == {key for key, value in judged["similar"].items() if value < bound}
    for key, row in dropped.items():
        assert (row["value"], row["bound"]) == (f"{judged['similar'][key]:.6g}", f">= {bound:.15g}")


def test_rules_on_documents_are_asked_after_those_on_images(judged: dict[str, Any]) -> None:
    fates = {row["subject"]: (row["rule"], row["value"]) for row in judged["rows"] if row["element"] is None}
    bound = judged["bounds"]["toxicity"]
    assert fates == {
        subject: ("document.toxicity", f"{value:.6g}") if value > bound else ("", "")
        for (subject, _), value in judged["toxic"].items()
    }


def test_two_workers_give_the_same_bytes(made: SmallCorpus, copy: SmallCorpus) -> None:
    shutil.rmtree(copy.root / "scores")
    (copy.root / "cuts" / "little" / "scores.json").unlink()
    copy.run("score", "--direct_num_workers=2", "--direct_running_mode=multi_threading")
    again, first = copy.corpus.scores.require()[0].manifest, made.corpus.scores.require()[0].manifest
    assert again.parts == first.parts


def test_a_killed_job_goes_on_with_the_parts_that_are_missing(made: SmallCorpus, copy: SmallCorpus) -> None:
    (copy.root / "cuts" / "little" / "scores.json").unlink()
    folder = copy.root / "scores" / "000001"
    (folder / "manifest.json").unlink()
    parts = sorted(folder.glob("scores-*.parquet"))
    parts[0].unlink()
    times = {path: path.stat().st_mtime_ns for path in parts[1:]}
    copy.run("score")
    assert {path: path.stat().st_mtime_ns for path in parts[1:]} == times
    assert copy.corpus.scores.require()[0].manifest.parts == made.corpus.scores.require()[0].manifest.parts


@pytest.mark.slow
def test_where_a_model_drops_the_first_of_two_copies_the_images_of_the_other_are_fetched(tmp_path: Path) -> None:
    """Both say the same; each shows a picture of its own, and the model dislikes that of the first."""
    pages = {
        "https://one.example/": page(prose(1, 400), images=("{0}",)),
        "https://copy.example/": page(prose(1, 400), images=("{1}",)),
    }
    made = scored_corpus(tmp_path, pages=pages)
    made.run("score")
    (first,) = made.rows(made.corpus.images, "images")
    ((_, value),) = values(made, "nsfw").items()
    text = made.recipe.read_text().replace("[image.rules]", f"[image.rules]\nnsfw = {{ max = {value - 1e-6!r} }}")
    recipe = made.write_recipe("strict", text)
    made.run("shortlist", recipe=recipe)
    made.run("images", recipe=recipe)
    assert "m3w images" in made.run("score", recipe=recipe)
    assert "m3w score" in made.run("images", recipe=recipe)
    urls = [row["url"] for row in made.rows(made.corpus.images, "images")]
    assert len(urls) == 2
    assert urls[0] == first["url"]


def test_a_rule_without_its_model_is_refused_at_the_start(tmp_path: Path) -> None:
    made = SmallCorpus(tmp_path, RECIPE.replace("[image.rules]", "[image.rules]\nwatermark = { max = 0.8 }"))
    with pytest.raises(RecipeError, match=r"image\.rules\.watermark needs a model.*\[models\.watermark\].*m3w score"):
        made.run("shortlist")


def test_a_label_that_the_model_has_not_stops_the_job(copy: SmallCorpus) -> None:
    recipe = copy.write_recipe("little", copy.recipe.read_text().replace('label = "nsfw"', 'label = "NSFW"'))
    with pytest.raises(ValueError, match=r"'NSFW' is none of its labels: give one of 'normal', 'nsfw'"):
        copy.run("score", recipe=recipe)


def test_a_recipe_without_models_has_nothing_to_score(tmp_path: Path) -> None:
    made = SmallCorpus(tmp_path)
    made.extract({"https://one.example/": Answer(b"<p>word</p>")})
    with pytest.raises(ValueError, match="gives no model"):
        made.run("score")
