"""A trained Flamingo at work: what it says of a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch

from training.checkpoint import CheckpointError, Progress, load_learnt, read_progress
from training.data.pictures import Pictures, normalisation_of
from training.data.tokens import Tokens, load_tokens
from training.folders import digest_of_folder, is_local, local_copy
from training.model.assembly import assemble
from training.model.flamingo import Flamingo
from training.recipe import TrainRecipe
from training.runs.checkpoints import opened


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and how it takes in text and pictures.

    Attributes:
        model: Not learning any more, in float32 however its frozen weights were saved.
        tokens: Its language model's.
        pictures: As it was trained on, without variation.
        update: The updates it was trained for.
    """

    model: Flamingo
    tokens: Tokens
    pictures: Pictures
    update: int


def load_trained(checkpoint: str) -> Trained:
    """Put a model together from a checkpoint and the frozen weights it was trained with.

    Args:
        checkpoint: Its folder or URL.

    Raises:
        CheckpointError: There is none, it is damaged, or other frozen weights lie where its own did.
        ValueError: The frozen weights are not where they were.
    """
    with opened(checkpoint) as path:
        progress = read_progress(path)
        recipe = _read_recipe(path, progress)
        weights = {name: _whereabouts(checkpoint, name, folder) for name, folder in recipe.weights}
        with local_copy(weights["language_model"]) as text, local_copy(weights["vision_encoder"]) as vision:
            model = assemble(text, vision, recipe.model.model_dump(), recipe.seed).float().eval()
            _require_same_weights(checkpoint, weights, progress.origin["inputs"])
            tokens = load_tokens(text, model.config.image_token_id)
            size = next(iter(recipe.data.datasets.values())).image_size
            pictures = Pictures(size, normalisation_of(vision))
        load_learnt(path, model)
    return Trained(model, tokens, pictures, progress.update)


@torch.inference_mode()
def caption(trained: Trained, picture: bytes, max_tokens: int = 32, beams: int = 3) -> str:
    """Return what a model says of a picture, to the first `<EOC>`.

    Args:
        trained: The model.
        picture: The file.
        max_tokens: Where it is cut off.
        beams: Sequences that are followed at once (paper, B.2.1: 3); 1 for the likeliest token each time.

    Raises:
        ValueError: The picture can't be read.
    """
    pixels = trained.pictures.tensor(picture)
    if pixels is None:
        raise ValueError("the picture can't be read: give a JPEG, PNG, WebP or GIF file")
    tokens = trained.tokens
    first = [token for token in (tokens.bos, tokens.image) if token is not None]
    ends = [token for token in (tokens.eoc, tokens.eos) if token is not None]
    ids = torch.tensor([first])
    said = trained.model.generate(
        ids,
        pixels[None, None, None],
        attention_mask=torch.ones_like(ids),
        max_new_tokens=max_tokens,
        num_beams=beams,
        do_sample=False,
        eos_token_id=ends,
        pad_token_id=tokens.pad,
    )[0, len(first) :].tolist()
    words = [token for token in said[: _end(said, ends)] if token < tokens.image]
    return str(tokens.tokenizer.decode(words)).strip()


def read_picture(path: Path) -> bytes:
    """Return a file.

    Raises:
        ValueError: It is not there.
    """
    if not path.is_file():
        raise ValueError(f"{path} is no file: give the path of a picture")
    return path.read_bytes()


def _read_recipe(path: Path, progress: Progress) -> TrainRecipe:
    try:
        return TrainRecipe.model_validate(progress.origin["recipe"])
    except ValueError as error:
        raise CheckpointError(
            f"{path} has a recipe that this m3w can't read ({error}): use the one it is of"
        ) from error


def _whereabouts(checkpoint: str, name: str, folder: str) -> str:
    """Return the folder of weights; of weights that were made for the run, where the run lies now."""
    if not is_local(folder) or Path(folder).is_dir() or not is_local(checkpoint):
        return folder
    beside = Path(checkpoint).resolve().parents[1] / name.replace("_", "-")
    return str(beside) if beside.is_dir() else folder


def _require_same_weights(checkpoint: str, weights: Mapping[str, str], inputs: Mapping[str, str]) -> None:
    for name, folder in weights.items():
        what = name.replace("_", " ")
        if inputs.get(what, "") != digest_of_folder(folder):
            raise CheckpointError(
                f"{checkpoint} was trained with another {what} than lies in {folder} now: put that one back"
            )


def _end(said: list[int], ends: list[int]) -> int:
    return next((place for place, token in enumerate(said) if token in ends), len(said))
