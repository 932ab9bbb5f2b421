"""Processes that learn together, for one number of workers after the other."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from pathlib import Path

import torch
import torch.distributed as dist
from torch.multiprocessing.spawn import start_processes

START = "forkserver"  # imports once, where nothing has run yet, then forks: torch does not survive a fork later on


def together(work: Callable[[int, int, Path], None], sizes: tuple[int, ...], folder: Path) -> None:
    """Run `work(rank, world_size, folder)` in as many processes as the largest size, in groups of each size."""
    multiprocessing.get_context(START).set_forkserver_preload([work.__module__])
    start_processes(_worker, (work, sizes, folder), nprocs=max(sizes), start_method=START)


def _worker(rank: int, work: Callable[[int, int, Path], None], sizes: tuple[int, ...], folder: Path) -> None:
    torch.set_num_threads(1)
    for size in sizes:
        if rank < size:
            meeting = f"file://{folder / f'meeting-{size}'}"
            dist.init_process_group("gloo", init_method=meeting, rank=rank, world_size=size)
            work(rank, size, folder)
            dist.destroy_process_group()
