"""The loss of an update: for each dataset that of its batch over all workers, times lambda, summed (paper, eq. 2)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Literal

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.nn.parallel import DistributedDataParallel

from training.data.batches import Batch, Term
from training.labels import IGNORED

Reduction = Literal["token_mean", "sequence_sum"]
"""What the loss of a dataset is: its sum over the tokens to be predicted, divided by their number or by that of the
sequences that have such tokens. Both are counted over all workers, so the loss is that of one large worker."""
LEARNT_BYTES = 4  # what is learnt is kept in float32


@dataclass(frozen=True, slots=True)
class Losses:
    """What an update came to, over all workers; tensors on the model's device, lest every update wait for it.

    Attributes:
        names: The datasets, in the order of the tensors.
        each: Loss of each dataset, before its weight [D].
        total: The objective: the weighted sum.
        targets: Tokens to be predicted, by dataset [D].
        sequences: Sequences that have such tokens, by dataset [D].
    """

    names: tuple[str, ...]
    each: Tensor
    total: Tensor
    targets: Tensor
    sequences: Tensor


def accumulate(
    model: nn.Module, terms: Sequence[Term], reduction: Reduction, precision: torch.dtype = torch.float32
) -> Losses:
    """Add the gradient of an update to the model's; workers exchange gradients once, with the last batch.

    DistributedDataParallel averages over workers what is to be summed: hence the factor of their number.

    Args:
        model: A Flamingo, or DistributedDataParallel around one.
        terms: This worker's part of the update, its datasets in the same order on every worker.
        reduction: What the loss of a dataset is.
        precision: Of the computation where it is lower than that of what is learnt.
    """
    workers = dist.get_world_size() if isinstance(model, DistributedDataParallel) else 1
    device = next(model.parameters()).device
    targets, sequences = _summed(counts(terms).to(device), workers)
    weights = torch.tensor([term.weight for term in terms], dtype=torch.float64, device=device)
    parts = (targets if reduction == "token_mean" else sequences).clamp(min=1)
    sums = torch.zeros(len(terms), dtype=torch.float64, device=device)
    pieces = [(number, batch) for number, term in enumerate(terms) for batch in term.batches]
    for place, (number, batch) in enumerate(pieces, 1):
        with _exchanging(model, place == len(pieces)):
            with torch.autocast(device.type, precision, enabled=precision.itemsize < LEARNT_BYTES):
                loss = summed_loss(model, batch.to(device))
            (loss * (weights[number] * workers / parts[number]).to(loss.dtype)).backward()
        sums[number] += loss.detach()
    each = _summed(sums, workers) / parts
    return Losses(tuple(term.name for term in terms), each, (weights * each).sum(), targets, sequences)


def summed_loss(model: nn.Module, batch: Batch) -> Tensor:
    """Return the cross-entropy in nats summed over all that is to be predicted, in float32 at least."""
    logits = model(
        input_ids=batch.input_ids,
        attention_mask=batch.attention_mask,
        pixel_values=batch.pixel_values,
        image_index=batch.image_index,
        use_cache=False,
    ).logits[:, :-1]
    exact = logits.to(torch.promote_types(logits.dtype, torch.float32))
    return cross_entropy(exact.flatten(0, 1), batch.labels[:, 1:].flatten(), ignore_index=IGNORED, reduction="sum")


def counts(terms: Sequence[Term]) -> Tensor:
    """Return the tokens to be predicted, and the sequences that have such, of each dataset on this worker [2, D]."""
    predicted = [torch.cat([(batch.labels[:, 1:] != IGNORED).sum(1) for batch in term.batches]) for term in terms]
    return torch.stack([torch.stack([each.sum(), (each > 0).sum()]) for each in predicted], dim=1)


def _summed(values: Tensor, workers: int) -> Tensor:
    """Return the sum over workers."""
    if workers > 1:
        dist.all_reduce(values)
    return values


def _exchanging(model: nn.Module, now: bool) -> AbstractContextManager[None]:
    return nullcontext() if now or not isinstance(model, DistributedDataParallel) else model.no_sync()
