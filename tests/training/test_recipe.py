"""A recipe says what is wrong with it, and knows what a checkpoint is bound to."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.training.tiny_run import Tiny, tiny_recipe
from training.recipe import ModelSettings, RaySettings, RunSettings, TrainRecipe, differences

LEAST = {"name": "x", "data": {"datasets": {"m3w": {"kind": "documents", "path": "a"}}}}


def test_defaults_are_the_papers() -> None:
    recipe = TrainRecipe.model_validate(LEAST)
    model, optimizer = recipe.model, recipe.optimizer
    assert (model.num_latents, model.resampler_layers, model.resampler_heads) == (64, 6, 16)
    assert (model.cross_attention_every, model.ffw_factor, model.max_frames) == (1, 4, 1)
    assert (optimizer.learning_rate, optimizer.warmup_updates, optimizer.weight_decay) == (1e-4, 5000, 0.1)
    assert optimizer.clip_norm == 1.0
    assert (recipe.ray.workers, recipe.run.precision) == (0, "auto")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "My Run"}, "should match pattern"),
        ({"modle": {}}, "Extra inputs"),
        ({"model": {"latents": 64}}, "Extra inputs"),
        ({"optimizer": {"learning_rate": 0}}, "greater than 0"),
        ({"run": {"updates": 0}}, "greater than or equal to 1"),
        ({"run": {"precision": "float16"}}, "'auto', 'float32' or 'bfloat16'"),
        ({"run": {"keep": 0}}, "greater than or equal to 1"),
        ({"ray": {"cpus": 0}}, "greater than 0"),
        ({"seed": -1}, "greater than or equal to 0"),
        ({"data": {"datasets": {}}}, "name one at least"),
        ({"ray": {"workers": 33}}, r"data\.datasets\.m3w\.batch_size = 32 leaves some of 33 workers.*take fewer"),
        ({"run": {"log_every": 4, "checkpoint_every": 10}}, "checkpoint_every = 10 is no multiple of log_every = 4"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        TrainRecipe.model_validate({**LEAST, **changes})


def test_a_recipe_survives_json() -> None:
    recipe = TrainRecipe.model_validate(LEAST)
    assert TrainRecipe.model_validate_json(recipe.model_dump_json()) == recipe


def changed(tiny: Tiny, key: str, value: object) -> list[str]:
    """What binds a checkpoint of the tiny recipe and is no longer so after a change."""
    now = tiny_recipe(tiny, {key: value})
    assert now != tiny_recipe(tiny)
    return differences(tiny_recipe(tiny).model_dump(mode="json"), now.model_dump(mode="json"))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "other"),
        ("description", "other"),
        ("weights.language_model", "elsewhere"),
        ("data.threads", 1),
        ("data.datasets.corpus.path", "elsewhere"),
        ("data.datasets.captions.at_once", 1),
        ("run.updates", 99),
        ("run.log_every", 1),
        ("run.checkpoint_every", 2),
        ("run.keep", 1),
        ("run.precision", "bfloat16"),
        ("ray.workers", 2),
        ("ray.gpus", True),
    ],
)
def test_how_long_where_and_on_how_many_workers_may_change(key: str, value: object, tiny_training: Tiny) -> None:
    assert changed(tiny_training, key, value) == []


@pytest.mark.parametrize(
    ("key", "value", "then"),
    [
        ("seed", 1, 0),
        ("data.seed", 1, 0),
        ("data.reduction", "sequence_sum", "token_mean"),
        ("data.datasets.corpus.weight", 0.5, 1.0),
        ("data.datasets.corpus.p_next", 0.0, 0.5),
        ("data.datasets.corpus.block", 4, 1),
        ("data.datasets.captions.batch_size", 4, 3),
        ("optimizer.learning_rate", 0.1, 0.003),
        *((f"model.{name}", 8, None) for name in ModelSettings.model_fields),
    ],
)
def test_what_is_learnt_and_from_what_binds(key: str, value: object, then: object, tiny_training: Tiny) -> None:
    (found,) = changed(tiny_training, key, value)
    assert found.startswith(f"{key}: then ")
    assert found.endswith(f", now {value!r}")
    assert then is None or f"then {then!r}," in found


def test_a_dataset_more_binds_in_all_its_keys_but_the_free_ones(tiny_training: Tiny) -> None:
    then = tiny_recipe(tiny_training).model_dump(mode="json")
    now = tiny_recipe(tiny_training, {"data.datasets.more": {"kind": "pairs", "path": "m", "image_size": 32}})
    found = differences(then, now.model_dump(mode="json"))
    assert "data.datasets.more.weight: then None, now 1.0" in found
    assert not any(line.startswith("data.datasets.more.path") for line in found)


def test_no_name_of_a_dataset_sets_its_settings_free() -> None:
    """`a.path.weight` is the weight of a dataset of that name, not something below a path."""
    then = {"data": {"datasets": {"a.path": {"weight": 1.0}}}}
    now = {"data": {"datasets": {"a.path": {"weight": 2.0}}}}
    assert differences(then, now) == ["data.datasets.a.path.weight: then 1.0, now 2.0"]


def test_every_setting_says_what_it_is() -> None:
    for section in (ModelSettings, RunSettings, RaySettings):
        assert all(each.description for each in section.model_fields.values())
