"""What `m3w train` prints is what is, and can be pasted into a shell."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import torch

from dags.report import console
from dags.training.train_report import remove_run, show_finished, show_forecast, show_nothing_to_do, where
from shards import storage
from tests.flat_store import OBJECTS, PLACES, place
from training.recipe import TrainRecipe
from training.runs.checkpoints import Checkpoints
from training.runs.folder import RunFolder
from training.runs.forecast import Forecast


def recipe(**ray: Any) -> TrainRecipe:
    datasets = {"a": {"kind": "documents", "path": "a"}, "b": {"kind": "pairs", "path": "b", "weight": 0.2}}
    return TrainRecipe.model_validate({"name": "tiny", "data": {"datasets": datasets}, "ray": ray})


def line(update: int, **changes: Any) -> dict[str, Any]:
    return {
        "update": update,
        "loss": 8 / update,
        "losses": {"a": 4 / update, "b": 20 / update},
        "gradient_norm": 1 / update,
        "gates": {"attention": [0.1, -0.25], "feed_forward": [0.0, 0.125]},
        "tokens": 1000,
        "images": 50,
        "broken_images": 1,
        "seconds": 10.0,
        **changes,
    }


def rows(printed: str) -> list[list[str]]:
    """The cells of a table."""
    return [re.split(r"\s{2,}", each.strip()) for each in printed.splitlines()]


def test_first_and_last_line_stand_side_by_side_and_sums_are_of_the_new_lines(tmp_path: Path) -> None:
    with console.capture() as printed:
        show_finished(RunFolder(str(tmp_path)), recipe(), [line(2), line(4), line(1000)], before=2)
    found = rows(printed.get())
    assert ["update 2", "update 1,000"] in found
    assert ["loss, weighted sum", "4.0000", "0.0080"] in found
    assert ["a (lambda 1, token_mean)", "2.0000", "0.0040"] in found
    assert ["b (lambda 0.2, token_mean)", "10.0000", "0.0200"] in found
    assert ["widest gate", "0.250", "0.250"] in found
    assert [
        "998 updates in 20 s on this process: 2,000 tokens (100/s), 100 images (5.0/s), 2 broken ones left out"
    ] in found


@pytest.mark.parametrize("name", ["run", "it's a run"])
def test_hints_can_be_pasted_into_a_shell(name: str, tmp_path: Path) -> None:
    run = RunFolder(str(tmp_path / name))
    with console.capture() as printed:
        show_nothing_to_do(run, recipe(), 1000)
    hints = [shlex.split(hint) for hint in re.findall(r"^  next: (.*)$", printed.get(), re.MULTILINE)]
    assert hints == [
        ["m3w", "caption", "PICTURE", "--run", run.path],
        ["tensorboard", "--logdir", f"{run.path}/tensorboard"],
    ]


@pytest.mark.parametrize(
    ("ray", "words"),
    [
        ({}, "this process"),
        ({"workers": 2}, "2 on this machine, 1 CPU each"),
        ({"workers": 2, "cpus": 0.5, "address": "auto"}, "2 on the cluster at auto, 0.5 CPU each"),
        ({"workers": 8, "gpus": True, "address": "node:6379"}, "8 on the cluster at node:6379, a GPU each"),
    ],
)
def test_where_it_runs_in_words(ray: dict[str, Any], words: str) -> None:
    assert where(recipe(**ray)) == words


def test_a_forecast_is_shown_in_units_people_read(tmp_path: Path) -> None:
    found = Forecast(
        frozen={"language model": 1_400_000_000, "vision encoder": 435_000_000},
        learnt={"resampler": 194_000_000},
        weights_bytes=3 * 2**30,
        activation_bytes=5 * 2**19,
        epochs={"a": 12.5, "b": 0.25},
        examples={"a": 256, "b": 512},
    )
    with console.capture() as printed:
        show_forecast(RunFolder(str(tmp_path)), recipe(), {"a": 20_480, "b": 2_048_000}, found, torch.bfloat16)
    shown = rows(printed.get())
    assert ["frozen parameters", "1,835,000,000"] in shown
    assert ["vision encoder", "435,000,000"] in shown
    assert ["learnt parameters", "194,000,000"] in shown
    assert ["precision", "frozen weights bfloat16, learnt ones float32"] in shown
    assert ["memory of a worker", "3.0 GiB for weights, gradients, moments"] in shown
    assert ["about 2.5 MiB more for the largest piece of a batch"] in shown
    assert ["a", "20,480 samples, 256 an update, lambda 1: 12.50 epochs"] in shown
    assert ["b", "2,048,000 samples, 512 an update, lambda 0.2: 0.25 epochs"] in shown
    assert ["into", str(tmp_path)] in shown


@pytest.mark.parametrize("kind", PLACES)
def test_what_a_run_has_learnt_goes_and_its_small_models_stay(kind: str, tmp_path: Path) -> None:
    names = ("metrics.jsonl", "progress.json", "tensorboard/events", "checkpoints/00000004/state.json")
    kept = ("language-model/config.json", "vision-encoder/config.json")
    with place(kind, tmp_path) as root:
        for name in (*names, *kept):
            with storage.published(storage.join(root, *name.split("/"))) as stream:
                stream.write(b"x")
        remove_run(RunFolder(root))
        assert [name for name in names if storage.exists(storage.join(root, *name.split("/")))] == []
        assert all(storage.exists(storage.join(root, *name.split("/"))) for name in kept)
        assert Checkpoints(RunFolder(root).checkpoints).latest() is None
        assert len(OBJECTS) == (len(kept) if kind != "local" else 0)
        remove_run(RunFolder(root))
