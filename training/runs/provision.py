"""Frozen weights for a run that was given none: made once, kept in its folder, and read from there ever after."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from shards import storage
from training.data.tokens import Tokens, load_tokens
from training.folders import is_local, local_copy, upload
from training.model.assembly import read_language_model
from training.pretraining.keeping import NOTE
from training.pretraining.language_model import make_language_model
from training.pretraining.pacing import Watch
from training.pretraining.texts import Source
from training.pretraining.vision_encoder import make_vision_encoder
from training.recipe import TrainRecipe
from training.runs.folder import RunFolder


def provide_language_model(recipe: TrainRecipe, run: RunFolder, watch: Watch, overwrite: bool) -> TrainRecipe:
    """Return the recipe with a language model: the one it names, or one made from the text of its datasets.

    Args:
        recipe: With full paths of datasets.
        run: Where to keep what is made.
        watch: Is told of every update.
        overwrite: Replace what was made from other data or settings.

    Raises:
        DatasetError: A dataset is not finished.
        ValueError: The folder has one that was made from something else, or there is no text.
    """
    if recipe.weights.language_model:
        return recipe

    def make(folder: Path) -> None:
        make_language_model(folder, sources_of(recipe), recipe.language_model, watch, overwrite)

    _keep(run.language_model, make, overwrite)
    return _with_weights(recipe, language_model=run.language_model)


def provide_vision_encoder(recipe: TrainRecipe, run: RunFolder, watch: Watch, overwrite: bool) -> TrainRecipe:
    """Return the recipe with a vision encoder: the one it names, or one made from the pairs among its datasets.

    Args and errors as those of `provide_language_model`, which comes first: captions are read with its tokenizer.
    """
    if recipe.weights.vision_encoder:
        return recipe
    tokens = read_tokens(recipe.weights.language_model)
    size = next(iter(recipe.data.datasets.values())).image_size

    def make(folder: Path) -> None:
        make_vision_encoder(folder, sources_of(recipe), tokens, size, recipe.vision_encoder, watch, overwrite)

    _keep(run.vision_encoder, make, overwrite)
    return _with_weights(recipe, vision_encoder=run.vision_encoder)


def sources_of(recipe: TrainRecipe) -> list[Source]:
    """Return the datasets of a recipe."""
    return [Source(each.path, each.kind) for each in recipe.data.datasets.values()]


def read_tokens(language_model: str) -> Tokens:
    """Return the tokens of a language model.

    Raises:
        ValueError: There is no tokenizer, or none that fits.
    """
    with local_copy(language_model) as folder:
        return load_tokens(folder, read_language_model(folder).vocab_size)


def _with_weights(recipe: TrainRecipe, **folders: str) -> TrainRecipe:
    return recipe.model_copy(update={"weights": recipe.weights.model_copy(update=folders)})


def _keep(folder: str, make: Callable[[Path], None], overwrite: bool) -> None:
    if is_local(folder):
        make(Path(folder))
        return
    if not overwrite and storage.exists(storage.join(folder, NOTE)):
        with local_copy(folder) as there:
            make(there)  # it is only read, or refused
        return
    storage.remove([storage.join(folder, NOTE)])  # until all is there, none of it is to be trusted
    with tempfile.TemporaryDirectory(prefix="m3w-") as temporary:
        made = Path(temporary) / "made"
        make(made)
        upload(made, folder, last=NOTE)
