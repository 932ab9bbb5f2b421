"""What a run will take, before it begins: parameters, memory, updates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

import torch

from training.model.configuration import FlamingoConfig
from training.model.flamingo import Flamingo
from training.recipe import TrainRecipe
from training.settings import DocumentSettings, PairSettings

LEARNT_BYTES = 16
"""Bytes a learnt parameter takes in float32: itself, its gradient, and AdamW's two moments."""
ACTIVATION_BYTES = 34
"""Bytes a token and unit of width keeps in a 16-bit transformer layer for the way back, attention maps not counted
(Korthikanti et al. 2022, arXiv 2205.05198, equation 1: sbh(34 + 5as/h))."""
LOGIT_BYTES = 12  # as computed, in float32, and their gradient


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a run will take.

    Attributes:
        frozen: Parameters that stay as they are, by part.
        learnt: Parameters that are learnt, by part.
        weights_bytes: Memory of a worker for parameters, gradients and moments.
        activation_bytes: What comes on top for the largest piece of a batch: an estimate.
        epochs: How often each dataset is gone through.
        examples: Examples of an update, by dataset.
    """

    frozen: Mapping[str, int]
    learnt: Mapping[str, int]
    weights_bytes: int
    activation_bytes: int
    epochs: Mapping[str, float]
    examples: Mapping[str, int]


def forecast(recipe: TrainRecipe, model: Flamingo, samples: Mapping[str, int], precision: torch.dtype) -> Forecast:
    """Return what a run will take.

    Args:
        recipe: Of the training.
        model: Of that shape; `shape_of` will do, as nothing but its shape is looked at.
        samples: Size of each dataset.
        precision: Of frozen weights and of the computation.
    """
    frozen = {
        "language model": _size(model.language_model),
        "vision encoder": _size(model.vision_encoder),
    }
    learnt = {
        "resampler": _size(model.resampler),
        "gated cross-attention": _size(model.cross_attention),
        "rows of <image> and <EOC>": _size(model.new_tokens),
    }
    datasets = recipe.data.datasets
    return Forecast(
        frozen,
        learnt,
        sum(frozen.values()) * precision.itemsize + sum(learnt.values()) * LEARNT_BYTES,
        max(activation_bytes(each, model.config, recipe.ray.workers, precision) for each in datasets.values()),
        {name: recipe.run.updates * each.batch_size / samples[name] for name, each in datasets.items()},
        {name: each.batch_size for name, each in datasets.items()},
    )


def activation_bytes(
    dataset: DocumentSettings | PairSettings, config: FlamingoConfig, workers: int, precision: torch.dtype
) -> int:
    """Return an estimate of the memory that one piece of a batch keeps for the way back.

    Args:
        dataset: Whose batches.
        config: Of the model.
        workers: Who share a batch.
        precision: Of the computation.
    """
    part = ceil(dataset.batch_size / max(1, workers))
    sequences = min(part, dataset.at_once or part)
    images = sequences * (dataset.max_images if isinstance(dataset, DocumentSettings) else 1)
    text, width = config.text_config, config.vision_width
    seeing = ceil(text.num_hidden_layers / config.cross_attention_every)
    layers = ACTIVATION_BYTES * precision.itemsize // 2
    tokens = sequences * dataset.max_tokens
    return int(
        tokens * (layers * (text.num_hidden_layers + seeing) * text.hidden_size + LOGIT_BYTES * text.vocab_size)
        + images * config.num_latents * layers * config.resampler_layers * width
    )


def _size(part: torch.nn.Module) -> int:
    return sum(each.numel() for each in part.parameters())
