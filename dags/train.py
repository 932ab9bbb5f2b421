"""`m3w train`: everything that can be wrong is found before the first worker starts; then Ray, then what came of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch

from dags import train_report as report
from dags.job import JobError
from dags.progress import State, shown
from dags.recipe_file import load, override
from shards import manifest, pairs, storage
from shards.dataset import Corpus
from training.data.samples import Samples
from training.data.tokens import load_tokens
from training.folders import digest_of_folder, is_local, local_copy
from training.model.assembly import read_config, shape_of
from training.model.flamingo import Flamingo
from training.recipe import TrainRecipe
from training.runs.checkpoints import Checkpoints, opened
from training.runs.curve import draw_curve
from training.runs.folder import RunFolder
from training.runs.forecast import forecast
from training.runs.journal import read_lines
from training.runs.learner import origin, require_same_origin
from training.runs.pulse import last_beat
from training.runs.worker import order_of, precision_of
from training.settings import DocumentSettings

BUILT_IN = files("recipes") / "training"


@dataclass(frozen=True, slots=True)
class Request:
    """What `m3w train` was asked to do.

    Attributes:
        corpus: What relative paths of datasets are below.
        recipe: With full paths.
        run: Where the run lies.
        checkpoint: Where to begin, if the run has no checkpoint of its own yet.
        dry_run: Whether to say what would be done, and stop.
        overwrite: Whether to throw away what the run has.
    """

    corpus: Corpus
    recipe: TrainRecipe
    run: RunFolder
    checkpoint: str
    dry_run: bool
    overwrite: bool


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a training reads: how many samples each dataset has, and the digests of data and weights."""

    samples: Mapping[str, int]
    digests: Mapping[str, str]


def resolve(corpus: Corpus, given: str, said: Mapping[str, Mapping[str, object]]) -> TrainRecipe:
    """Read a recipe, with what the command line says of its sections, and make its paths full.

    Raises:
        RecipeError: The recipe can't be used.
    """
    recipe = load(given, BUILT_IN, TrainRecipe)
    changed = {name: override(getattr(recipe, name), values) for name, values in said.items()}
    recipe = override(recipe, {name: section.model_dump() for name, section in changed.items()})
    values = recipe.model_dump()
    for dataset in values["data"]["datasets"].values():
        dataset["path"] = corpus.resolve(dataset["path"])
    for name, path in values["weights"].items():
        values["weights"][name] = full_path(path) if path else path
    return TrainRecipe.model_validate(values)


def full_path(path: str) -> str:
    """Return a path that is the same from everywhere; a URL is as it is."""
    return str(Path(path).resolve()) if is_local(path) else path


def run_folder(corpus: Corpus, recipe: TrainRecipe, given: str | None) -> RunFolder:
    """Return where a run lies: a name is a folder below the corpus' `runs`, a path or URL is itself."""
    name = given or recipe.name
    if "://" in name:
        return RunFolder(name)
    if os.sep in name or name in (".", ".."):
        return RunFolder(str(Path(name).resolve()))
    return RunFolder(storage.join(corpus.root, "runs", name))


def train(request: Request) -> None:
    """Do what was asked.

    Raises:
        ValueError: Data, weights, recipe or checkpoint are missing or do not go together; nothing was begun.
        JobError: It stopped before its end; its checkpoints are kept.
    """
    recipe, run = request.recipe, request.run
    inputs = examine(recipe)
    shape = check_fit(recipe)
    if request.dry_run:
        _show_forecast(request, inputs, shape)
        return
    if request.overwrite:
        _require_elsewhere(request.checkpoint, run)
    own = None if request.overwrite else Checkpoints(run.checkpoints).latest()
    begun = own or request.checkpoint
    done = _check_begun(begun, recipe, inputs) if begun else 0
    if done >= recipe.run.updates:
        report.show_nothing_to_do(run, recipe, done)
        return
    if request.overwrite:
        report.remove_run(run)
    _launch(request, inputs, done)
    close(run, recipe, done)


def _require_elsewhere(checkpoint: str, run: RunFolder) -> None:
    if checkpoint and full_path(checkpoint).startswith(f"{run.checkpoints}/"):
        raise ValueError(
            f"--overwrite would throw away --checkpoint {checkpoint}: leave one of them out, or name another --run"
        )


def _launch(request: Request, inputs: Inputs, done: int) -> None:
    from training.runs.launch import TrainingError, launch  # Ray takes seconds to import: not before it is needed

    recipe, run = request.recipe, request.run
    order = order_of(recipe, run.path, inputs.digests, request.checkpoint)
    try:
        with shown("train", lambda: _state(run, recipe, done)):
            launch(order, recipe.ray, run)
    except TrainingError as error:
        raise JobError(str(error)) from error


def examine(recipe: TrainRecipe) -> Inputs:
    """Look at data and weights.

    Raises:
        DatasetError: A dataset is not finished, or of the other kind.
        ValueError: A dataset is empty.
    """
    samples, digests = {}, {}
    for name, each in recipe.data.datasets.items():
        kind = "shards" if isinstance(each, DocumentSettings) else pairs.DATASET
        samples[name] = len(Samples.open(each.path, kind))
        digests[f"dataset {name}"] = manifest.digest(manifest.load(each.path, kind))
    for name, folder in recipe.weights.model_dump().items():
        digests[name.replace("_", " ")] = digest_of_folder(folder)
    return Inputs(samples, digests)


def check_fit(recipe: TrainRecipe) -> Flamingo:
    """Return the shape of the model, once weights, settings and pictures are known to go together.

    Raises:
        ValueError: They do not.
    """
    weights = recipe.weights
    with local_copy(weights.language_model) as text, local_copy(weights.vision_encoder) as vision:
        config = read_config(text, vision, recipe.model.model_dump())
        load_tokens(text, config.image_token_id)
    wanted = getattr(config.vision_config, "image_size", None)
    for name, each in recipe.data.datasets.items():
        if isinstance(wanted, int) and each.image_size != wanted:
            raise ValueError(
                f"data.datasets.{name}.image_size = {each.image_size}, but the vision encoder in "
                f"{weights.vision_encoder} reads pictures of {wanted} px: set image_size = {wanted}"
            )
        longest = getattr(config.text_config, "max_position_embeddings", each.max_tokens)
        if each.max_tokens > longest:
            raise ValueError(
                f"data.datasets.{name}.max_tokens = {each.max_tokens}, but the language model in "
                f"{weights.language_model} reads {longest} at most: set max_tokens = {longest}"
            )
    return shape_of(config)


def close(run: RunFolder, recipe: TrainRecipe, before: int) -> None:
    """Draw the losses and say what came of it, where it lies, and what to do next."""
    lines = read_lines(run.path)
    with storage.published(run.curve) as stream:
        stream.write(draw_curve(lines, f"{recipe.name}: {recipe.run.updates:,} updates"))
    report.show_finished(run, recipe, lines, before)


def _check_begun(folder: str, recipe: TrainRecipe, inputs: Inputs) -> int:
    with opened(folder) as path:
        return require_same_origin(path, origin(recipe, inputs.digests)).update


def _state(run: RunFolder, recipe: TrainRecipe, done: int) -> State:
    beat = last_beat(run.path)
    if beat is None or beat.update <= done:
        return State(done, recipe.run.updates, f"{done:,} of {recipe.run.updates:,} updates, workers start")
    return State(beat.update, beat.of, f"{beat.update:,} of {beat.of:,} updates, {beat.remark}")


def _show_forecast(request: Request, inputs: Inputs, shape: Flamingo) -> None:
    device = torch.device("cuda" if request.recipe.ray.gpus else "cpu")
    precision = precision_of(request.recipe, device)
    found = forecast(request.recipe, shape, inputs.samples, precision)
    report.show_forecast(request.run, request.recipe, inputs.samples, found, precision)


def sections(**said: Any) -> dict[str, dict[str, object]]:
    """Return what the command line says, by section of the recipe; None says nothing."""
    return {
        "weights": {"language_model": said["language_model"], "vision_encoder": said["vision_encoder"]},
        "run": {"updates": said["updates"]},
        "ray": {"workers": said["workers"], "address": said["address"]},
    }
