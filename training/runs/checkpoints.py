"""The checkpoints of a run, in a folder or at a URL: `checkpoints/00000500/`, each whole or not there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shards import storage
from training.checkpoint import STATE, CheckpointError
from training.folders import is_local, local_copy, upload

NAME = "{:08d}"


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """The checkpoints below one folder.

    Attributes:
        folder: Local path or URL.
    """

    folder: str

    def updates(self) -> list[int]:
        """Return after which updates there are checkpoints, in order."""
        names = [name for name in storage.folders_in(self.folder) if _is_ours(name)]
        return sorted(int(name) for name in names if storage.exists(storage.join(self.folder, name, STATE)))

    def path(self, update: int) -> str:
        """Return the folder of the checkpoint after an update."""
        return storage.join(self.folder, NAME.format(update))

    def latest(self) -> str | None:
        """Return the folder of the last checkpoint, if there is one."""
        updates = self.updates()
        return self.path(updates[-1]) if updates else None

    def add(self, update: int, save: Callable[[Path], None]) -> str:
        """Make a checkpoint.

        Args:
            update: The updates done.
            save: Writes it into a local folder that is not there yet.
        """
        target = self.path(update)
        self.remove(update)
        if is_local(target):
            save(Path(target))
        else:
            with tempfile.TemporaryDirectory(prefix="m3w-") as temporary:
                made = Path(temporary) / "checkpoint"
                save(made)
                upload(made, target, last=STATE)
        return target

    def keep(self, number: int) -> None:
        """Remove all but the last ones, and what a killed process has left of one."""
        for update in self.updates()[:-number]:
            self.remove(update)
        if is_local(self.folder):
            for left in Path(self.folder).glob(".*"):
                shutil.rmtree(left)

    def remove(self, update: int) -> None:
        """Remove a checkpoint, so that no reader finds a part of one."""
        folder = self.path(update)
        if is_local(folder):
            (Path(folder) / STATE).unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)
            return
        names = storage.names_in(folder)
        ordered = sorted(names, key=lambda name: name != STATE)
        storage.remove([storage.join(folder, name) for name in ordered])


def _is_ours(name: str) -> bool:
    return name.isascii() and name.isdigit() and name == NAME.format(int(name))


def require_checkpoint(folder: str) -> None:
    """Make sure that there is a checkpoint.

    Raises:
        CheckpointError: There is none.
    """
    if not storage.exists(storage.join(folder, STATE)):
        raise CheckpointError(f"{folder} holds no checkpoint: give the folder that has {STATE} in it")


@contextmanager
def opened(folder: str) -> Iterator[Path]:
    """Give a local path of a checkpoint, wherever it lies.

    Raises:
        CheckpointError: There is none.
    """
    require_checkpoint(folder)
    with local_copy(folder) as path:
        yield path
