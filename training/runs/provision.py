"""Frozen weights for a run that was given none: made once, kept in its folder, and read from there ever after."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from shards import storage
from training.folders import is_local, local_copy, upload
from training.pretraining.fit import Watch
from training.pretraining.keeping import NOTE
from training.pretraining.language_model import make_language_model
from training.pretraining.texts import Source
from training.pretraining.vision_encoder import make_vision_encoder
from training.recipe import TrainRecipe, WeightSettings
from training.runs.folder import RunFolder


def provide(recipe: TrainRecipe, run: RunFolder, watch: Watch, overwrite: bool = False) -> TrainRecipe:
    """Return the recipe with a folder for each of the frozen parts; what is not given is made.

    Args:
        recipe: With full paths of datasets: a language model is made from their text.
        run: Where to keep what is made.
        watch: Is told of every update of the language model.
        overwrite: Replace what was made from other data or settings.

    Raises:
        DatasetError: A dataset is not finished.
        ValueError: The folder has weights that were made from something else, or there is no text.
    """
    sources = [Source(each.path, each.kind) for each in recipe.data.datasets.values()]
    text, vision = recipe.weights.language_model, recipe.weights.vision_encoder
    if not text:
        text = run.language_model
        _make(text, lambda to: make_language_model(to, sources, recipe.language_model, watch, overwrite), overwrite)
    if not vision:
        vision = run.vision_encoder
        _make(vision, lambda to: make_vision_encoder(to, recipe.vision_encoder, overwrite), overwrite)
    return recipe.model_copy(update={"weights": WeightSettings(language_model=text, vision_encoder=vision)})


def _make(folder: str, make: Callable[[Path], object], overwrite: bool) -> None:
    if is_local(folder):
        make(Path(folder))
        return
    if not overwrite and storage.exists(storage.join(folder, NOTE)):
        with local_copy(folder) as there:
            make(there)  # it is only read, or refused
        return
    with tempfile.TemporaryDirectory(prefix="m3w-") as temporary:
        made = Path(temporary) / "made"
        make(made)
        upload(made, folder, last=NOTE)
