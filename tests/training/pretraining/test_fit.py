from __future__ import annotations

import math
from itertools import islice
from typing import Any

import pytest
import torch
from transformers import LlamaConfig, LlamaForCausalLM

from training.pretraining.blocks import Blocks
from training.pretraining.fit import batches, fit, held_out_loss
from training.pretraining.settings import LanguageModelSettings

SETTINGS = LanguageModelSettings(updates=30, batch_size=4, warmup_updates=5, learning_rate=1e-2)
COUNTING = torch.arange(12).repeat(40, 2)  # 0 1 2 ... 11 0 1 2 ...: after one number only the next can come
BLOCKS = Blocks(COUNTING[:30], COUNTING[30:36], 960)


def model() -> Any:
    """A tiny random model."""
    torch.manual_seed(0)
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=12,
            hidden_size=16,
            intermediate_size=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            bos_token_id=0,
            eos_token_id=1,
        )
    )


def quiet(done: int, of: int, loss: float) -> None:
    """Say nothing."""


def test_it_learns_what_comes_next() -> None:
    learner, seen = model(), list[tuple[int, int, float]]()
    losses = fit(learner, BLOCKS, SETTINGS, lambda *told: seen.append(told))
    assert losses.before == pytest.approx(math.log(12), abs=0.1)
    assert losses.after is not None
    assert losses.after < 0.7 * math.log(12)
    assert [(done, of) for done, of, _ in seen] == [(update, 30) for update in range(1, 31)]
    assert seen[-1][2] == losses.last
    assert not learner.training


def test_equal_beginnings_give_equal_bits_and_another_order_others() -> None:
    def learnt(seed: int) -> list[torch.Tensor]:
        learner = model()
        varied = Blocks(torch.randint(12, (30, 8), generator=torch.Generator().manual_seed(1)), COUNTING[:0], 240)
        fit(learner, varied, SETTINGS.model_copy(update={"seed": seed, "updates": 4}), quiet)
        return list(learner.parameters())

    first, second, third = learnt(0), learnt(0), learnt(1)
    assert all(torch.equal(*pair) for pair in zip(first, second, strict=True))
    assert not all(torch.equal(*pair) for pair in zip(first, third, strict=True))


def test_without_blocks_held_out_there_is_no_loss_on_them() -> None:
    losses = fit(model(), Blocks(COUNTING[:2], COUNTING[:0], 48), SETTINGS.model_copy(update={"updates": 1}), quiet)
    assert (losses.before, losses.after) == (None, None)
    assert losses.last > 0


def test_the_loss_held_out_is_the_mean_over_all_blocks_whatever_the_batches() -> None:
    blocks = Blocks(COUNTING[:1], torch.randint(12, (5, 9), generator=torch.Generator().manual_seed(2)), 60)
    single = model()
    assert held_out_loss(single, blocks, 2) == pytest.approx(held_out_loss(single, blocks, 5))


def test_a_learning_rate_that_destroys_is_reported() -> None:
    learner = model()
    with torch.no_grad():
        learner.get_input_embeddings().weight[3] = float("inf")
    with pytest.raises(FloatingPointError, match="lower learning_rate"):
        fit(learner, BLOCKS, SETTINGS, quiet)


@pytest.mark.parametrize(("blocks", "batch_size"), [(10, 4), (3, 8), (5, 5), (1, 2)])
def test_every_epoch_has_every_block_once(blocks: int, batch_size: int) -> None:
    numbers = torch.cat(list(islice(batches(blocks, batch_size, 3), 4 * blocks))).tolist()
    assert all(
        sorted(numbers[begin : begin + blocks]) == list(range(blocks))
        for begin in range(0, 4 * blocks * batch_size, blocks)
    )
