"""Frozen weights that nobody gave are made once, kept with the run, and read by every worker."""

from __future__ import annotations

import pytest
from transformers import AutoModel

from shards import storage
from tests.training.tiny_run import Tiny, tiny_recipe
from training.folders import local_copy
from training.model.assembly import assemble
from training.pretraining.keeping import NOTE
from training.recipe import TrainRecipe
from training.runs.folder import RunFolder
from training.runs.provision import provide_language_model, provide_vision_encoder, read_tokens

SMALL = {
    "weights": {},
    "language_model": {"vocabulary": 280, "width": 32, "layers": 2, "heads": 2, "context": 32, "updates": 2},
    "vision_encoder": {"width": 16, "updates": 2, "batch_size": 3},
}


class Watch:
    """Counts updates."""

    def __init__(self) -> None:
        self.updates = 0

    def __call__(self, done: int, of: int, loss: float) -> None:
        assert (done, of) == (self.updates % 2 + 1, 2)
        self.updates += 1


def provided(recipe: TrainRecipe, run: RunFolder, watch: Watch, overwrite: bool = False) -> TrainRecipe:
    recipe = provide_language_model(recipe, run, watch, overwrite)
    return provide_vision_encoder(recipe, run, watch, overwrite)


@pytest.fixture
def run(root: str) -> RunFolder:
    """Where a run lies: in a folder, and in an object store."""
    return RunFolder(root)


def test_both_are_made_once_and_make_a_model(tiny_training: Tiny, run: RunFolder) -> None:
    watch, recipe = Watch(), tiny_recipe(tiny_training, SMALL)
    first = provided(recipe, run, watch)
    assert (first.weights.language_model, first.weights.vision_encoder) == (run.language_model, run.vision_encoder)
    assert watch.updates == 4
    notes = [storage.read_bytes(storage.join(folder, NOTE)) for folder in (run.language_model, run.vision_encoder)]
    assert provided(recipe, run, watch) == first
    assert watch.updates == 4
    assert notes == [storage.read_bytes(storage.join(each, NOTE)) for each in (run.language_model, run.vision_encoder)]
    with local_copy(run.language_model) as text, local_copy(run.vision_encoder) as vision:
        model = assemble(text, vision, recipe.model.model_dump(), 0)
    assert read_tokens(run.language_model).image == model.config.image_token_id


def test_what_is_given_is_left_alone(tiny_training: Tiny, run: RunFolder) -> None:
    watch, recipe = Watch(), tiny_recipe(tiny_training)
    assert provided(recipe, run, watch) == recipe
    assert watch.updates == 0
    assert storage.names_in(run.language_model) == []


def test_other_settings_are_refused_and_overwritten_on_demand(tiny_training: Tiny, run: RunFolder) -> None:
    watch = Watch()
    provided(tiny_recipe(tiny_training, SMALL), run, watch)
    other = tiny_recipe(tiny_training, {**SMALL, "vision_encoder": {**SMALL["vision_encoder"], "width": 32}})
    with pytest.raises(ValueError, match=r"settings\.width is 16 there and 32 now"):
        provided(other, run, watch)
    provided(other, run, watch, overwrite=True)
    with local_copy(run.vision_encoder) as folder:
        assert AutoModel.from_pretrained(folder).config.hidden_sizes == [8, 16, 32]
