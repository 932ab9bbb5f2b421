"""A random vision encoder, kept in a folder that transformers loads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shards.fingerprint import versions_of
from training.data.pictures import PREPROCESSOR, Normalisation
from training.pretraining.keeping import Making, keep
from training.pretraining.random_vision import random_vision_encoder
from training.pretraining.settings import VisionEncoderSettings

WHAT = "vision encoder"


def make_vision_encoder(folder: Path, settings: VisionEncoderSettings, overwrite: bool = False) -> None:
    """Write a random vision encoder, once: where the folder has it already, nothing is done.

    The folder appears whole or not at all. transformers loads it by `AutoModel`; beside the weights lies the
    normalisation of its pictures.

    Args:
        folder: Where it goes.
        settings: What is made.
        overwrite: Replace what was made from other settings.

    Raises:
        ValueError: The folder was made from something else.
    """
    making = Making(WHAT, {"settings": settings.model_dump()}, versions_of("torch", "transformers"))
    keep(folder, making, lambda empty: _make(empty, settings), overwrite)


def _make(empty: Path, settings: VisionEncoderSettings) -> dict[str, Any]:
    model = random_vision_encoder(settings)
    model.save_pretrained(empty)
    normalisation = Normalisation()
    preprocessor = {
        "image_processor_type": "CLIPImageProcessor",
        "image_mean": normalisation.mean,
        "image_std": normalisation.std,
        "size": {"height": settings.image_size, "width": settings.image_size},
    }
    (empty / PREPROCESSOR).write_text(json.dumps(preprocessor, indent=1) + "\n", encoding="utf-8")
    return {"parameters": model.num_parameters()}
