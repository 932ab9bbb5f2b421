"""Folders of tiny random weights, as transformers saves them."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, CLIPVisionModel, LlamaConfig

from tests.training.data.toy_tokens import SPECIAL, VOCABULARY, byte_tokenizer
from tests.training.model.tiny import VISION

LONGEST = 128
"""Tokens that the language model reads at most."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Where the frozen weights lie.

    Attributes:
        language_model: Folder of a causal language model and its tokenizer.
        vision_encoder: Folder of a vision encoder for pictures of 32 px.
    """

    language_model: Path
    vision_encoder: Path


def save_weights(folder: Path, seed: int = 0, dtype: torch.dtype = torch.float32) -> Weights:
    """Make both below a folder."""
    weights = Weights(folder / "language-model", folder / "vision-encoder")
    torch.manual_seed(seed)
    save_language_model(weights.language_model, dtype)
    CLIPVisionModel(deepcopy(VISION)).to(dtype).save_pretrained(weights.vision_encoder)
    return weights


def save_language_model(folder: Path, dtype: torch.dtype = torch.float32) -> None:
    """Make a Llama of 4 layers with a token for every byte."""
    tokenizer = byte_tokenizer(**SPECIAL)
    config = LlamaConfig(
        vocab_size=VOCABULARY,
        initializer_range=0.2,  # else it hardly says anything that one could steer
        hidden_size=32,
        num_hidden_layers=4,
        intermediate_size=64,
        num_attention_heads=4,
        max_position_embeddings=LONGEST,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    AutoModelForCausalLM.from_config(config).to(dtype).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
