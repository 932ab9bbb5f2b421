"""What `m3w train` prints: what it would take, and what came of it."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from rich.table import Table

from dags.report import console
from shards import storage
from training.folders import is_local
from training.recipe import TrainRecipe
from training.runs.checkpoints import Checkpoints
from training.runs.folder import RunFolder
from training.runs.forecast import Forecast
from training.runs.journal import EVENTS, LINES
from training.runs.pulse import FILE as PULSE


def show_forecast(
    run: RunFolder, recipe: TrainRecipe, samples: Mapping[str, int], found: Forecast, precision: torch.dtype
) -> None:
    """Print parameters, memory and updates."""
    table = _table("train: dry run, nothing is done", "", "")
    for kind, parts in (("frozen", found.frozen), ("learnt", found.learnt)):
        table.add_row(f"{kind} parameters", f"{sum(parts.values()):,}")
        for name, number in parts.items():
            table.add_row(f"  {name}", f"{number:,}")
    table.add_row("precision", f"frozen weights {str(precision).removeprefix('torch.')}, learnt ones float32")
    table.add_row("memory of a worker", f"{_size(found.weights_bytes)} for weights, gradients, moments")
    table.add_row("", f"about {_size(found.activation_bytes)} more for the largest piece of a batch")
    table.add_row("updates", f"{recipe.run.updates:,}, a checkpoint every {recipe.run.checkpoint_every:,}")
    for name, epochs in found.epochs.items():
        each = recipe.data.datasets[name]
        table.add_row(
            f"  {name}",
            f"{samples[name]:,} samples, {found.examples[name]:,} an update, lambda {each.weight:g}: "
            f"{epochs:,.2f} epochs",
        )
    table.add_row("reduction", recipe.data.reduction)
    table.add_row("workers", where(recipe))
    table.add_row("into", run.path)
    console.print(table)


def where(recipe: TrainRecipe) -> str:
    """Return where a training runs, in words."""
    ray = recipe.ray
    if ray.workers == 0:
        return "this process"
    place = f"the cluster at {ray.address}" if ray.address else "this machine"
    return f"{ray.workers} on {place}, {'a GPU' if ray.gpus else f'{ray.cpus:g} CPU'} each"


def show_finished(run: RunFolder, recipe: TrainRecipe, lines: Sequence[Mapping[str, Any]], before: int) -> None:
    """Print what came of a training."""
    first, last = lines[0], lines[-1]
    table = _table(f"train: {recipe.name}", "", f"update {first['update']:,}", f"update {last['update']:,}")
    table.add_row("loss, weighted sum", *(f"{line['loss']:.4f}" for line in (first, last)))
    for name, dataset in recipe.data.datasets.items():
        losses = (f"{line['losses'][name]:.4f}" for line in (first, last))
        table.add_row(f"  {name} (lambda {dataset.weight:g}, {recipe.data.reduction})", *losses)
    table.add_row("gradient norm", *(f"{line['gradient_norm']:.3f}" for line in (first, last)))
    table.add_row("widest gate", *(f"{_widest(line):.3f}" for line in (first, last)))
    console.print(table)
    now = [line for line in lines if line["update"] > before]
    seconds = max(sum(line["seconds"] for line in now), 1e-9)
    sums = {name: sum(line[name] for line in now) for name in ("tokens", "images", "broken_images")}
    console.print(
        f"  {recipe.run.updates - before:,} updates in {seconds:,.0f} s on {where(recipe)}: "
        f"{sums['tokens']:,} tokens ({sums['tokens'] / seconds:,.0f}/s), "
        f"{sums['images']:,} images ({sums['images'] / seconds:,.1f}/s), {sums['broken_images']:,} broken ones left out"
    )
    _show_places(run)


def show_nothing_to_do(run: RunFolder, recipe: TrainRecipe, done: int) -> None:
    """Say that a run is finished."""
    console.print(
        f"{run.path} is finished: {done:,} updates are done, the recipe asks for {recipe.run.updates:,}; "
        f"nothing to do (--updates N for more)",
        markup=False,
    )
    _show_places(run)


def remove_run(run: RunFolder) -> None:
    """Throw away what a run has learnt and written down; the small models that were made for it stay."""
    checkpoints = Checkpoints(run.checkpoints)
    for update in checkpoints.updates():
        checkpoints.remove(update)
    for name in (LINES, PULSE):
        storage.remove([storage.join(run.path, name)])
    events = storage.join(run.path, EVENTS)
    if is_local(events):
        shutil.rmtree(events, ignore_errors=True)
    else:
        storage.remove([storage.join(events, name) for name in storage.names_in(events)])


def _show_places(run: RunFolder) -> None:
    checkpoint = Checkpoints(run.checkpoints).latest() or ""
    for what, path in (
        ("checkpoint", checkpoint),
        ("journal", storage.join(run.path, LINES)),
        ("losses as a picture", run.curve),
    ):
        console.print(f"  {what}: {path}", markup=False)
    quoted = shlex.quote(run.path)
    console.print(f"  next: m3w caption PICTURE --run {quoted}", style="cyan", markup=False)
    console.print(f"  next: tensorboard --logdir {shlex.quote(storage.join(run.path, EVENTS))}", style="cyan")


def _size(number: int) -> str:
    return f"{number / 2**30:,.1f} GiB" if number >= 2**30 else f"{number / 2**20:,.1f} MiB"


def _widest(line: Mapping[str, Any]) -> float:
    return float(max(abs(gate) for gates in line["gates"].values() for gate in gates))


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 2))
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 or len(columns) == 2 else "right")
    return table
