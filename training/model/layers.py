"""The parts that resampler and cross-attention share. Letters name axes: B batch, L length, H heads, K head width."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class SquaredReLU(nn.Module):
    """max(0, x) squared (So et al. 2021), the activation of every part that Flamingo trains."""

    def forward(self, x: Tensor) -> Tensor:
        """Return the activation, elementwise."""
        return torch.relu(x).square()


def feed_forward(width: int, factor: int) -> nn.Sequential:
    """Return a pre-norm feed-forward part, without biases: [..., width] -> [..., width]."""
    return nn.Sequential(
        nn.LayerNorm(width),
        nn.Linear(width, width * factor, bias=False),
        SquaredReLU(),
        nn.Linear(width * factor, width, bias=False),
    )


class Projections(nn.Module):
    """Queries, keys, values and output of multi-head attention, without biases.

    Args:
        width: Of what asks, and of the output.
        source_width: Of what is attended to.
        heads: Number of heads.
        head_width: Width of each.
    """

    def __init__(self, width: int, source_width: int, heads: int, head_width: int) -> None:
        super().__init__()
        self.heads = heads
        inner = heads * head_width
        self.to_q = nn.Linear(width, inner, bias=False)
        self.to_kv = nn.Linear(source_width, 2 * inner, bias=False)
        self.to_out = nn.Linear(inner, width, bias=False)

    def queries(self, x_BLD: Tensor) -> Tensor:
        """Return queries [B, H, L, K]."""
        return self._split(self.to_q(x_BLD))

    def keys_values(self, x_BLD: Tensor) -> tuple[Tensor, Tensor]:
        """Return keys and values, each [B, H, L, K]."""
        keys, values = self.to_kv(x_BLD).chunk(2, dim=-1)
        return self._split(keys), self._split(values)

    def out(self, x_BHLK: Tensor) -> Tensor:
        """Return the heads' outputs joined and projected: [B, L, D]."""
        return self.to_out(x_BHLK.transpose(1, 2).flatten(2))

    def _split(self, x_BLE: Tensor) -> Tensor:
        return x_BLE.unflatten(-1, (self.heads, -1)).transpose(1, 2)
