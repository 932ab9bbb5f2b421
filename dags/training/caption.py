"""`m3w caption`: pictures in, a sentence for each out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dags.report import console
from training.captions import caption, load_trained, read_picture
from training.runs.checkpoints import Checkpoints
from training.runs.folder import RunFolder


def show_captions(pictures: Sequence[Path], run: str, checkpoint: str, beams: int) -> None:
    """Print what a model says of each picture.

    Raises:
        CheckpointError: There is no checkpoint.
        ValueError: Neither run nor checkpoint is given; or a picture can't be read.
    """
    files = [read_picture(path) for path in pictures]
    trained = load_trained(checkpoint or _last_of(run))
    for path, data in zip(pictures, files, strict=True):
        try:
            said = " ".join(caption(trained, data, beams=beams).split())
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from error
        console.print(f"{path}: {said or '(nothing)'}", markup=False)


def _last_of(run: str) -> str:
    if not run:
        raise ValueError("give --run FOLDER, as `m3w train` has named it, or --checkpoint FOLDER")
    folder = RunFolder(run).checkpoints
    found = Checkpoints(folder).latest()
    if found is None:
        raise ValueError(f"{folder} holds no checkpoint: is --run the folder that `m3w train` has named?")
    return found
