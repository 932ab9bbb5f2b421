"""`m3w train`: everything that can be wrong is found before the first worker starts; then Ray, then what came of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch

from dags.job import JobError
from dags.progress import State, shown
from dags.recipe_file import load, override
from dags.tombstones import require_finished
from dags.training import train_report as report
from shards import storage
from shards.dataset import Corpus
from training.checkpoint import require_whole
from training.folders import is_local
from training.model.assembly import shape_of
from training.recipe import TrainRecipe
from training.runs.checkpoints import Checkpoints, opened, require_checkpoint
from training.runs.claim import Claim
from training.runs.curve import draw_curve
from training.runs.examination import check_fit, digests, planned_shape, read_shape, samples_of
from training.runs.folder import RunFolder
from training.runs.forecast import forecast
from training.runs.journal import read_lines
from training.runs.learner import origin, require_same_origin
from training.runs.provision import provide_language_model, provide_vision_encoder
from training.runs.pulse import last_beat
from training.runs.worker import order_of, precision_of

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
    require_finished(request.corpus)
    if request.dry_run:
        _show_forecast(request)
        return
    run = request.run
    if request.overwrite:
        _require_elsewhere(request.checkpoint, run)
    samples_of(request.recipe)
    check_fit(request.recipe, planned_shape(request.recipe))
    if request.checkpoint:
        require_checkpoint(request.checkpoint)
    recipe = _provide(request)
    config = read_shape(recipe)
    check_fit(recipe, config)
    inputs = digests(recipe)
    own = None if request.overwrite else Checkpoints(run.checkpoints).latest()
    begun = own or request.checkpoint
    done = _check_begun(begun, recipe, inputs) if begun else 0
    if done >= recipe.run.updates:
        report.show_nothing_to_do(run, recipe, done)
        return
    claim = Claim.stake(run.path)
    if request.overwrite:
        report.remove_run(run)
    _launch(recipe, run, order_of(recipe, claim, inputs, request.checkpoint), done)
    close(run, recipe, done)


def _require_elsewhere(checkpoint: str, run: RunFolder) -> None:
    if checkpoint and full_path(checkpoint).startswith(f"{run.checkpoints}/"):
        raise ValueError(
            f"--overwrite would throw away --checkpoint {checkpoint}: leave one of them out, or name another --run"
        )


def _provide(request: Request) -> TrainRecipe:
    """Return the recipe with frozen weights; those that were not given are made, or were made before."""
    recipe = request.recipe
    for what, updates, provided in (
        ("small language model", recipe.language_model.updates, provide_language_model),
        ("small vision encoder", recipe.vision_encoder.updates, provide_vision_encoder),
    ):
        pace = Pace(updates)
        try:
            with shown(what, pace.state):
                recipe = provided(recipe, request.run, pace.watch, request.overwrite)
        except FloatingPointError as error:
            raise JobError(f"{what}: {error}") from error
    return recipe


class Pace:
    """How far the learning of a small model is.

    Args:
        updates: Those there will be.
    """

    def __init__(self, updates: int) -> None:
        self._told = (0, updates, 0.0)

    def watch(self, done: int, of: int, loss: float) -> None:
        """Note an update."""
        self._told = (done, of, loss)

    def state(self) -> State:
        """Return the last note."""
        done, of, loss = self._told
        return State(done, of, f"{done:,} of {of:,} updates, loss {loss:.3f}")


def _launch(recipe: TrainRecipe, run: RunFolder, order: Mapping[str, Any], done: int) -> None:
    from training.runs.launch import TrainingError, launch  # Ray takes seconds to import: not before it is needed

    try:
        with shown("train", lambda: _state(run, recipe, done)):
            launch(order, recipe.ray, run)
    except TrainingError as error:
        raise JobError(str(error)) from error


def close(run: RunFolder, recipe: TrainRecipe, before: int) -> None:
    """Draw the losses and say what came of it, where it lies, and what to do next."""
    lines = read_lines(run.path)
    with storage.published(run.curve) as stream:
        stream.write(draw_curve(lines, f"{recipe.name}: {recipe.run.updates:,} updates"))
    report.show_finished(run, recipe, lines, before)


def _check_begun(folder: str, recipe: TrainRecipe, inputs: Mapping[str, str]) -> int:
    with opened(folder) as path:
        progress = require_same_origin(path, origin(recipe, inputs))
        require_whole(path)
    return progress.update


def _state(run: RunFolder, recipe: TrainRecipe, done: int) -> State:
    beat = last_beat(run.path)
    if beat is None or beat.update <= done:
        return State(done, recipe.run.updates, f"{done:,} of {recipe.run.updates:,} updates, workers start")
    return State(beat.update, beat.of, f"{beat.update:,} of {beat.of:,} updates, {beat.remark}")


def _show_forecast(request: Request) -> None:
    recipe = request.recipe
    samples, config = samples_of(recipe), planned_shape(recipe)
    if request.checkpoint:
        require_checkpoint(request.checkpoint)
    check_fit(recipe, config)
    precision = precision_of(recipe, torch.device("cuda" if recipe.ray.gpus else "cpu"))
    found = forecast(recipe, shape_of(config), samples, precision)
    report.show_forecast(request.run, recipe, samples, found, precision)


def sections(**said: Any) -> dict[str, dict[str, object]]:
    """Return what the command line says, by section of the recipe; None says nothing."""
    return {
        "weights": {"language_model": said["language_model"], "vision_encoder": said["vision_encoder"]},
        "run": {"updates": said["updates"]},
        "ray": {"workers": said["workers"], "address": said["address"]},
    }
