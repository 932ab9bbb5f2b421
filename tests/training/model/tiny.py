"""Tiny random models."""

from __future__ import annotations

import torch
from transformers import CLIPVisionConfig, GPTNeoXConfig, LlamaConfig, MptConfig, OPTConfig, PretrainedConfig

from training.model.configuration import FlamingoConfig
from training.model.flamingo import Flamingo

VOCABULARY = 50
LANGUAGE_MODELS: dict[str, PretrainedConfig] = {
    "opt": OPTConfig(
        vocab_size=VOCABULARY, hidden_size=32, word_embed_proj_dim=32, num_hidden_layers=4, ffn_dim=64,
        num_attention_heads=4, max_position_embeddings=128, bos_token_id=0, eos_token_id=1, pad_token_id=2,
    ),
    "llama": LlamaConfig(
        vocab_size=VOCABULARY, hidden_size=32, num_hidden_layers=4, intermediate_size=64, num_attention_heads=4,
        bos_token_id=0, eos_token_id=1, pad_token_id=2,
    ),
    "llama-tied": LlamaConfig(
        vocab_size=VOCABULARY, hidden_size=32, num_hidden_layers=4, intermediate_size=64, num_attention_heads=4,
        bos_token_id=0, eos_token_id=1, pad_token_id=2, tie_word_embeddings=True,
    ),
    "gpt-neox": GPTNeoXConfig(
        vocab_size=VOCABULARY, hidden_size=32, num_hidden_layers=4, intermediate_size=64, num_attention_heads=4,
        bos_token_id=0, eos_token_id=1,
    ),
    "mpt": MptConfig(vocab_size=VOCABULARY, d_model=32, n_layers=4, n_heads=4, max_seq_len=128, expansion_ratio=2),
}  # fmt: skip
VISION = CLIPVisionConfig(
    hidden_size=24, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4, image_size=32, patch_size=8
)


def tiny(language_model: str = "llama", *, every: int = 2, open_gates: bool = False, **changes: int) -> Flamingo:
    """Return a tiny random Flamingo; with open gates its images have an effect."""
    torch.manual_seed(0)
    config = FlamingoConfig(
        LANGUAGE_MODELS[language_model],
        VISION,
        **{"num_latents": 6, "resampler_layers": 2, "resampler_heads": 4, "max_frames": 2, **changes},
        cross_attention_every=every,
    )
    model = Flamingo(config)
    if open_gates:
        with torch.no_grad():
            for block in model.cross_attention:
                block.attn_gate.fill_(0.7)
                block.ff_gate.fill_(0.3)
    return model.eval()


def pixels(batch: int, images: int, frames: int = 1, seed: int = 1) -> torch.Tensor:
    """Return random images."""
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(batch, images, frames, 3, 32, 32, generator=generator)
