"""`m3w caption`: a line for each picture, or one message."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import torch

from tests.dags.running import m3w, refused
from tests.training.data.making import png
from tests.training.tiny_run import run_alone, save_datasets, tiny_recipe
from tests.training.tiny_weights import save_weights
from training.captions import caption, load_trained
from training.runs.checkpoints import Checkpoints
from training.runs.folder import RunFolder

torch.set_num_threads(1)
CHANGES = {
    "optimizer.learning_rate": 0.02,
    "run.updates": 60,
    "run.log_every": 30,
    "run.checkpoint_every": 30,
    "data.datasets.captions.weight": 2.0,
}
COLOURS = {"red.png": (200, 0, 0), "blue [1].png": (0, 0, 200)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A run of two checkpoints, and pictures to be described."""

    run: str
    pictures: list[Path]

    @property
    def first(self) -> str:
        return Checkpoints(RunFolder(self.run).checkpoints).path(30)

    @property
    def last(self) -> str:
        return Checkpoints(RunFolder(self.run).checkpoints).path(60)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    base = tmp_path_factory.mktemp("asked")
    tiny = save_datasets(base, save_weights(base / "weights"))
    run_alone(tiny_recipe(tiny, CHANGES), str(base / "run"))
    for name, colour in COLOURS.items():
        (base / name).write_bytes(png(colour))
    return Asked(str(base / "run"), [base / name for name in COLOURS])


def expected(asked: Asked, checkpoint: str, beams: int) -> str:
    trained = load_trained(checkpoint)
    said = [" ".join(caption(trained, path.read_bytes(), beams=beams).split()) for path in asked.pictures]
    return "".join(f"{path}: {each or '(nothing)'}\n" for path, each in zip(asked.pictures, said, strict=True))


def test_the_last_checkpoint_of_a_run_describes_every_picture(asked: Asked) -> None:
    said = m3w("caption", *asked.pictures, "--run", asked.run)
    assert said == expected(asked, asked.last, 3)
    assert "(nothing)" not in said
    assert m3w("caption", *asked.pictures, "--run", asked.run, "--beams", 1) == expected(asked, asked.last, 1)


def test_a_checkpoint_may_be_named_and_is_asked_in_place_of_the_last(asked: Asked) -> None:
    said = m3w("caption", *asked.pictures, "--run", asked.run, "--checkpoint", asked.first)
    assert said == expected(asked, asked.first, 3) != expected(asked, asked.last, 3)


def test_a_run_or_a_checkpoint_is_needed(asked: Asked, tmp_path: Path) -> None:
    assert "give --run FOLDER" in refused("caption", *asked.pictures)
    assert "holds no checkpoint: is --run the folder" in refused("caption", *asked.pictures, "--run", tmp_path)
    assert f"{tmp_path} holds no checkpoint" in refused("caption", *asked.pictures, "--checkpoint", tmp_path)


def test_what_is_no_picture_is_named(asked: Asked, tmp_path: Path) -> None:
    missing, broken = tmp_path / "missing.png", tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    said = refused("caption", asked.pictures[0], missing, "--run", asked.run)
    assert said == f"error: {missing} is no file: give the path of a picture\n"
    said = refused("caption", broken, "--run", asked.run)
    assert f"{broken}: the picture can't be read" in said
