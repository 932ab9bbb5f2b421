"""Folders of tiny random classifiers, as transformers saves them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    CLIPConfig,
    CLIPImageProcessor,
    CLIPModel,
    ViTConfig,
    ViTForImageClassification,
)

from tests.training.data.toy_tokens import SPECIAL, VOCABULARY, byte_tokenizer

SIDE = 32
SMALL = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
LOUD = {"initializer_range": 1.0}
"""Else all inputs give nearly the same output."""
LONGEST = 64
"""Tokens that the readers of texts read at once."""


def save_image_classifier(folder: Path, *labels: str, seed: int = 0, **more: Any) -> Path:
    """Make a classifier of pictures of 32 px."""
    torch.manual_seed(seed)
    config = ViTConfig(**SMALL, **LOUD, image_size=SIDE, patch_size=8, **_labels(labels), **more)
    ViTForImageClassification(config).save_pretrained(folder)
    _save_processor(folder)
    return folder


def save_text_classifier(folder: Path, *labels: str, seed: int = 0, **more: Any) -> Path:
    """Make a classifier of texts, with a token for every byte."""
    torch.manual_seed(seed)
    sizes = {"vocab_size": VOCABULARY, "max_position_embeddings": LONGEST, "pad_token_id": 258}
    BertForSequenceClassification(BertConfig(**SMALL, **LOUD, **sizes, **_labels(labels), **more)).save_pretrained(
        folder
    )
    byte_tokenizer(**SPECIAL).save_pretrained(folder)
    return folder


def save_clip(folder: Path, seed: int = 0) -> Path:
    """Make a CLIP model for pictures of 32 px."""
    torch.manual_seed(seed)
    text = {**SMALL, "vocab_size": VOCABULARY, "max_position_embeddings": LONGEST, "eos_token_id": 257}
    vision = {**SMALL, "image_size": SIDE, "patch_size": 8}
    CLIPModel(CLIPConfig(text_config=text, vision_config=vision, projection_dim=16)).save_pretrained(folder)
    byte_tokenizer(**SPECIAL).save_pretrained(folder)
    _save_processor(folder)
    return folder


def _labels(labels: tuple[str, ...]) -> dict[str, Any]:
    return {"id2label": dict(enumerate(labels)), "label2id": {label: index for index, label in enumerate(labels)}}


def _save_processor(folder: Path) -> None:
    CLIPImageProcessor(size={"shortest_edge": SIDE}, crop_size={"height": SIDE, "width": SIDE}).save_pretrained(folder)
