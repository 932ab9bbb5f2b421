"""A training that was stopped and goes on is the training that was never stopped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from shards import storage
from tests.training.tiny_run import PulledPlugError, Tiny, run_alone, tiny_recipe
from tests.training.tiny_weights import save_weights
from training.checkpoint import LEARNT, OPTIMIZER, STATE, CheckpointError, read_progress
from training.runs.checkpoints import Checkpoints, opened
from training.runs.claim import FILE as CLAIM
from training.runs.folder import RunFolder
from training.runs.journal import read_lines
from training.runs.worker import precision_of

OF_THE_CLOCK = ("seconds", "tokens_per_second", "images_per_second")


def timeless(lines: list[Any]) -> list[dict[str, Any]]:
    return [{key: value for key, value in line.items() if key not in OF_THE_CLOCK} for line in lines]


def checkpoints(folder: str) -> Checkpoints:
    return Checkpoints(RunFolder(folder).checkpoints)


def tensors(folder: str, update: int) -> dict[str, torch.Tensor]:
    """What a checkpoint of a run holds: what is learnt, and its moments."""
    with opened(checkpoints(folder).path(update)) as path:
        found = {f"{name}/{key}": each for name in (LEARNT, OPTIMIZER) for key, each in load_file(path / name).items()}
    return {name: each for name, each in found.items() if not name.endswith("random.torch")}


def same(one: Mapping[str, torch.Tensor], other: Mapping[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(each, other[name]) for name, each in one.items())


@pytest.fixture(scope="module")
def whole(tiny_training: Tiny, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A run of 12 updates that was never stopped."""
    folder = str(tmp_path_factory.mktemp("whole"))
    run_alone(tiny_recipe(tiny_training, {"run.updates": 12}), folder)
    return folder


@pytest.mark.parametrize("stops_at", [2, 4, 10])
def test_a_run_that_was_stopped_goes_on_from_its_last_checkpoint(
    stops_at: int, whole: str, tiny_training: Tiny, root: str
) -> None:
    recipe = tiny_recipe(tiny_training, {"run.updates": 12})
    with pytest.raises(PulledPlugError):
        run_alone(recipe, root, stops_at=stops_at)
    kept = checkpoints(root).updates()
    assert kept == [update for update in (4, 8) if update < stops_at]
    lines = run_alone(recipe, root)
    assert [line["update"] for line in lines] == list(range((kept or [0])[-1] + 2, 13, 2))
    assert same(tensors(root, 12), tensors(whole, 12))
    assert timeless(read_lines(root)) == timeless(read_lines(whole))


def test_a_finished_run_goes_on_where_more_updates_are_asked_for(whole: str, tiny_training: Tiny, root: str) -> None:
    run_alone(tiny_recipe(tiny_training, {"run.updates": 4}), root)
    run_alone(tiny_recipe(tiny_training, {"run.updates": 12, "data.threads": 1}), root)
    assert same(tensors(root, 12), tensors(whole, 12))
    assert timeless(read_lines(root)) == timeless(read_lines(whole))


def test_nothing_is_learnt_twice(whole: str, tiny_training: Tiny) -> None:
    before = storage.read_bytes(storage.join(checkpoints(whole).path(12), STATE))
    assert run_alone(tiny_recipe(tiny_training, {"run.updates": 12}), whole) == []
    assert storage.read_bytes(storage.join(checkpoints(whole).path(12), STATE)) == before


def test_another_run_may_begin_where_one_is(whole: str, tiny_training: Tiny, root: str) -> None:
    begin = checkpoints(whole).path(8)
    lines = run_alone(tiny_recipe(tiny_training, {"run.updates": 12}), root, checkpoint=begin)
    assert [line["update"] for line in lines] == [10, 12]
    assert same(tensors(root, 12), tensors(whole, 12))
    assert timeless(read_lines(root)) == timeless(read_lines(whole))[4:]


def test_its_own_checkpoint_comes_before_the_one_to_begin_with(whole: str, tiny_training: Tiny, root: str) -> None:
    run_alone(tiny_recipe(tiny_training, {"run.updates": 4}), root)
    lines = run_alone(tiny_recipe(tiny_training, {"run.updates": 6}), root, checkpoint=checkpoints(whole).path(8))
    assert [line["update"] for line in lines] == [6]


def test_a_missing_checkpoint_is_named_and_nothing_is_written(tiny_training: Tiny, root: str) -> None:
    with pytest.raises(CheckpointError, match="nowhere holds no checkpoint"):
        run_alone(tiny_recipe(tiny_training), root, checkpoint="/nowhere")
    assert storage.names_in(root) == [CLAIM]
    assert storage.folders_in(root) == []


def test_another_recipe_is_refused_and_the_run_is_left_as_it_is(tiny_training: Tiny, root: str) -> None:
    run_alone(tiny_recipe(tiny_training, {"run.updates": 4}), root)
    before = read_lines(root)
    path = checkpoints(root).path(4)
    with pytest.raises(
        CheckpointError, match=rf"^{path} was made from something else \(data\.datasets\.corpus\.weight"
    ):
        run_alone(tiny_recipe(tiny_training, {"data.datasets.corpus.weight": 0.5}), root)
    assert read_lines(root) == before
    assert checkpoints(root).updates() == [4]


def test_only_the_last_checkpoints_are_kept(tiny_training: Tiny, root: str) -> None:
    run_alone(tiny_recipe(tiny_training, {"run.checkpoint_every": 2, "run.keep": 2}), root)
    assert checkpoints(root).updates() == [6, 8]


def test_a_checkpoint_says_what_it_was_made_from(tiny_training: Tiny, whole: str) -> None:
    origin = read_progress(Path(checkpoints(whole).path(12))).origin
    assert origin["recipe"] == tiny_recipe(tiny_training, {"run.updates": 12}).model_dump(mode="json")


@pytest.mark.parametrize(
    ("chosen", "device", "precision"),
    [
        ("auto", "cpu", torch.float32),
        ("auto", "cuda", torch.bfloat16),
        ("float32", "cuda", torch.float32),
        ("bfloat16", "cpu", torch.bfloat16),
    ],
)
def test_the_precision_is_the_devices_unless_the_recipe_says_it(
    chosen: str, device: str, precision: torch.dtype, tiny_training: Tiny
) -> None:
    assert precision_of(tiny_recipe(tiny_training, {"run.precision": chosen}), torch.device(device)) == precision


def test_a_run_in_bfloat16_learns_in_float32(tiny_training: Tiny, whole: str, tmp_path: Path) -> None:
    run_alone(tiny_recipe(tiny_training, {"run.precision": "bfloat16", "run.updates": 4}), str(tmp_path))
    learnt = {name: each for name, each in tensors(str(tmp_path), 4).items() if name.startswith(LEARNT)}
    assert {each.dtype for each in learnt.values()} == {torch.float32}
    assert all(each.isfinite().all() for each in learnt.values())
    low, exact = read_lines(str(tmp_path))[0], read_lines(whole)[0]
    assert low["losses"] != exact["losses"]
    assert low["losses"] == pytest.approx(exact["losses"], rel=0.02)


def test_weights_saved_in_bfloat16_are_learnt_with_in_the_precision_of_the_recipe(
    tiny_training: Tiny, tmp_path: Path
) -> None:
    saved = save_weights(tmp_path / "weights", dtype=torch.bfloat16)
    tiny = Tiny(saved, tiny_training.documents, tiny_training.pairs)
    (line, *_) = run_alone(tiny_recipe(tiny, {"run.updates": 2}), str(tmp_path / "run"))
    assert line["loss"] > 0


def test_weights_may_lie_in_a_bucket(tiny_training: Tiny, whole: str, bucket: str) -> None:
    changes = {}
    for name in ("language_model", "vision_encoder"):
        changes[f"weights.{name}"] = storage.join(bucket, name)
        for path in getattr(tiny_training.weights, name).iterdir():
            with storage.published(storage.join(bucket, name, path.name)) as stream:
                stream.write(path.read_bytes())
    run_alone(tiny_recipe(tiny_training, {**changes, "run.updates": 4}), storage.join(bucket, "run"))
    assert timeless(read_lines(storage.join(bucket, "run"))) == timeless(read_lines(whole))[:2]
