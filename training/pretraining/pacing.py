"""How the learning of a small model is paced: its rate, and the thread it computes on."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch

LAST_RATE = 0.1
"""Learning rate at the end, as a share of the highest."""

Watch = Callable[[int, int, float], None]
"""Is told after every update: updates done, of how many, and the loss on its batch."""


def unwatched(done: int, of: int, loss: float) -> None:
    """Let the updates pass unseen."""


def rate(update: int, warmup_updates: int, updates: int) -> float:
    """Return the learning rate of an update, counted from 0, as a share of the highest: a line up, a cosine down."""
    warmup = min(warmup_updates, updates)
    if update < warmup:
        return (update + 1) / warmup
    done = (update - warmup) / max(1, updates - warmup)
    return LAST_RATE + (1 - LAST_RATE) * (1 + math.cos(math.pi * done)) / 2


@contextmanager
def one_thread() -> Iterator[None]:
    """Compute on one thread: of a model this small, several wait for one another, and their number changes its bits."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
