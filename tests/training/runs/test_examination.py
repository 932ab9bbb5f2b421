"""What can be wrong with data and weights is found before anything begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.training.data.making import write_shards
from tests.training.tiny_run import DOCUMENTS, PAIRS, Tiny, tiny_recipe
from training.model.assembly import assemble
from training.runs.examination import check_fit, digests, planned_shape, read_shape, samples_of


def test_datasets_are_counted_and_an_empty_one_is_refused(tiny_training: Tiny, tmp_path: Path) -> None:
    assert samples_of(tiny_recipe(tiny_training)) == {"corpus": DOCUMENTS, "captions": PAIRS}
    empty = write_shards(tmp_path / "empty", [{}])
    with pytest.raises(ValueError, match=rf"{empty}"):
        samples_of(tiny_recipe(tiny_training, {"data.datasets.corpus.path": empty}))


def test_digests_stand_for_data_and_weights(tiny_training: Tiny, tmp_path: Path) -> None:
    found = digests(tiny_recipe(tiny_training))
    assert list(found) == ["dataset corpus", "dataset captions", "language model", "vision encoder"]
    assert len(set(found.values())) == 4
    other = write_shards(tmp_path / "other", [{"a": {"json": b"{}"}}, {"b": {"json": b"{}"}}])
    changed = digests(tiny_recipe(tiny_training, {"data.datasets.corpus.path": other}))
    assert {name for name in found if found[name] != changed[name]} == {"dataset corpus"}


def test_the_shape_is_that_of_the_weights(tiny_training: Tiny) -> None:
    recipe = tiny_recipe(tiny_training)
    config = read_shape(recipe)
    model = assemble(
        tiny_training.weights.language_model, tiny_training.weights.vision_encoder, recipe.model.model_dump(), 0
    )
    assert config.to_dict()["text_config"] == model.config.to_dict()["text_config"]
    assert planned_shape(recipe).vision_width == config.vision_width
    check_fit(recipe, config)


def test_small_weights_that_are_not_made_yet_have_a_shape_too(tiny_training: Tiny) -> None:
    recipe = tiny_recipe(tiny_training, {"weights": {}, "vision_encoder.width": 64, "language_model.vocabulary": 500})
    config = planned_shape(recipe)
    assert (config.vision_width, config.image_token_id) == (64, 500)
    check_fit(recipe, config)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"data.datasets.corpus.image_size": 64, "data.datasets.captions.image_size": 64},
            r"data\.datasets\.corpus\.image_size = 64, but the vision encoder reads pictures of 32 px: set image_size",
        ),
        ({"data.datasets.corpus.max_tokens": 4000}, r"max_tokens = 4000, but the language model reads 128 at most"),
        ({"model.resampler_heads": 7}, "resampler_heads = 7 does not divide"),
    ],
)
def test_what_does_not_go_together_is_named(changes: dict[str, int], words: str, tiny_training: Tiny) -> None:
    recipe = tiny_recipe(tiny_training, changes)
    with pytest.raises(ValueError, match=words):
        check_fit(recipe, read_shape(recipe))
