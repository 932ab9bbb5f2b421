"""A training that is resumed is the training that was never stopped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from tests.training.model.tiny import pixels, tiny
from training.checkpoint import (
    LEARNT,
    OPTIMIZER,
    STATE,
    CheckpointError,
    Progress,
    load,
    read_progress,
    require_whole,
    save,
)
from training.model.flamingo import Flamingo
from training.optimizer import OptimizerSettings, clip, make_optimizer, make_schedule, trainable

SETTINGS = OptimizerSettings(learning_rate=1e-2, warmup_updates=4)
PROGRESS = Progress(3, {"corpus": {"epoch": 1, "position": 17}}, {"recipe": {"name": "tiny"}, "inputs": {}})


def started(**changes: int) -> tuple[Flamingo, AdamW, LambdaLR]:
    model = tiny(open_gates=True, **changes).train()
    optimizer = make_optimizer(model, SETTINGS)
    return model, optimizer, make_schedule(optimizer, SETTINGS)


def update(model: Flamingo, optimizer: AdamW, schedule: LambdaLR, number: int) -> float:
    """One update on random data: it depends on weights, moments, rate and the random generator."""
    text = torch.randint(3, 50, (2, 10))
    text[:, 1] = model.config.image_token_id
    loss = model(text, pixel_values=pixels(2, 1, seed=number), labels=text).loss
    loss.backward()
    clip(model, SETTINGS)
    optimizer.step()
    schedule.step()
    optimizer.zero_grad()
    return float(loss.detach())


def test_resuming_gives_the_run_that_was_never_stopped(tmp_path: Path) -> None:
    torch.manual_seed(3)
    whole = started()
    for number in range(3):
        update(*whole, number)
    save(tmp_path / "c", *whole, PROGRESS)
    expected = [update(*whole, number) for number in range(3, 7)]
    torch.manual_seed(99)
    resumed = started()
    with torch.no_grad():
        for parameter in trainable(resumed[0]).values():
            parameter.add_(1.0)
    assert load(tmp_path / "c", *resumed) == PROGRESS
    assert [update(*resumed, number) for number in range(3, 7)] == expected
    for (name, one), (_, other) in zip(whole[0].named_parameters(), resumed[0].named_parameters(), strict=True):
        assert torch.equal(one, other), name


def test_a_checkpoint_holds_what_is_learnt_and_nothing_frozen(tmp_path: Path) -> None:
    model, optimizer, schedule = started()
    save(tmp_path / "c", model, optimizer, schedule, PROGRESS)
    assert not list(tmp_path.glob(".*"))
    size = sum(each.numel() * 4 for each in trainable(model).values())
    assert (tmp_path / "c/learnt.safetensors").stat().st_size < 1.2 * size + 20_000


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"num_latents": 7}, "other shapes"),
        ({"resampler_layers": 3}, "lacks"),
        ({"resampler_layers": 1}, "model lacks"),
    ],
)
def test_a_recipe_that_does_not_fit_is_named(changes: dict[str, int], words: str, tmp_path: Path) -> None:
    save(tmp_path / "c", *started(), PROGRESS)
    with pytest.raises(CheckpointError, match=words):
        load(tmp_path / "c", *started(**changes))


def test_missing_damaged_and_foreign_checkpoints_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="no checkpoint"):
        load(tmp_path, *started())
    save(tmp_path / "c", *started(), PROGRESS)
    state = json.loads((tmp_path / "c" / STATE).read_text())
    (tmp_path / "c" / STATE).write_text(json.dumps({**state, "format": 0}))
    with pytest.raises(CheckpointError, match="format 0"):
        load(tmp_path / "c", *started())
    (tmp_path / "c" / STATE).write_text("{")
    with pytest.raises(CheckpointError, match="damaged"):
        load(tmp_path / "c", *started())


def test_how_far_it_is_can_be_read_without_a_model(tmp_path: Path) -> None:
    save(tmp_path / "c", *started(), PROGRESS)
    assert read_progress(tmp_path / "c") == PROGRESS
    with pytest.raises(CheckpointError, match="no checkpoint"):
        read_progress(tmp_path)


@pytest.mark.parametrize("name", [LEARNT, OPTIMIZER])
@pytest.mark.parametrize("left", [0, 7, 1000])
def test_tensors_that_are_cut_off_or_lost_are_an_error_that_names_the_file(
    name: str, left: int, tmp_path: Path
) -> None:
    save(tmp_path / "c", *started(), PROGRESS)
    path = tmp_path / "c" / name
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(CheckpointError, match=rf"{path} is damaged .*: remove this checkpoint's folder"):
        load(tmp_path / "c", *started())
    path.unlink()
    with pytest.raises(CheckpointError, match=rf"{path} is damaged .*: remove this checkpoint's folder"):
        load(tmp_path / "c", *started())


@pytest.mark.parametrize("text", ["[]", "null", "1", '"a"', '{"format": 1}', '{"format": 1, "update": 3}'])
def test_a_state_that_lacks_what_it_should_have_is_an_error(text: str, tmp_path: Path) -> None:
    save(tmp_path / "c", *started(), PROGRESS)
    (tmp_path / "c" / STATE).write_text(text)
    with pytest.raises(CheckpointError, match=r"state\.json (is damaged|has format)"):
        read_progress(tmp_path / "c")


def test_what_is_damaged_beyond_the_shape_of_its_files_is_named(tmp_path: Path) -> None:
    save(tmp_path / "c", *started(), PROGRESS)
    require_whole(tmp_path / "c")
    state = json.loads((tmp_path / "c" / STATE).read_text())
    (tmp_path / "c" / STATE).write_text(json.dumps({**state, "random": [3, [1], None]}))
    with pytest.raises(CheckpointError, match=r"is damaged .*remove this checkpoint's folder"):
        load(tmp_path / "c", *started())
    (tmp_path / "c" / STATE).write_text(json.dumps({**state, "origin": {}}))
    with pytest.raises(CheckpointError, match="lacks inputs"):
        load(tmp_path / "c", *started())
    (tmp_path / "c" / OPTIMIZER).write_bytes(b"")
    with pytest.raises(CheckpointError, match=rf"{OPTIMIZER} is damaged"):
        require_whole(tmp_path / "c")
