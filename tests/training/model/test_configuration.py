from __future__ import annotations

from pathlib import Path

from transformers import ResNetConfig

from tests.training.model.tiny import LANGUAGE_MODELS, VISION, VOCABULARY
from training.model.configuration import FlamingoConfig


def test_defaults_are_the_papers() -> None:
    config = FlamingoConfig(LANGUAGE_MODELS["opt"], VISION)
    assert (config.num_latents, config.resampler_layers, config.resampler_heads) == (64, 6, 16)
    assert (config.cross_attention_every, config.ffw_factor, config.max_frames) == (1, 4, 8)


def test_the_new_tokens_follow_the_vocabulary() -> None:
    config = FlamingoConfig(LANGUAGE_MODELS["llama"], VISION)
    assert (config.image_token_id, config.eoc_token_id) == (VOCABULARY, VOCABULARY + 1)


def test_the_width_of_what_is_seen_is_a_transformers_or_a_last_stages() -> None:
    assert FlamingoConfig(LANGUAGE_MODELS["llama"], VISION).vision_width == VISION.hidden_size
    stages = ResNetConfig(hidden_sizes=[8, 16, 40], depths=[1, 1, 1])
    assert FlamingoConfig(LANGUAGE_MODELS["llama"], stages).vision_width == 40


def test_it_is_saved_and_read_whole(tmp_path: Path) -> None:
    config = FlamingoConfig(LANGUAGE_MODELS["gpt-neox"], VISION, num_latents=7, cross_attention_every=3)
    config.save_pretrained(tmp_path)
    read = FlamingoConfig.from_pretrained(tmp_path)
    assert (read.num_latents, read.cross_attention_every) == (7, 3)
    assert type(read.text_config) is type(LANGUAGE_MODELS["gpt-neox"])
    assert read.vision_config.patch_size == VISION.patch_size
