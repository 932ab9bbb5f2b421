"""The Perceiver Resampler: any number of visual features -> a fixed number of latents (paper, figure 5)."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention

from training.model.layers import Projections, feed_forward


class PerceiverResampler(nn.Module):
    """Learned latents ask features and themselves, layer after layer.

    Args:
        width: Of features and latents.
        latents: Number of latents.
        layers: Number of layers.
        heads: Heads of the attention; each is width / heads wide.
        max_frames: Frames for which a time embedding is learnt.
        ffw_factor: Inner width of the feed-forward parts over `width`.
    """

    def __init__(self, width: int, latents: int, layers: int, heads: int, max_frames: int, ffw_factor: int) -> None:
        super().__init__()
        if width % heads:
            raise ValueError(f"resampler_heads = {heads} does not divide the vision encoder's width of {width}")
        self.latents = nn.Parameter(torch.empty(latents, width).normal_(std=0.02))
        self.time_embeddings = nn.Parameter(torch.empty(max_frames, 1, width).normal_(std=0.02))
        self.layers = nn.ModuleList(ResamplerLayer(width, heads, ffw_factor) for _ in range(layers))
        self.norm = nn.LayerNorm(width)

    def forward(self, features_BFSD: Tensor) -> Tensor:
        """Return latents [B, R, D] for features of F frames with S places each.

        Raises:
            ValueError: There are more frames than time embeddings.
        """
        batch, frames = features_BFSD.shape[:2]
        if frames > len(self.time_embeddings):
            raise ValueError(f"{frames} frames, but max_frames = {len(self.time_embeddings)}: sample fewer")
        features_BLD = (features_BFSD + self.time_embeddings[:frames]).flatten(1, 2)
        x_BRD = self.latents.expand(batch, -1, -1)
        for layer in self.layers:
            x_BRD = layer(x_BRD, features_BLD)
        return self.norm(x_BRD)


class ResamplerLayer(nn.Module):
    """x += attention(x; features and x); x += feed-forward(x)."""

    def __init__(self, width: int, heads: int, ffw_factor: int) -> None:
        super().__init__()
        self.norm_features = nn.LayerNorm(width)
        self.norm_latents = nn.LayerNorm(width)
        self.attention = Projections(width, width, heads, width // heads)
        self.ffw = feed_forward(width, ffw_factor)

    def forward(self, x_BRD: Tensor, features_BLD: Tensor) -> Tensor:
        """Return the latents after this layer."""
        latents = self.norm_latents(x_BRD)
        keys, values = self.attention.keys_values(torch.cat([self.norm_features(features_BLD), latents], dim=1))
        attended = scaled_dot_product_attention(self.attention.queries(latents), keys, values)
        x_BRD = x_BRD + self.attention.out(attended)
        return x_BRD + self.ffw(x_BRD)
