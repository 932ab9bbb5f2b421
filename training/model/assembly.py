"""Folders of frozen weights and a few settings -> a Flamingo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from transformers import AutoConfig, AutoModel, AutoModelForCausalLM, PretrainedConfig

from training.model.configuration import FlamingoConfig
from training.model.flamingo import Flamingo

PICTURES = "pixel_values"
UNREAD = "pooler."
"""What many vision encoders are saved without, and what nothing is read from."""


def read_language_model(folder: Path) -> PretrainedConfig:
    """Return the configuration of a causal language model.

    Raises:
        ValueError: The folder is none, or holds no language model that transformers knows.
    """
    config: PretrainedConfig = read_folder(AutoConfig.from_pretrained, folder, "language model")
    if not hasattr(config, "vocab_size"):
        raise ValueError(f"{folder} holds no language model but a {config.model_type}: give one that reads text")
    return config


def read_vision_encoder(folder: Path) -> PretrainedConfig:
    """Return the configuration of a vision encoder, or of that of a model which has one (CLIP's two towers).

    Raises:
        ValueError: The folder is none, or holds nothing that transformers knows.
    """
    config = read_folder(AutoConfig.from_pretrained, folder, "vision encoder")
    found: PretrainedConfig = getattr(config, "vision_config", config)
    return found


def read_config(language_model: Path, vision_encoder: Path, settings: Mapping[str, Any]) -> FlamingoConfig:
    """Return the configuration of a Flamingo; no weights are read.

    Args:
        language_model: Folder of a causal language model of transformers.
        vision_encoder: Folder of a vision encoder.
        settings: The other arguments of FlamingoConfig.

    Raises:
        ValueError: A folder is none, or holds nothing that transformers knows.
    """
    return FlamingoConfig(read_language_model(language_model), read_vision_encoder(vision_encoder), **settings)


def shape_of(config: FlamingoConfig) -> Flamingo:
    """Return a Flamingo without any memory for its weights, to be counted and asked.

    Raises:
        ValueError: The settings do not go together.
    """
    with torch.device("meta"):
        shape = Flamingo(config)
    if shape.vision_encoder.main_input_name != PICTURES:
        kind = type(shape.vision_encoder).__name__
        raise ValueError(f"the vision encoder is a {kind}, which reads no pictures: give one that does, such as CLIP's")
    return shape


def assemble(language_model: Path, vision_encoder: Path, settings: Mapping[str, Any], seed: int) -> Flamingo:
    """Return a Flamingo of frozen weights, in the precision in which they were saved, and new ones in float32.

    Args:
        language_model: As for `read_config`, with weights.
        vision_encoder: Likewise.
        settings: Likewise.
        seed: Of what is learnt.

    Raises:
        ValueError: As `read_config`; or weights are missing, damaged, or others than the configuration says.
    """
    config = read_config(language_model, vision_encoder, settings)
    text = read_weights(AutoModelForCausalLM, language_model, "language model")
    vision = read_weights(AutoModel, vision_encoder, "vision encoder")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return Flamingo(config, text, getattr(vision, "vision_model", vision))


def read_weights(kind: Any, folder: Path, what: str) -> Any:
    """Read a model; transformers alone would make up what is missing, on every worker something else.

    Args:
        kind: The class of transformers that reads it.
        folder: `config.json`, and weights in safetensors files.
        what: What it should be, for the messages.

    Raises:
        ValueError: The folder is none, or weights are missing, damaged, or others than the configuration says.
    """
    reader = partial(kind.from_pretrained, ignore_mismatched_sizes=True, output_loading_info=True, use_safetensors=True)
    model, report = read_folder(reader, folder, what)
    found = {*report["missing_keys"], *(name for name, *_ in report["mismatched_keys"])}
    lacking = sorted(name for name in found if not name.startswith(UNREAD))
    if lacking:
        raise ValueError(
            f"{folder} lacks weights of the {what}, {lacking[0]} of the right shape (and {len(lacking) - 1} more): "
            f"its config.json and its weights do not belong together"
        )
    return model


def read_folder(reader: Callable[..., Any], folder: Path, what: str) -> Any:
    """Read something of transformers' from a folder: nothing is downloaded, and none of its code is run.

    Raises:
        ValueError: The folder is none, or does not hold it.
    """
    if not folder.is_dir():
        raise ValueError(f"{folder} is no folder: give the one of the {what}, with its config.json and weights")
    try:
        return reader(str(folder), local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise ValueError(
            f"{folder} holds no {what} that transformers reads from config.json and safetensors files (others can "
            f"hold code; save_pretrained writes these): {_first_line(error)}"
        ) from error


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__
