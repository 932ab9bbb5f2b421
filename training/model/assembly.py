"""Folders of frozen weights and a few settings -> a Flamingo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from transformers import AutoConfig, AutoModel, AutoModelForCausalLM, PretrainedConfig

from training.model.configuration import FlamingoConfig
from training.model.flamingo import Flamingo


def read_language_model(folder: Path) -> PretrainedConfig:
    """Return the configuration of a causal language model.

    Raises:
        ValueError: The folder is none, or holds nothing that transformers knows.
    """
    config: PretrainedConfig = _read(AutoConfig.from_pretrained, folder, "language model")
    return config


def read_vision_encoder(folder: Path) -> PretrainedConfig:
    """Return the configuration of a vision encoder, or of that of a model which has one (CLIP's two towers).

    Raises:
        ValueError: The folder is none, or holds nothing that transformers knows.
    """
    config = _read(AutoConfig.from_pretrained, folder, "vision encoder")
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
        return Flamingo(config)


def assemble(language_model: Path, vision_encoder: Path, settings: Mapping[str, Any], seed: int) -> Flamingo:
    """Return a Flamingo of frozen weights, in the precision in which they were saved, and new ones in float32.

    Args:
        language_model: As for `read_config`, with weights.
        vision_encoder: Likewise.
        settings: Likewise.
        seed: Of what is learnt.

    Raises:
        ValueError: As `read_config`; or there are no weights.
    """
    config = read_config(language_model, vision_encoder, settings)
    text = _read(AutoModelForCausalLM.from_pretrained, language_model, "language model")
    vision = _read(AutoModel.from_pretrained, vision_encoder, "vision encoder")
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return Flamingo(config, text, getattr(vision, "vision_model", vision))


def _read(reader: Callable[..., Any], folder: Path, what: str) -> Any:
    if not folder.is_dir():
        raise ValueError(f"{folder} is no folder: give the one of the {what}, with its config.json and weights")
    try:
        return reader(str(folder), local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise ValueError(f"{folder} holds no {what} that transformers reads: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__
