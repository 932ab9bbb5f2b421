"""Learning of a causal language model: AdamW, warm-up and cosine, sequences in an order that follows from a seed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.optim.lr_scheduler import LambdaLR

from training.optimizer import OptimizerSettings, clip, make_optimizer
from training.pretraining.blocks import Blocks
from training.pretraining.pacing import Watch, rate
from training.pretraining.settings import LanguageModelSettings


@dataclass(frozen=True, slots=True)
class Losses:
    """Nats per token.

    Attributes:
        before: On the held-out blocks before the first update; None where none is held out.
        after: On them after the last one, likewise.
        last: On the sequences of the last update.
    """

    before: float | None
    after: float | None
    last: float


def fit(model: Any, blocks: Blocks, settings: LanguageModelSettings, watch: Watch) -> Losses:
    """Teach a causal language model of transformers, in place.

    Nothing in it is random but the order of blocks, which follows from the seed: with equal weights, blocks, settings
    and number of threads the result is the same to the bit.

    Args:
        model: The model; left in evaluation mode.
        blocks: What it learns from and is measured on.
        settings: How it learns.
        watch: Is told after every update.

    Raises:
        FloatingPointError: The gradient is not finite.
    """
    rates = OptimizerSettings(learning_rate=settings.learning_rate)
    optimizer = make_optimizer(model, rates)
    schedule = LambdaLR(optimizer, lambda update: rate(update, settings.warmup_updates, settings.updates))
    before = held_out_loss(model, blocks, settings.batch_size)
    model.train()
    last = math.nan
    order = batches(len(blocks.learnt), settings.batch_size, settings.seed)
    for update in range(1, settings.updates + 1):
        ids_BL = blocks.learnt[next(order)]
        loss = model(input_ids=ids_BL, labels=ids_BL).loss
        loss.backward()
        clip(model, rates)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        last = loss.item()
        watch(update, settings.updates, last)
    model.eval()
    return Losses(before, held_out_loss(model, blocks, settings.batch_size), last)


def batches(blocks: int, batch_size: int, seed: int) -> Iterator[Tensor]:
    """Yield numbers of blocks, for ever: shuffled epochs laid end to end, cut into batches."""
    generator = torch.Generator().manual_seed(seed)
    waiting = torch.empty(0, dtype=torch.long)
    while True:
        while len(waiting) < batch_size:
            waiting = torch.cat([waiting, torch.randperm(blocks, generator=generator)])
        yield waiting[:batch_size]
        waiting = waiting[batch_size:]


@torch.no_grad()
def held_out_loss(model: Any, blocks: Blocks, batch_size: int) -> float | None:
    """Return the mean loss on the blocks held out, in nats per token; None where there are none."""
    if not len(blocks.held_out):
        return None
    model.eval()
    sums = [float(model(input_ids=ids, labels=ids).loss) * len(ids) for ids in blocks.held_out.split(batch_size)]
    return sum(sums) / len(blocks.held_out)
