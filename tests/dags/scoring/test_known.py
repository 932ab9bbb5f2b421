from __future__ import annotations

from pathlib import Path

import pytest

from dags.recipe import Recipe
from dags.scoring.known import KnownScores, asked, digests, known_scores
from filters.models.settings import ModelSettings
from shards.dataset import Corpus


def folder(path: Path, content: str = "weights") -> str:
    path.mkdir()
    (path / "model.safetensors").write_text(content)
    return str(path)


def test_a_model_is_known_by_its_contents_and_by_what_steers_it(tmp_path: Path) -> None:
    one, same, other = folder(tmp_path / "a"), folder(tmp_path / "b"), folder(tmp_path / "c", "others")

    def digest(path: str, label: str = "nsfw") -> str:
        return digests(ModelSettings.model_validate({"nsfw": {"path": path, "label": label}}))["nsfw"]

    assert digest(one) == digest(same)
    assert len({digest(one), digest(other), digest(one, "porn")}) == 3


def test_the_number_of_paragraphs_is_the_similaritys_alone(tmp_path: Path) -> None:
    path = folder(tmp_path / "a")
    both = {"nsfw": {"path": path}, "clip_similarity": {"path": path}}
    few, many = (digests(ModelSettings.model_validate({**both, "max_paragraphs": number})) for number in (5, 6))
    assert few["nsfw"] == many["nsfw"]
    assert few["clip_similarity"] != many["clip_similarity"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nowhere"):
        digests(ModelSettings.model_validate({"nsfw": {"path": str(tmp_path / "nowhere")}}))


def test_who_has_no_rule_on_models_needs_no_scores_and_no_folder(tmp_path: Path) -> None:
    models = {"nsfw": {"path": "/nowhere", "label": "nsfw"}}
    plain = Recipe.model_validate({"name": "x", "models": models})
    assert not asked(plain)
    assert known_scores(Corpus(str(tmp_path)), plain, "x") == KnownScores()
    assert KnownScores().join(None) == {}
    assert asked(Recipe.model_validate({"name": "x", "image": {"rules": {"nsfw": {"max": 0.5}}}}))
    assert asked(Recipe.model_validate({"name": "x", "document": {"rules": {"toxicity": {"max": 0.5}}}}))
