"""A small convolutional vision encoder, learnt from the image-text pairs of a corpus alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import ResNetConfig, ResNetModel

from shards.fingerprint import digest_of, versions_of
from training.data.examples import Example
from training.data.pairs import Pairs
from training.data.pictures import PREPROCESSOR, Normalisation, Pictures
from training.data.samples import Samples
from training.data.share import Share
from training.data.streams import Pace, Stream
from training.data.tokens import Tokens
from training.pretraining.contrastive import Comparison, contrast
from training.pretraining.keeping import Making, keep
from training.pretraining.pacing import Watch, one_thread, unwatched
from training.pretraining.settings import VisionEncoderSettings
from training.pretraining.texts import DATASETS, Source

WHAT = "vision encoder"
JITTER = 0.1


def make_vision_encoder(
    folder: Path,
    sources: Sequence[Source],
    tokens: Tokens,
    image_size: int,
    settings: VisionEncoderSettings,
    watch: Watch = unwatched,
    overwrite: bool = False,
) -> None:
    """Train a vision encoder, once: where the folder has it already, nothing is done.

    The folder appears whole or not at all. transformers loads it by `AutoModel`; beside the weights lies the
    normalisation of its pictures. Without pairs, or without updates, it stays random.

    Args:
        folder: Where it goes.
        sources: The datasets of pairs.
        tokens: What the captions are read with.
        image_size: Side of the pictures it learns from, in pixels; it reads others as well.
        settings: What is made, and how it learns.
        watch: Is told after every update.
        overwrite: Replace what was made from something else.

    Raises:
        DatasetError: A dataset is not finished.
        ValueError: The folder was made from something else.
        FloatingPointError: Learning ran away.
    """
    pairs = [each for each in sources if each.kind == "pairs"]
    inputs = {
        "settings": settings.model_dump(),
        "image_size": image_size,
        "datasets": {str(number): each.digest() for number, each in enumerate(pairs)},
        "tokenizer": digest_of(tokens.tokenizer.to_str()),
    }
    making = Making(WHAT, inputs, versions_of("torch", "transformers", "pillow"))
    keep(folder, making, lambda empty: _make(empty, pairs, tokens, image_size, settings, watch), overwrite)


def configuration(settings: VisionEncoderSettings) -> ResNetConfig:
    """Return a residual network (He et al. 2016) of three stages: 64 pixels become a grid of 4 x 4 features."""
    width = settings.width
    return ResNetConfig(
        embedding_size=width // 4,
        hidden_sizes=[width // 4, width // 2, width],
        depths=[settings.blocks] * 3,
        layer_type="basic",
    )


def _make(
    empty: Path, pairs: Sequence[Source], tokens: Tokens, image_size: int, settings: VisionEncoderSettings, watch: Watch
) -> dict[str, Any]:
    with torch.random.fork_rng(devices=[]):  # the caller's random numbers stay as they are
        torch.manual_seed(settings.seed)
        encoder: Any = ResNetModel(configuration(settings))
        comparison = Comparison(encoder, settings.width, tokens.image)
    loss = None
    if pairs and settings.updates:
        with one_thread():
            loss = contrast(comparison, _updates(pairs, tokens, image_size, settings), tokens, settings, watch)
    encoder.eval().save_pretrained(empty)
    normalisation = Normalisation()
    preprocessor = {"image_mean": normalisation.mean, "image_std": normalisation.std, "size": image_size}
    (empty / PREPROCESSOR).write_text(json.dumps(preprocessor, indent=1) + "\n", encoding="utf-8")
    return {"parameters": encoder.num_parameters(), "last_loss": loss}


def _updates(
    pairs: Sequence[Source], tokens: Tokens, image_size: int, settings: VisionEncoderSettings
) -> Iterator[list[Example]]:
    pictures = Pictures(image_size, Normalisation(), flip=True, colour_jitter=JITTER)
    pace = Pace(settings.batch_size, settings.seed)
    streams = [
        Stream(Samples.open(each.path, DATASETS["pairs"]), Pairs(tokens, p_space=0), pictures, pace, Share())
        for each in pairs
    ]
    while True:
        yield [example for stream in streams for example in stream.take()]
