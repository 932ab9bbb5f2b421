"""What each worker does, from the start or from the last checkpoint on."""

from __future__ import annotations

import random
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any, Protocol

import torch

from training.data.assembly import open_mixture
from training.data.pictures import normalisation_of
from training.data.share import Share
from training.data.tokens import load_tokens
from training.folders import local_copy
from training.model.assembly import assemble
from training.model.precision import lower
from training.recipe import TrainRecipe
from training.runs.checkpoints import Checkpoints, opened
from training.runs.claim import Claim
from training.runs.folder import RunFolder
from training.runs.journal import Journal
from training.runs.learner import Learner
from training.runs.loop import Books, Line, learn
from training.runs.pulse import Pulse


class Colleagues(Protocol):
    """What a worker knows of the others."""

    share: Share
    device: torch.device

    def agree(self, found: str | None) -> str | None:
        """Return what the first worker found."""
        ...

    def report(self, line: Line) -> None:
        """Tell whoever oversees the workers how it goes."""
        ...


def work(order: Mapping[str, Any], colleagues: Colleagues) -> None:
    """Learn until the last update.

    Args:
        order: As `order_of` gives it.
        colleagues: The other workers.

    Raises:
        CheckpointError: The checkpoint to go on from does not fit.
        TakenError: Another training has begun in the same folder.
        ValueError: Weights or data are not as they were when the run was planned.
    """
    recipe, folder = TrainRecipe.model_validate(order["recipe"]), RunFolder(order["folder"])
    precision = precision_of(recipe, colleagues.device)
    random.seed(recipe.seed)
    torch.manual_seed(recipe.seed)
    learner = make_learner(recipe, order["inputs"], colleagues, precision)
    claim, checkpoints = Claim(folder.path, order["claim"]), Checkpoints(folder.checkpoints)
    claim.require()
    start = colleagues.agree(checkpoints.latest() or order["checkpoint"] or None)
    if start is not None:
        with opened(start) as path:
            learner.restore(path)
    with ExitStack() as stack:
        books = None
        if colleagues.share.rank == 0:
            journal = stack.enter_context(Journal(folder.path, learner.update))
            books = Books(claim, checkpoints, journal, Pulse(folder.path))
        learn(learner, recipe.run, colleagues.share.world_size, precision, books, colleagues.report)


def order_of(recipe: TrainRecipe, claim: Claim, inputs: Mapping[str, str], checkpoint: str = "") -> dict[str, Any]:
    """Return what a worker is told, as plain values.

    Args:
        recipe: With full paths of data and weights.
        claim: To the folder of the run.
        inputs: Digests of data and weights.
        checkpoint: Where to begin, if the run has no checkpoint of its own yet.
    """
    return {
        "recipe": recipe.model_dump(mode="json"),
        "folder": claim.folder,
        "claim": claim.token,
        "inputs": dict(inputs),
        "checkpoint": checkpoint,
    }


def precision_of(recipe: TrainRecipe, device: torch.device) -> torch.dtype:
    """Return the precision of frozen weights and of the computation."""
    chosen = recipe.run.precision
    if chosen == "auto":
        chosen = "bfloat16" if device.type == "cuda" else "float32"
    return {"bfloat16": torch.bfloat16, "float32": torch.float32}[chosen]


def make_learner(
    recipe: TrainRecipe, inputs: Mapping[str, str], colleagues: Colleagues, precision: torch.dtype
) -> Learner:
    """Return a learner at the first update."""
    weights, share = recipe.weights, colleagues.share
    with local_copy(weights.language_model) as text, local_copy(weights.vision_encoder) as vision:
        model = assemble(text, vision, recipe.model.model_dump(), recipe.seed)
        tokens = load_tokens(text, model.config.image_token_id)
        mixture = open_mixture(recipe.data, tokens, normalisation_of(vision), share)
    for frozen in (model.language_model, model.vision_encoder):
        lower(frozen, precision)
    return Learner(recipe, model.to(colleagues.device), mixture, inputs, share.world_size)
