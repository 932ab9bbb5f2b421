"""What is written down is what happened: once, in order, and readable by TensorBoard."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from shards import storage
from training.folders import local_copy
from training.runs.journal import EACH_GATE, EVENTS, LINES, Journal, read_lines, scalars


def line(update: int, blocks: int = 2, **changes: Any) -> dict[str, Any]:
    """A line whose numbers are exact in float32, as TensorBoard keeps them."""
    return {
        "update": update,
        "loss": update / 2,
        "losses": {"corpus": update / 4, "captions": update / 8},
        "gradient_norm": 1.5,
        "learning_rate": 0.25,
        "gates": {"attention": [0.5] * blocks, "feed_forward": [-0.125 * each for each in range(blocks)]},
        "tokens": 100,
        "images": 10,
        "broken_images": 1,
        "seconds": 2.0,
        "tokens_per_second": 50.0,
        "images_per_second": 5.0,
        **changes,
    }


def write(folder: str, begin: int, *updates: int, **changes: Any) -> None:
    with Journal(folder, begin) as journal:
        for update in updates:
            journal.write(line(update, **changes))
        journal.keep()


def drawn(folder: str) -> dict[str, list[tuple[int, float]]]:
    """What TensorBoard shows: steps and values by name of the chart."""
    with local_copy(storage.join(folder, EVENTS)) as path:
        events = EventAccumulator(str(path)).Reload()
        names = events.Tags()["scalars"]
        return {name: [(each.step, each.value) for each in events.Scalars(name)] for name in names}


def test_a_run_without_a_journal_has_no_lines(root: str) -> None:
    assert read_lines(root) == []


def test_lines_are_read_as_they_were_written(root: str) -> None:
    write(root, 0, 2, 4, 5)
    assert read_lines(root) == [line(2), line(4), line(5)]


def test_tensorboard_shows_the_same_numbers(root: str) -> None:
    write(root, 0, 2, 4)
    assert drawn(root) == {
        "loss/all": [(2, 1.0), (4, 2.0)],
        "loss/corpus": [(2, 0.5), (4, 1.0)],
        "loss/captions": [(2, 0.25), (4, 0.5)],
        "training/gradient_norm": [(2, 1.5), (4, 1.5)],
        "training/learning_rate": [(2, 0.25), (4, 0.25)],
        "training/tokens_per_second": [(2, 50.0), (4, 50.0)],
        "training/images_per_second": [(2, 5.0), (4, 5.0)],
        "training/broken_images": [(2, 1.0), (4, 1.0)],
        "gates/attention/0": [(2, 0.5), (4, 0.5)],
        "gates/attention/1": [(2, 0.5), (4, 0.5)],
        "gates/feed_forward/0": [(2, 0.0), (4, 0.0)],
        "gates/feed_forward/1": [(2, -0.125), (4, -0.125)],
    }


def test_of_many_blocks_the_mean_of_the_gates_is_drawn() -> None:
    found = dict(scalars(line(1, blocks=EACH_GATE + 1)))
    assert found["gates/attention/mean"] == 0.5
    assert found["gates/feed_forward/mean"] == -0.5
    assert sum(name.startswith("gates/") for name in found) == 2
    assert sum(name.startswith("gates/") for name in dict(scalars(line(1, blocks=EACH_GATE)))) == 2 * EACH_GATE


def test_what_came_after_the_checkpoint_is_left_out_when_a_run_goes_on(root: str) -> None:
    write(root, 0, 2, 4, 6)
    time.sleep(1.1)  # files of events are read in the order of the seconds in their names
    write(root, 4, 6, 8, loss=9.0)
    assert read_lines(root) == [line(2), line(4), line(6, loss=9.0), line(8, loss=9.0)]
    assert drawn(root)["loss/all"] == [(2, 1.0), (4, 2.0), (6, 9.0), (8, 9.0)]


def test_a_line_that_was_cut_off_is_left_out(root: str) -> None:
    write(root, 0, 2, 4)
    path = storage.join(root, LINES)
    whole = storage.read_bytes(path)
    with storage.published(path) as stream:
        stream.write(whole[:-9])
    assert read_lines(root) == [line(2)]
    write(root, 2, 4)
    assert storage.read_bytes(path) == whole


def test_a_line_lies_in_a_local_folder_as_soon_as_it_is_written(tmp_path: Path) -> None:
    with Journal(str(tmp_path), 0) as journal:
        journal.write(line(2))
        assert read_lines(str(tmp_path)) == [line(2)]


def test_in_a_bucket_lines_appear_when_they_are_kept(bucket: str) -> None:
    with Journal(bucket, 0) as journal:
        journal.write(line(2))
        journal.keep()
        journal.write(line(4))
        assert read_lines(bucket) == [line(2)]
        assert drawn(bucket)["loss/all"] == [(2, 1.0)]


def test_the_journal_is_closed_where_the_training_fails(tmp_path: Path) -> None:
    def fail() -> None:
        with Journal(str(tmp_path), 0) as journal:
            journal.write(line(2))
            raise FloatingPointError("the gradient's norm is nan")

    with pytest.raises(FloatingPointError):
        fail()
    assert drawn(str(tmp_path))["loss/all"] == [(2, 1.0)]
