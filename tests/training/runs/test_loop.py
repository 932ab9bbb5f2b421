"""Lines, checkpoints and progress come when they are due."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import torch

from tests.training.tiny_run import INPUTS, Alone, Tiny, tiny_recipe
from training.runs.checkpoints import Checkpoints
from training.runs.claim import Claim, TakenError
from training.runs.folder import RunFolder
from training.runs.journal import Journal, read_lines
from training.runs.loop import Books, in_words, learn
from training.runs.pulse import Pulse, last_beat
from training.runs.worker import make_learner


def run(tiny: Tiny, folder: str, settings: Mapping[str, int], written: bool = True) -> list[int]:
    """Learn, and return the updates whose lines were reported."""
    recipe = tiny_recipe(tiny, {f"run.{key}": value for key, value in settings.items()})
    alone, run_folder = Alone(), RunFolder(folder)
    learner = make_learner(recipe, INPUTS, alone, torch.float32)
    with Journal(folder, 0) as journal:
        books = (
            Books(Claim.stake(folder), Checkpoints(run_folder.checkpoints), journal, Pulse(folder)) if written else None
        )
        learn(learner, recipe.run, 1, torch.float32, books, alone.report)
    assert learner.update == recipe.run.updates
    return [line["update"] for line in alone.lines]


@pytest.mark.parametrize(
    ("settings", "lines", "checkpoints"),
    [
        ({"updates": 6, "log_every": 2, "checkpoint_every": 2, "keep": 9}, [2, 4, 6], [2, 4, 6]),
        ({"updates": 5, "log_every": 2, "checkpoint_every": 4, "keep": 9}, [2, 4, 5], [4, 5]),
        ({"updates": 5, "log_every": 1, "checkpoint_every": 2, "keep": 2}, [1, 2, 3, 4, 5], [4, 5]),
        ({"updates": 3, "log_every": 10, "checkpoint_every": 10, "keep": 1}, [3], [3]),
    ],
)
def test_lines_and_checkpoints_come_when_they_are_due_and_at_the_end(
    settings: dict[str, int], lines: list[int], checkpoints: list[int], tiny_training: Tiny, root: str
) -> None:
    assert run(tiny_training, root, settings) == lines
    assert [line["update"] for line in read_lines(root)] == lines
    assert Checkpoints(RunFolder(root).checkpoints).updates() == checkpoints


def test_the_last_state_is_the_end_with_the_last_losses(tiny_training: Tiny, root: str) -> None:
    run(tiny_training, root, {"updates": 4})
    beat, line = last_beat(root), read_lines(root)[-1]
    assert beat is not None
    assert (beat.update, beat.of, beat.remark) == (4, 4, in_words(line))


def test_a_worker_without_books_reports_and_writes_nothing(tiny_training: Tiny, root: str) -> None:
    assert run(tiny_training, root, {"updates": 4}, written=False) == [2, 4]
    assert read_lines(root) == []
    assert last_beat(root) is None
    assert Checkpoints(RunFolder(root).checkpoints).updates() == []


def test_the_rate_of_a_line_is_the_one_its_last_update_had(tiny_training: Tiny, root: str) -> None:
    run(tiny_training, root, {"updates": 4, "log_every": 1})
    rates = [line["learning_rate"] for line in read_lines(root)]
    assert rates == pytest.approx([0.001, 0.002, 0.003, 0.003])


def test_wide_windows_are_means_of_narrow_ones(tiny_training: Tiny, tmp_path: Path) -> None:
    run(tiny_training, str(tmp_path / "narrow"), {"updates": 4, "log_every": 1})
    run(tiny_training, str(tmp_path / "wide"), {"updates": 4, "log_every": 4})
    narrow, (wide,) = read_lines(str(tmp_path / "narrow")), read_lines(str(tmp_path / "wide"))
    for name in ("loss", "gradient_norm"):
        assert wide[name] == pytest.approx(sum(line[name] for line in narrow) / 4)
    for name in ("tokens", "images", "broken_images"):
        assert wide[name] == sum(line[name] for line in narrow)
    assert wide["gates"] == narrow[-1]["gates"]


def test_words_have_what_people_look_at() -> None:
    line = {
        "losses": {"corpus": 2.34567, "captions": 1.0},
        "gradient_norm": 0.126,
        "tokens_per_second": 12345.6,
        "images_per_second": 7.89,
    }
    assert in_words(line) == "loss corpus 2.346, captions 1.000; gradient 0.13; 12,346 tokens/s, 7.9 images/s"


def test_a_run_whose_folder_another_has_taken_stops_and_writes_nothing_more(
    tiny_training: Tiny, tmp_path: Path
) -> None:
    recipe = tiny_recipe(tiny_training)
    folder = RunFolder(str(tmp_path))
    learner = make_learner(recipe, INPUTS, Alone(), torch.float32)
    with Journal(folder.path, 0) as journal:
        books = Books(Claim.stake(folder.path), Checkpoints(folder.checkpoints), journal, Pulse(folder.path))
        Claim.stake(folder.path)
        with pytest.raises(TakenError):
            learn(learner, recipe.run, 1, torch.float32, books, Alone().report)
    assert read_lines(folder.path) == []
    assert Checkpoints(folder.checkpoints).updates() == []
