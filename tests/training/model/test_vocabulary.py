"""Two tokens of our own beside a frozen vocabulary."""

from __future__ import annotations

import torch
from torch import nn

from training.model.vocabulary import NewTokens

V, D = 10, 8


def test_known_ids_have_the_frozen_rows_and_new_ids_ours() -> None:
    frozen, ours = nn.Embedding(V, D).requires_grad_(False), NewTokens(V, D)
    found = ours.embed(torch.tensor([[3, V, V + 1, 9]]), frozen)
    assert torch.equal(found[0, [0, 3]], frozen.weight[[3, 9]])
    assert torch.equal(found[0, 1:3], ours.inputs)


def test_only_rows_that_are_used_get_a_gradient() -> None:
    frozen, ours = nn.Embedding(V, D).requires_grad_(False), NewTokens(V, D)
    ours.embed(torch.tensor([[0, V + 1, 2]]), frozen).sum().backward()
    assert ours.inputs.grad is not None
    assert ours.inputs.grad.abs().sum(1).tolist() == [0.0, float(D)]


def test_logits_are_products_with_the_output_rows() -> None:
    ours, hidden = NewTokens(V, D), torch.randn(2, 3, D)
    torch.testing.assert_close(ours.logits(hidden), torch.einsum("bld,vd->blv", hidden, ours.outputs))
