"""What a line of the journal says: means and sums over the updates since the line before."""

from __future__ import annotations

import time
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor

from training.model.cross_attention import GatedCrossAttention
from training.model.flamingo import Flamingo
from training.runs.learner import Outcome

COUNTS = ("tokens", "images", "broken_images")


class Meter:
    """Adds up updates; sums stay on the model's device until they are asked for, lest every update wait for them.

    Args:
        workers: Over how many workers counts are summed.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._names: tuple[str, ...] = ()
        self._begin()

    def _begin(self) -> None:
        self._sums: Tensor | None = None
        self._counts = [0, 0, 0]
        self._updates = 0
        self._since = time.monotonic()

    def add(self, outcome: Outcome) -> None:
        """Add an update."""
        losses = outcome.losses
        values = torch.cat([losses.each, losses.total[None], outcome.norm[None].to(losses.each.dtype)])
        self._sums = values if self._sums is None else self._sums + values
        self._names = losses.names
        self._updates += 1
        for term in outcome.terms:
            for batch in term.batches:
                found = (batch.attention_mask.sum(), batch.images.sum(), batch.broken.sum())
                self._counts = [before + int(more) for before, more in zip(self._counts, found, strict=True)]

    def line(self, model: Flamingo, update: int, rate: float) -> dict[str, Any]:
        """Return the line that is due, the same on every worker but for the time it took, and begin the next.

        Args:
            model: Whose gates are read.
            update: The updates done.
            rate: The learning rate of the last one.
        """
        assert self._sums is not None, "a line follows an update"
        means = (self._sums / self._updates).tolist()
        counts = torch.tensor(self._counts, device=self._sums.device)
        if self._workers > 1:
            dist.all_reduce(counts)
        seconds = max(time.monotonic() - self._since, 1e-9)
        found = dict(zip(COUNTS, counts.tolist(), strict=True))
        self._begin()
        return {
            "update": update,
            "loss": means[-2],
            "losses": dict(zip(self._names, means[:-2], strict=True)),
            "gradient_norm": means[-1],
            "learning_rate": rate,
            "gates": gates(model),
            **found,
            "seconds": round(seconds, 3),
            "tokens_per_second": round(found["tokens"] / seconds, 1),
            "images_per_second": round(found["images"] / seconds, 1),
        }


def gates(model: Flamingo) -> dict[str, list[float]]:
    """Return tanh of the gates of every block, in the order of the layers: 0 is shut."""
    blocks = [each for each in model.cross_attention if isinstance(each, GatedCrossAttention)]
    found = torch.stack([torch.cat([each.attn_gate, each.ff_gate]) for each in blocks]).detach().tanh().tolist()
    return {"attention": [each[0] for each in found], "feed_forward": [each[1] for each in found]}
