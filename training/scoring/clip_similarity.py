"""How much images and texts have to do with one another, by a CLIP model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torch import Tensor
from transformers import AutoImageProcessor, AutoTokenizer, CLIPModel

from training.model.assembly import read_folder, read_weights

CHARACTERS_A_TOKEN = 16


class ClipSimilarity:
    """Compares pictures with texts.

    Args:
        folder: What `CLIPModel`, its tokenizer and its image processor were saved to.
        batch: Pictures or texts that the model is given at once.
        device: Where it runs.

    Raises:
        ValueError: The folder holds no such model.
    """

    def __init__(self, folder: Path, batch: int = 32, device: str = "cpu") -> None:
        self._processor: Any = read_folder(AutoImageProcessor.from_pretrained, folder, "image processor")
        self._tokenizer: Any = read_folder(AutoTokenizer.from_pretrained, folder, "tokenizer")
        self._model: Any = read_weights(CLIPModel, folder, "CLIP model").eval().to(device)
        self._longest = self._model.config.text_config.max_position_embeddings
        self._batch, self._device = batch, device

    @torch.inference_mode()
    def similarities(self, pictures: Sequence[Image.Image], texts: Sequence[str]) -> Tensor:
        """Return cosines [pictures, texts] in float32, on the CPU.

        Of a text the first tokens are read, as many as the model reads (77 of OpenAI's).
        """
        images_BD = self._features(pictures, self._of_pictures)
        texts_BD = self._features(texts, self._of_texts)
        return (images_BD @ texts_BD.T).clamp(-1, 1)

    def _features(self, items: Sequence[Any], encode: Any) -> Tensor:
        parts = [encode(items[begin : begin + self._batch]) for begin in range(0, len(items), self._batch)]
        return torch.nn.functional.normalize(torch.cat(parts).float().cpu(), dim=-1)

    def _of_pictures(self, pictures: Sequence[Image.Image]) -> Tensor:
        pixels_BCHW = self._processor(images=list(pictures), return_tensors="pt")["pixel_values"]
        return self._model.get_image_features(
            pixel_values=pixels_BCHW.to(self._device, self._model.dtype)
        ).pooler_output

    def _of_texts(self, texts: Sequence[str]) -> Tensor:
        encoded = self._tokenizer(
            [text[: self._longest * CHARACTERS_A_TOKEN] for text in texts],
            truncation=True,
            max_length=self._longest,
            padding="max_length",
            return_tensors="pt",
        )
        ids_BL, mask_BL = encoded["input_ids"].to(self._device), encoded["attention_mask"].to(self._device)
        return self._model.get_text_features(input_ids=ids_BL, attention_mask=mask_BL).pooler_output
