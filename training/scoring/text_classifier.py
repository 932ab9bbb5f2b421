"""A classifier of texts, from a folder that transformers wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from training.model.assembly import read_folder, read_weights
from training.scoring.labels import Output, output_of

CHARACTERS_A_TOKEN = 16
"""Characters that are read for each token there is room for: words are shorter, and pages may be very long."""


class TextClassifier:
    """Gives texts the value of one label.

    Args:
        folder: `config.json`, `tokenizer.json` and weights in safetensors files.
        label: The label; empty for a model of one output.
        max_tokens: Tokens of a stretch: what the model reads at once.
        max_stretches: Stretches of a text that are looked at, from its beginning.
        batch: Stretches that the model is given at once.
        device: Where it runs.

    Raises:
        ValueError: The folder holds no such model, or the model has no such label.
    """

    def __init__(
        self, folder: Path, label: str, max_tokens: int, max_stretches: int, batch: int = 32, device: str = "cpu"
    ) -> None:
        self._tokenizer: Any = read_folder(AutoTokenizer.from_pretrained, folder, "tokenizer")
        self._model = read_weights(AutoModelForSequenceClassification, folder, "text classifier").eval().to(device)
        self._output: Output = output_of(self._model.config, label, folder)
        self._max_tokens, self._max_stretches, self._batch, self._device = max_tokens, max_stretches, batch, device
        if self._tokenizer.pad_token is None:
            raise ValueError(f"the tokenizer in {folder} has no token to fill stretches with: give it a pad_token")

    @torch.inference_mode()
    def score(self, text: str) -> float | None:
        """Return the highest value of a stretch of the text; None for an empty one.

        Stretches depend on the text alone, and so does the value, whatever else is scored.
        """
        readable = text[: self._max_tokens * self._max_stretches * CHARACTERS_A_TOKEN]
        if not readable.strip():
            return None
        encoded = self._tokenizer(
            readable,
            truncation=True,
            max_length=self._max_tokens,
            return_overflowing_tokens=True,
            padding=True,
            return_tensors="pt",
        )
        ids_BL, mask_BL = encoded["input_ids"], encoded["attention_mask"]
        values: list[float] = []
        for begin in range(0, min(len(ids_BL), self._max_stretches), self._batch):
            rows = slice(begin, min(begin + self._batch, self._max_stretches))
            ids, mask = ids_BL[rows].to(self._device), mask_BL[rows].to(self._device)
            values += self._output.values(self._model(input_ids=ids, attention_mask=mask).logits)
        return max(values)
