"""Who learns: a model, what moves its weights, and where its examples come from; and all of that in a checkpoint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from training import checkpoint
from training.checkpoint import CheckpointError, Progress
from training.data.batches import Term
from training.data.mixture import Mixture
from training.model.flamingo import Flamingo
from training.objective import Losses, accumulate
from training.optimizer import clip, make_optimizer, make_schedule
from training.recipe import TrainRecipe, differences


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an update came to.

    Attributes:
        losses: Over all workers.
        norm: Norm of the gradient before it was clipped [].
        terms: This worker's part of the data.
    """

    losses: Losses
    norm: Tensor
    terms: tuple[Term, ...]


class Learner:
    """One worker's part of a training.

    Args:
        recipe: What to do.
        model: On its device.
        mixture: This worker's examples.
        inputs: Digests of data and frozen weights, by name.
        workers: How many learn together; they have met in torch.distributed where there are several.
    """

    def __init__(
        self, recipe: TrainRecipe, model: Flamingo, mixture: Mixture, inputs: Mapping[str, str], workers: int
    ) -> None:
        self.model, self.mixture, self.update = model.train(), mixture, 0
        self._recipe, self._inputs = recipe, inputs
        self._shared: nn.Module = _shared(model) if workers > 1 else model
        self.optimizer = make_optimizer(model, recipe.optimizer)
        self.schedule = make_schedule(self.optimizer, recipe.optimizer)

    @property
    def origin(self) -> dict[str, Any]:
        """What it learns from, and how."""
        return origin(self._recipe, self._inputs)

    def step(self, precision: torch.dtype = torch.float32) -> Outcome:
        """Do one update.

        Args:
            precision: Of the computation; weights that are learnt stay in float32.

        Raises:
            FloatingPointError: The gradient is not finite.
        """
        terms = self.mixture.update()
        losses = accumulate(self._shared, terms, self._recipe.data.reduction, precision)
        norm = clip(self.model, self._recipe.optimizer)
        self.optimizer.step()
        self.schedule.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.update += 1
        return Outcome(losses, norm, tuple(terms))

    def save(self, folder: Path) -> None:
        """Write a checkpoint into a folder that is not there yet."""
        progress = Progress(self.update, self.mixture.state(), self.origin)
        checkpoint.save(folder, self.model, self.optimizer, self.schedule, progress)

    def restore(self, folder: Path) -> None:
        """Go on from a checkpoint.

        Raises:
            CheckpointError: It is not there, damaged, or made from something else.
        """
        require_same_origin(folder, self.origin)
        progress = checkpoint.load(folder, self.model, self.optimizer, self.schedule)
        self.mixture.restore(progress.positions)
        self.update = progress.update


def _shared(model: Flamingo) -> nn.Module:
    """Return a model whose workers exchange gradients, in an order that a restart does not change.

    Torch else lays gradients out anew after the first update of a process, in the order in which they came; and of
    three workers or more the layout decides in which order sums are rounded. Looking for unused parameters, of which
    there are none, keeps it from doing so.
    """
    return DistributedDataParallel(model, find_unused_parameters=True)


def origin(recipe: TrainRecipe, inputs: Mapping[str, str]) -> dict[str, Any]:
    """Return what a training is made from, as plain values."""
    return {"recipe": recipe.model_dump(mode="json"), "inputs": dict(inputs)}


def require_same_origin(folder: Path, now: Mapping[str, Any]) -> Progress:
    """Return how far a checkpoint is that was made from the same.

    Raises:
        CheckpointError: It was made from something else, or can't be read.
    """
    progress = checkpoint.read_progress(folder)
    found = differences(progress.origin["recipe"], now["recipe"])
    found += differences({"inputs": progress.origin["inputs"]}, {"inputs": now["inputs"]})
    if found:
        raise CheckpointError(
            f"{folder} was made from something else ({'; '.join(found)}): go on with what it was made from, "
            f"begin another run with --run NAME, or throw this one away with --overwrite"
        )
    return progress
