"""Everything that can be wrong with data, weights and settings, looked at before the first worker starts."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from training.data.samples import Samples
from training.folders import digest_of_folder, local_copy
from training.model.assembly import read_config, read_language_model, read_vision_encoder, shape_of
from training.model.configuration import FlamingoConfig
from training.pretraining.language_model import configuration as small_language_model
from training.pretraining.texts import DATASETS
from training.pretraining.vision_encoder import configuration as small_vision_encoder
from training.recipe import TrainRecipe
from training.runs.provision import read_tokens, sources_of


def samples_of(recipe: TrainRecipe) -> dict[str, int]:
    """Return how many samples each dataset has.

    Raises:
        DatasetError: A dataset is not finished, or of the other kind.
        ValueError: A dataset is empty.
    """
    datasets = recipe.data.datasets
    return {name: len(Samples.open(each.path, DATASETS[each.kind])) for name, each in datasets.items()}


def digests(recipe: TrainRecipe) -> dict[str, str]:
    """Return what stands for data and weights in a checkpoint."""
    sources = zip(recipe.data.datasets, sources_of(recipe), strict=True)
    found = {f"dataset {name}": each.digest() for name, each in sources}
    weights = recipe.weights.model_dump().items()
    return {**found, **{name.replace("_", " "): digest_of_folder(folder) for name, folder in weights}}


def read_shape(recipe: TrainRecipe) -> FlamingoConfig:
    """Return the configuration of the model that a recipe with weights describes.

    Raises:
        ValueError: Weights are missing, or tokenizer and language model do not go together.
    """
    weights = recipe.weights
    with local_copy(weights.language_model) as text, local_copy(weights.vision_encoder) as vision:
        config = read_config(text, vision, recipe.model.model_dump())
    read_tokens(weights.language_model)
    return config


def planned_shape(recipe: TrainRecipe) -> FlamingoConfig:
    """Return the configuration of the model, where small weights are not made yet: as large as they may become."""
    given, own = recipe.weights, recipe.language_model
    with ExitStack() as stack:
        text: Any = small_language_model(own, own.vocabulary)
        vision: Any = small_vision_encoder(recipe.vision_encoder)
        if given.language_model:
            text = read_language_model(stack.enter_context(local_copy(given.language_model)))
        if given.vision_encoder:
            vision = read_vision_encoder(stack.enter_context(local_copy(given.vision_encoder)))
    return FlamingoConfig(text, vision, **recipe.model.model_dump())


def check_fit(recipe: TrainRecipe, config: FlamingoConfig) -> None:
    """Make sure that settings go with the frozen weights.

    Raises:
        ValueError: They do not.
    """
    wanted = getattr(config.vision_config, "image_size", None)
    for name, each in recipe.data.datasets.items():
        if isinstance(wanted, int) and each.image_size != wanted:
            raise ValueError(
                f"data.datasets.{name}.image_size = {each.image_size}, but the vision encoder reads pictures of "
                f"{wanted} px: set image_size = {wanted}"
            )
        longest = getattr(config.text_config, "max_position_embeddings", each.max_tokens)
        if each.max_tokens > longest:
            raise ValueError(
                f"data.datasets.{name}.max_tokens = {each.max_tokens}, but the language model reads {longest} at most: "
                f"set max_tokens = {longest}"
            )
    shape_of(config)
