"""Which part of the work a worker does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """Which worker this is, of how many.

    Raises:
        ValueError: There is no such worker.
    """

    rank: int = 0
    world_size: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.rank < self.world_size:
            raise ValueError(f"there is no worker {self.rank} among {self.world_size}: ranks are counted from 0")

    def of(self, count: int) -> range:
        """Return its part of 0..count-1; the parts of all workers are neighbours and differ by one at most."""
        return range(self.rank * count // self.world_size, (self.rank + 1) * count // self.world_size)
