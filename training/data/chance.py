"""Random numbers that depend on seed, epoch and sample alone: not on worker, order, or what was drawn before."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Luck:
    """What a sample gets by chance in one epoch."""

    seed: int
    epoch: int
    key: str

    def draw(self, purpose: str) -> np.random.Generator:
        """Return a generator of its own for each purpose, so that one more draw for one changes no other."""
        text = f"{self.seed}\0{self.epoch}\0{self.key}\0{purpose}"
        number = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest(), "big")
        return np.random.Generator(np.random.PCG64(number))

    def coin(self, purpose: str, probability: float) -> bool:
        """Return True with the given probability."""
        return bool(self.draw(purpose).random() < probability)
