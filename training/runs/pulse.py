"""How far a run is, in one small file that whoever started it looks at, wherever its workers are."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import asdict, dataclass

from shards import storage
from training.folders import is_local

FILE = "progress.json"
EVERY, EVERY_REMOTE = 1.0, 30.0
"""Seconds between two states; object stores take their time, and training waits."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One state of a run.

    Attributes:
        update: The updates done.
        of: Those there will be.
        remark: What else is worth a look.
    """

    update: int
    of: int
    remark: str


class Pulse:
    """Writes the state, at most once a second, or once in thirty where the run lies at a URL.

    Args:
        folder: Of the run.
    """

    def __init__(self, folder: str) -> None:
        self._path, self._next = storage.join(folder, FILE), 0.0
        self._every = EVERY if is_local(folder) else EVERY_REMOTE

    def beat(self, beat: Beat) -> None:
        """Write a state down, unless the last one is as good as new."""
        now = time.monotonic()
        if now < self._next and beat.update < beat.of:
            return
        self._next = now + self._every
        with suppress(OSError), storage.published(self._path) as stream:  # no reason to stop the training itself
            stream.write(json.dumps(asdict(beat)).encode())


def last_beat(folder: str) -> Beat | None:
    """Return the last state that a run wrote down; None where there is none, or it is just being replaced."""
    try:
        return Beat(**json.loads(storage.read_bytes(storage.join(folder, FILE))))
    except (OSError, ValueError, TypeError):
        return None
