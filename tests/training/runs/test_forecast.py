"""What a run will take is counted, or estimated by a formula that says what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from tests.training.tiny_run import Tiny, tiny_recipe
from training.model.assembly import assemble, read_config, shape_of
from training.model.flamingo import Flamingo
from training.optimizer import trainable
from training.recipe import TrainRecipe
from training.runs.forecast import Forecast, activation_bytes, forecast

SAMPLES = {"corpus": 10, "captions": 12}


def shape(recipe: TrainRecipe) -> Flamingo:
    weights = recipe.weights
    return shape_of(read_config(Path(weights.language_model), Path(weights.vision_encoder), recipe.model.model_dump()))


def predicted(recipe: TrainRecipe, precision: torch.dtype = torch.float32) -> Forecast:
    return forecast(recipe, shape(recipe), SAMPLES, precision)


def test_parameters_are_those_of_the_real_model(tiny_training: Tiny) -> None:
    recipe = tiny_recipe(tiny_training)
    found, weights = predicted(recipe), tiny_training.weights
    model = assemble(weights.language_model, weights.vision_encoder, recipe.model.model_dump(), recipe.seed)
    assert sum(found.learnt.values()) == sum(each.numel() for each in trainable(model).values())
    assert sum(found.frozen.values()) + sum(found.learnt.values()) == sum(each.numel() for each in model.parameters())
    assert found.frozen["language model"] == sum(each.numel() for each in model.language_model.parameters())
    assert found.learnt["rows of <image> and <EOC>"] == sum(each.numel() for each in model.new_tokens.parameters())


@pytest.mark.parametrize(("precision", "size"), [(torch.float32, 4), (torch.bfloat16, 2)])
def test_frozen_weights_take_their_precision_and_learnt_ones_gradient_and_moments_too(
    precision: torch.dtype, size: int, tiny_training: Tiny
) -> None:
    found = predicted(tiny_recipe(tiny_training), precision)
    assert found.weights_bytes == size * sum(found.frozen.values()) + 4 * 4 * sum(found.learnt.values())


def test_epochs_are_examples_over_samples(tiny_training: Tiny) -> None:
    found = predicted(tiny_recipe(tiny_training, {"run.updates": 20}))
    assert found.examples == {"corpus": 3, "captions": 3}
    assert found.epochs == {"corpus": 20 * 3 / 10, "captions": 20 * 3 / 12}


def test_activations_of_a_piece_by_hand(tiny_training: Tiny) -> None:
    """4 layers and a block before each of width 32, 300 tokens, 2 resampler layers of width 24 with 6 latents."""
    recipe = tiny_recipe(tiny_training)
    documents, pairs = recipe.data.datasets.values()
    config = shape(recipe).config
    text = 3 * 32 * (34 * (4 + 4) * 32 + 12 * 300)
    image = 6 * 34 * 2 * 24
    assert activation_bytes(documents, config, 0, torch.bfloat16) == text + 3 * 5 * image
    assert activation_bytes(pairs, config, 0, torch.bfloat16) == text + 3 * 1 * image
    assert predicted(recipe, torch.bfloat16).activation_bytes == text + 3 * 5 * image


def test_a_piece_is_what_a_worker_computes_at_once(tiny_training: Tiny) -> None:
    def of(changes: dict[str, int], workers: int) -> int:
        keys = {f"data.datasets.corpus.{key}": value for key, value in changes.items()}
        recipe = tiny_recipe(tiny_training, keys)
        return activation_bytes(recipe.data.datasets["corpus"], shape(recipe).config, workers, torch.float32)

    one = of({"batch_size": 1}, 1)
    assert of({"batch_size": 8}, 1) == 8 * one
    assert of({"batch_size": 8}, 3) == 3 * one
    assert of({"batch_size": 8, "at_once": 2}, 1) == of({"batch_size": 8, "at_once": 2}, 3) == 2 * one
    assert of({"batch_size": 8, "at_once": 100}, 4) == 2 * one
