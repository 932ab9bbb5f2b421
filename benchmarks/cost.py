"""What a command costs, with all processes that come of it."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
"""Of <linux/prctl.h>: who is left without a parent becomes this process' child."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, and CPU seconds of user and system."""

    wall: float
    cpu: float


def cost_of(command: Sequence[str], log: Path, variables: Mapping[str, str] | None = None) -> Cost:
    """Run a command and wait for every process that came of it, those included that it left behind. Linux only.

    Args:
        command: What to run.
        log: Where what it prints goes.
        variables: Of its environment, besides our own.

    Raises:
        SystemExit: It failed.
    """
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before, begun = _cpu_of_children(), time.monotonic()
    with log.open("wb") as stream:
        done = subprocess.run(command, stdout=stream, stderr=stream, env={**os.environ, **(variables or {})})
        wall = time.monotonic() - begun
        _wait_for_all()
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{log.read_text()[-3000:]}")
    return Cost(wall, _cpu_of_children() - before)


def _cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _wait_for_all() -> None:
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return
