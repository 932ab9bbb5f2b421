"""The table that brings each token to its image, against dense attention under a mask."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn.functional import scaled_dot_product_attention

from training.model.cross_attention import GatedCrossAttention, last_image_index, route

B, L, N, R, D, M = 2, 7, 3, 5, 16, 12


def opened() -> GatedCrossAttention:
    torch.manual_seed(0)
    block = GatedCrossAttention(D, M, heads=4, head_width=4, ffw_factor=2).double()
    torch.nn.init.ones_(block.attn_gate)
    torch.nn.init.ones_(block.ff_gate)
    return block.requires_grad_(False)


def dense(block: GatedCrossAttention, text: torch.Tensor, latents: torch.Tensor, index: torch.Tensor) -> torch.Tensor:
    """Attend to all images under a mask: what the table must equal."""
    attention = block.attention
    keys, values = attention.keys_values(latents.flatten(1, 2))
    owner = torch.arange(1, N + 1).repeat_interleave(R)
    mask = (index[:, :, None] == owner)[:, None]
    seen = scaled_dot_product_attention(attention.queries(block.norm(text)), keys, values, attn_mask=mask)
    seen = torch.where((index > 0)[:, None, :, None], seen, 0.0)
    text = text + block.attn_gate.tanh() * attention.out(seen)
    return text + block.ff_gate.tanh() * block.ffw(text)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, N), min_size=B * L, max_size=B * L))
def test_it_equals_dense_attention_under_a_mask(numbers: list[int]) -> None:
    block, index = opened(), torch.tensor(numbers).view(B, L)
    generator = torch.Generator().manual_seed(1)
    text = torch.randn(B, L, D, dtype=torch.float64, generator=generator)
    latents = torch.randn(B, N, R, M, dtype=torch.float64, generator=generator)
    found = block(text, latents, route(index, N))
    torch.testing.assert_close(found, dense(block, text, latents, index), rtol=1e-12, atol=1e-12)


def test_a_token_depends_on_its_own_image_and_on_no_other() -> None:
    block, index = opened(), torch.tensor([[0, 1, 1, 2, 2, 3, 3]])
    text, latents = torch.randn(1, L, D).double(), torch.randn(1, N, R, M).double().requires_grad_()
    output = block(text, latents, route(index, N))
    for token, image in enumerate(index[0].tolist()):
        (gradient,) = torch.autograd.grad(output[0, token].sum(), latents, retain_graph=True)
        touched = {number + 1 for number in range(N) if gradient[0, number].abs().sum() > 0}
        assert touched == ({image} if image else set())


def test_the_last_image_counts_from_where_it_stands() -> None:
    assert last_image_index(torch.tensor([[0, 1, 0, 1, 0]]).bool()).tolist() == [[0, 1, 1, 2, 2]]


def test_a_token_that_points_beyond_the_images_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"image 2.*there are 1"):
        route(torch.tensor([[2]]), 1)
