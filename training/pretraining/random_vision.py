"""Random weights of a vision transformer from which much can be read, though nothing was learnt.

CLIP's own initialisation adds positions to patches and lets every patch look at all others alike. Here

- a part of the width belongs to positions alone: sines and cosines of row and column (Vaswani et al. 2017), which no
  layer changes; so a feature always says where it is, and positions never disturb what is seen;
- each head looks at one of the eight neighbouring patches, as a convolution would (d'Ascoli et al. 2021, ConViT):
  turning the sines of a position by an angle gives those of the position beside it;
- all that is seen goes through random matrices and the network's own non-linearities.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor
from transformers import CLIPVisionConfig, CLIPVisionModel

from training.pretraining.settings import VisionEncoderSettings

NEIGHBOURS = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))
SHARPNESS = 20.0
"""How much more a head looks at its neighbour than at others; scores are multiplied by it."""
LOUDNESS = 2.0
"""Of positions beside what is seen: so a layer norm leaves the positions of bright and dark patches much alike."""


def configuration(settings: VisionEncoderSettings) -> CLIPVisionConfig:
    """Return a CLIP vision transformer (Radford et al. 2021) of that size."""
    return CLIPVisionConfig(
        hidden_size=settings.width,
        intermediate_size=4 * settings.width,
        num_hidden_layers=settings.layers,
        num_attention_heads=settings.heads,
        image_size=settings.image_size,
        patch_size=settings.patch,
    )


def random_vision_encoder(settings: VisionEncoderSettings) -> Any:
    """Return a `CLIPVisionModel` in evaluation mode; equal settings give equal weights."""
    grid, head = settings.image_size // settings.patch, settings.width // settings.heads
    angles = wave_numbers(head // 4, grid)
    generator = torch.Generator().manual_seed(settings.seed)
    with torch.random.fork_rng(devices=[]):  # the caller's random numbers stay as they are
        model: Any = CLIPVisionModel(configuration(settings)).eval()
    with torch.no_grad():
        _set_embeddings(model.embeddings, angles, grid, generator)
        for layer in model.encoder.layers:
            _set_attention(layer.self_attn, angles, generator)
            _set_mlp(layer.mlp, 4 * len(angles), generator)
    return model


def wave_numbers(number: int, grid: int) -> Tensor:
    """Return angles per patch [n]: odd multiples of one angle, which over a row of patches makes half a turn at most.

    So no two places are alike, neighbours are told apart, and which comes first can be read linearly.
    """
    unit = math.pi * min(1 / (4 * number), 1 / grid)
    return unit * (2 * torch.arange(number) + 1)


def positions(angles: Tensor, grid: int) -> Tensor:
    """Return the part of every patch's embedding that says where it is [grid * grid, 4n].

    The order is sines of the row, cosines of the row, sines of the column, cosines of the column.
    """
    turns = torch.arange(grid)[:, None] * angles
    waves = torch.cat([turns.sin(), turns.cos()], 1)
    rows, columns = waves[:, None].expand(-1, grid, -1), waves[None].expand(grid, -1, -1)
    return torch.cat([rows, columns], -1).flatten(0, 1)


def step(angles: Tensor, rows: int, columns: int) -> Tensor:
    """Return the matrix [4n, 4n] that makes the position of a patch that of the patch so many rows and columns on."""
    turns = []
    for distance in (rows, columns):
        sines, cosines = (angles * distance).sin().diag(), (angles * distance).cos().diag()
        turns.append(torch.cat([torch.cat([cosines, sines], 1), torch.cat([-sines, cosines], 1)]))
    return torch.block_diag(*turns)


def _set_embeddings(embeddings: Any, angles: Tensor, grid: int, generator: torch.Generator) -> None:
    reserved = 4 * len(angles)
    patches, places = embeddings.patch_embedding.weight, embeddings.position_embedding.weight
    patches.normal_(std=patches[0].numel() ** -0.5, generator=generator)
    patches[:reserved] = 0
    places.zero_()
    places[1:, :reserved] = LOUDNESS * positions(angles, grid)  # row 0 is the class token's, which is nowhere
    embeddings.class_embedding.zero_()


def _set_attention(attention: Any, angles: Tensor, generator: torch.Generator) -> None:
    reserved, head, width = 4 * len(angles), attention.head_dim, attention.embed_dim
    queries, keys = attention.q_proj.weight.zero_(), attention.k_proj.weight.zero_()
    for number in range(attention.num_heads):
        rows = slice(number * head, number * head + reserved)
        queries[rows, :reserved] = SHARPNESS * step(angles, *NEIGHBOURS[number % len(NEIGHBOURS)])
        keys[rows, :reserved] = torch.eye(reserved)
    _set_random(attention.v_proj.weight, width**-0.5, reserved, generator)
    attention.out_proj.weight.normal_(std=width**-0.5, generator=generator)
    attention.out_proj.weight[:reserved] = 0


def _set_mlp(mlp: Any, reserved: int, generator: torch.Generator) -> None:
    _set_random(mlp.fc1.weight, (2 / mlp.fc1.in_features) ** 0.5, reserved, generator)
    mlp.fc2.weight.normal_(std=1.5 * mlp.fc2.in_features**-0.5, generator=generator)
    mlp.fc2.weight[:reserved] = 0


def _set_random(weight: Tensor, scale: float, reserved: int, generator: torch.Generator) -> None:
    """Read what is seen, and not where it is."""
    weight.normal_(std=scale, generator=generator)
    weight[:, :reserved] = 0
