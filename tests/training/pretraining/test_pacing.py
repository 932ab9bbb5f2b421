from __future__ import annotations

import pytest
import torch

from training.pretraining.pacing import one_thread, rate


def test_the_rate_rises_then_falls_to_a_tenth() -> None:
    rates = [rate(update, 5, 30) for update in range(30)]
    assert rates[:5] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    assert rates[4:] == sorted(rates[4:], reverse=True)
    assert rate(30, 5, 30) == pytest.approx(0.1)
    assert rate(0, 0, 30) == 1.0
    assert rate(29, 99, 30) == 1.0


def test_threads_are_given_back_even_after_an_error() -> None:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        with pytest.raises(FloatingPointError, match="on 1 thread"):
            _fail_on_one_thread()
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def _fail_on_one_thread() -> None:
    with one_thread():
        raise FloatingPointError(f"on {torch.get_num_threads()} thread")
