"""AdamW as the paper has it."""

from __future__ import annotations

import pytest
import torch

from tests.training.model.tiny import tiny
from training.optimizer import OptimizerSettings, clip, make_optimizer, make_schedule, trainable


def test_weight_decay_spares_the_resampler_and_nothing_else() -> None:
    model = tiny()
    decayed, spared = make_optimizer(model, OptimizerSettings()).param_groups
    names = {id(each): name for name, each in model.named_parameters()}
    assert {names[id(each)].split(".")[0] for each in spared["params"]} == {"resampler"}
    assert {names[id(each)].split(".")[0] for each in decayed["params"]} == {"cross_attention", "new_tokens"}
    assert (decayed["weight_decay"], spared["weight_decay"]) == (0.1, 0.0)
    assert len(decayed["params"]) + len(spared["params"]) == len(trainable(model))


def test_the_rate_rises_linearly_and_stays() -> None:
    optimizer = make_optimizer(tiny(), OptimizerSettings(learning_rate=1.0, warmup_updates=4))
    schedule = make_schedule(optimizer, OptimizerSettings(learning_rate=1.0, warmup_updates=4))
    rates = []
    for _ in range(6):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    assert rates == [0.25, 0.5, 0.75, 1.0, 1.0, 1.0]


def test_the_gradient_is_clipped_as_a_whole() -> None:
    model = tiny()
    for each in trainable(model).values():
        each.grad = torch.ones_like(each)
    size = sum(each.numel() for each in trainable(model).values())
    norm = clip(model, OptimizerSettings(clip_norm=0.5))
    assert norm.item() == pytest.approx(size**0.5)
    left = torch.cat([each.grad.flatten() for each in trainable(model).values() if each.grad is not None])
    assert left.norm().item() == pytest.approx(0.5, rel=1e-4)


def test_a_gradient_that_is_not_finite_stops_the_training() -> None:
    model = tiny()
    for each in trainable(model).values():
        each.grad = torch.full_like(each, torch.nan)
    with pytest.raises(FloatingPointError, match="learning_rate"):
        clip(model, OptimizerSettings())


def test_a_model_that_is_all_frozen_can_not_be_trained() -> None:
    with pytest.raises(ValueError, match="frozen"):
        make_optimizer(tiny().requires_grad_(False), OptimizerSettings())
