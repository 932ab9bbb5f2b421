"""The checkpoints of a run are whole or not there, in a folder as in a bucket."""

from __future__ import annotations

from pathlib import Path

import pytest

from shards import storage
from tests.flat_store import DELETED, OBJECTS
from training.checkpoint import LEARNT, STATE, CheckpointError
from training.runs.checkpoints import Checkpoints, opened

FILES = {LEARNT: b"weights", "optimizer.safetensors": b"moments", STATE: b"{}"}


def save(folder: Path, files: dict[str, bytes] | None = None) -> None:
    """Write files, the state first of all."""
    folder.mkdir(parents=True)
    for name, data in sorted((files or FILES).items(), reverse=True):
        (folder / name).write_bytes(data)


def made(root: str, *updates: int) -> Checkpoints:
    checkpoints = Checkpoints(root)
    for update in updates:
        checkpoints.add(update, save)
    return checkpoints


def test_there_is_none_at_first(root: str) -> None:
    assert Checkpoints(root).updates() == []
    assert Checkpoints(root).latest() is None


def test_the_latest_is_the_one_of_the_last_update(root: str) -> None:
    checkpoints = made(root, 10, 5, 100)
    assert checkpoints.updates() == [5, 10, 100]
    assert checkpoints.latest() == storage.join(root, "00000100")


def test_half_a_checkpoint_and_what_is_none_are_not_seen(root: str) -> None:
    checkpoints = made(root, 5)
    for name in ("00000006/" + LEARNT, "notes/" + STATE, ".00000007.tmp/" + STATE, STATE, "8/" + STATE):
        with storage.published(storage.join(root, *name.split("/"))) as stream:
            stream.write(b"{}")
    assert checkpoints.updates() == [5]


def test_a_checkpoint_made_again_takes_the_place_of_the_first(root: str) -> None:
    checkpoints = made(root, 5)
    path = checkpoints.add(5, lambda folder: save(folder, {STATE: b"new"}))
    assert storage.names_in(path) == [STATE]
    assert storage.read_bytes(storage.join(path, STATE)) == b"new"


def test_the_last_ones_are_kept(root: str) -> None:
    checkpoints = made(root, 1, 2, 3)
    checkpoints.keep(2)
    assert checkpoints.updates() == [2, 3]
    assert storage.names_in(checkpoints.path(1)) == []
    checkpoints.keep(5)
    assert checkpoints.updates() == [2, 3]


def test_removing_what_is_not_there_is_no_error(root: str) -> None:
    checkpoints = made(root, 1)
    checkpoints.remove(2)
    checkpoints.remove(1)
    assert checkpoints.updates() == []


def test_the_state_comes_last_and_goes_first(bucket: str) -> None:
    """So that a reader who finds it finds the rest."""
    checkpoints = made(bucket, 5)
    assert list(OBJECTS)[-1] == storage.join(checkpoints.path(5), STATE)
    DELETED.clear()
    checkpoints.remove(5)
    assert DELETED[0] == storage.join(checkpoints.path(5), STATE)
    assert len(DELETED) == len(FILES)


def test_a_save_that_fails_leaves_no_checkpoint(root: str) -> None:
    def fail(folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / LEARNT).write_bytes(b"half")
        raise OSError("no space left")

    checkpoints = made(root, 1)
    with pytest.raises(OSError, match="no space"):
        checkpoints.add(2, fail)
    assert checkpoints.updates() == [1]


def test_a_checkpoint_is_opened_wherever_it_lies(root: str) -> None:
    checkpoints = made(root, 5)
    with opened(checkpoints.path(5)) as path:
        assert {each.name: each.read_bytes() for each in path.iterdir()} == FILES


def test_one_that_is_not_there_is_named_with_the_remedy(root: str) -> None:
    missing = Checkpoints(root).path(5)
    with pytest.raises(CheckpointError, match=rf"{missing} holds no checkpoint: give the folder"), opened(missing):
        pass
