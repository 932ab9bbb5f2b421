"""A line says the means and sums of the updates since the line before."""

from __future__ import annotations

from collections.abc import Sequence
from math import tanh

import pytest
import torch

from tests.training.model.tiny import tiny
from training.data.batches import Batch, Term
from training.objective import Losses
from training.runs.learner import Outcome
from training.runs.meter import Meter, gates

MODEL = tiny(open_gates=True)


def batch(lengths: Sequence[int], images: Sequence[int], broken: Sequence[int]) -> Batch:
    """A batch of which only masks and counts are looked at."""
    mask = torch.tensor([[1] * length + [0] * (max(lengths) - length) for length in lengths])
    empty = torch.zeros_like(mask)
    pixels = torch.zeros(len(lengths), 1, 1, 3, 1, 1)
    return Batch(empty, mask, empty, empty, pixels, torch.tensor(images), torch.tensor(broken))


def outcome(corpus: float, captions: float, norm: float, *batches: Batch) -> Outcome:
    each = torch.tensor([corpus, captions], dtype=torch.float64)
    total = each[0] + each[1] / 4
    losses = Losses(("corpus", "captions"), each, total, torch.tensor([5, 6]), torch.tensor([1, 1]))
    return Outcome(losses, torch.tensor(norm), (Term("corpus", 1.0, batches), Term("captions", 0.25, batches[:1])))


def test_a_line_is_the_mean_of_its_window() -> None:
    meter = Meter(workers=1)
    meter.add(outcome(4.0, 2.0, 1.0, batch([3, 5], [2, 0], [0, 1])))
    meter.add(outcome(3.0, 1.0, 2.0, batch([7], [1], [0]), batch([2], [0], [3])))
    line = meter.line(MODEL, 2, 0.125)
    assert (line["update"], line["learning_rate"]) == (2, 0.125)
    assert line["losses"] == {"corpus": 3.5, "captions": 1.5}
    assert line["loss"] == 3.5 + 1.5 / 4
    assert line["gradient_norm"] == 1.5
    assert line["tokens"] == (8 + 8) + (7 + 2 + 7)
    assert line["images"] == (2 + 2) + (1 + 0 + 1)
    assert line["broken_images"] == (1 + 1) + (0 + 3 + 0)


def test_the_next_line_begins_anew() -> None:
    meter = Meter(workers=1)
    meter.add(outcome(4.0, 2.0, 1.0, batch([3], [1], [1])))
    meter.line(MODEL, 1, 0.1)
    meter.add(outcome(1.0, 8.0, 9.0, batch([4], [2], [0])))
    line = meter.line(MODEL, 2, 0.1)
    assert (line["loss"], line["losses"], line["gradient_norm"]) == (3.0, {"corpus": 1.0, "captions": 8.0}, 9.0)
    assert (line["tokens"], line["images"], line["broken_images"]) == (8, 4, 0)


def test_rates_are_counts_over_the_seconds_of_the_window() -> None:
    meter = Meter(workers=1)
    meter.add(outcome(4.0, 2.0, 1.0, batch([300], [20], [0])))
    line = meter.line(MODEL, 1, 0.1)
    assert line["tokens_per_second"] * line["images"] == pytest.approx(
        line["images_per_second"] * line["tokens"], rel=1e-3
    )


def test_gates_are_shown_as_the_model_uses_them() -> None:
    found = gates(MODEL)
    blocks = len(MODEL.cross_attention)
    assert found["attention"] == pytest.approx([tanh(0.7)] * blocks)
    assert found["feed_forward"] == pytest.approx([tanh(0.3)] * blocks)
    assert gates(tiny()) == {"attention": [0.0] * blocks, "feed_forward": [0.0] * blocks}


def test_gates_come_in_the_order_of_the_layers() -> None:
    model = tiny(every=1)
    with torch.no_grad():
        for number, block in enumerate(model.cross_attention):
            block.attn_gate.fill_(number)
    assert gates(model)["attention"] == pytest.approx([tanh(number) for number in range(4)])
