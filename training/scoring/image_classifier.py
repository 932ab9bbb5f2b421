"""A classifier of pictures, from a folder that transformers wrote."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from transformers import AutoImageProcessor, AutoModelForImageClassification

from training.model.assembly import read_folder, read_weights
from training.scoring.labels import Output, output_of


class ImageClassifier:
    """Gives pictures the value of one label.

    Args:
        folder: `config.json`, `preprocessor_config.json` and weights in safetensors files.
        label: The label; empty for a model of one output.
        device: Where it runs.

    Raises:
        ValueError: The folder holds no such model, or the model has no such label.
    """

    def __init__(self, folder: Path, label: str, device: str = "cpu") -> None:
        self._processor: Any = read_folder(AutoImageProcessor.from_pretrained, folder, "image processor")
        self._model = read_weights(AutoModelForImageClassification, folder, "image classifier").eval().to(device)
        self._output: Output = output_of(self._model.config, label, folder)
        self._device = device

    @torch.inference_mode()
    def scores(self, pictures: Sequence[Image.Image]) -> list[float]:
        """Return the value of each picture (RGB)."""
        pixels_BCHW = self._processor(images=list(pictures), return_tensors="pt")["pixel_values"]
        logits_BL = self._model(pixel_values=pixels_BCHW.to(self._device, self._model.dtype)).logits
        return self._output.values(logits_BL)
