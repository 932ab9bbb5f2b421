from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoModel

from training.data.pictures import Normalisation, normalisation_of
from training.pretraining.random_vision import random_vision_encoder
from training.pretraining.settings import VisionEncoderSettings
from training.pretraining.vision_encoder import make_vision_encoder

SMALL = VisionEncoderSettings(width=32, heads=4, layers=1, patch=8, image_size=16)


def test_transformers_loads_what_was_made(tmp_path: Path) -> None:
    make_vision_encoder(tmp_path / "v", SMALL)
    loaded, made = AutoModel.from_pretrained(tmp_path / "v", local_files_only=True), random_vision_encoder(SMALL)
    pixels = torch.randn(2, 3, 16, 16, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        features = loaded(pixel_values=pixels).last_hidden_state
        assert torch.equal(features, made(pixel_values=pixels).last_hidden_state)
    assert features.shape == (2, 5, loaded.config.hidden_size)
    assert normalisation_of(tmp_path / "v") == Normalisation()


def test_it_is_made_once_and_the_same_everywhere(tmp_path: Path) -> None:
    for name in ("a", "b"):
        make_vision_encoder(tmp_path / name, SMALL)
    written = {name: [each.read_bytes() for each in sorted((tmp_path / name).iterdir())] for name in ("a", "b")}
    assert written["a"] == written["b"]
    times = [each.stat().st_mtime_ns for each in sorted((tmp_path / "a").iterdir())]
    make_vision_encoder(tmp_path / "a", SMALL)
    assert times == [each.stat().st_mtime_ns for each in sorted((tmp_path / "a").iterdir())]


def test_other_settings_need_another_folder(tmp_path: Path) -> None:
    make_vision_encoder(tmp_path / "v", SMALL)
    other = SMALL.model_copy(update={"layers": 2})
    with pytest.raises(ValueError, match=r"vision encoder in .* settings\.layers is 1 there and 2 now"):
        make_vision_encoder(tmp_path / "v", other)
    make_vision_encoder(tmp_path / "v", other, overwrite=True)
    assert AutoModel.from_pretrained(tmp_path / "v").config.num_hidden_layers == 2
