from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoModel

from shards.pairs import FORMAT
from tests.training.data.making import document, png, write_shards
from tests.training.data.toy_tokens import byte_tokens
from training.data.pictures import Normalisation, normalisation_of
from training.pretraining.settings import VisionEncoderSettings
from training.pretraining.texts import Source
from training.pretraining.vision_encoder import make_vision_encoder

TOKENS = byte_tokens()
SMALL = VisionEncoderSettings(width=16, updates=3, batch_size=4)


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    """Documents, which are not looked at, and pairs."""
    colours = {"red": (250, 0, 0), "green": (0, 250, 0), "blue": (0, 0, 250)}
    samples = {
        f"{name}-000": {"json": json.dumps({"format": FORMAT, "caption": f"all {name}"}).encode(), "png": png(colour)}
        for name, colour in colours.items()
    }
    documents = [{"a": {"json": json.dumps(document("a", ["text"])).encode()}}]
    return [
        Source(write_shards(tmp_path / "documents", documents), "documents"),
        Source(write_shards(tmp_path / "pairs", [samples], "pairs"), "pairs"),
    ]


def contents(folder: Path) -> list[bytes]:
    return [each.read_bytes() for each in sorted(folder.iterdir())]


def test_transformers_loads_what_was_made(sources: list[Source], tmp_path: Path) -> None:
    told: list[int] = []
    make_vision_encoder(tmp_path / "v", sources, TOKENS, 32, SMALL, lambda done, of, loss: told.append(done))
    assert told == [1, 2, 3]
    loaded = AutoModel.from_pretrained(tmp_path / "v", local_files_only=True)
    assert loaded(pixel_values=torch.zeros(2, 3, 64, 64)).last_hidden_state.shape == (2, 16, 4, 4)
    assert normalisation_of(tmp_path / "v") == Normalisation()


def test_it_is_made_once_and_the_same_everywhere(sources: list[Source], tmp_path: Path) -> None:
    for name in ("a", "b"):
        make_vision_encoder(tmp_path / name, sources, TOKENS, 32, SMALL)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    times = [each.stat().st_mtime_ns for each in sorted((tmp_path / "a").iterdir())]
    make_vision_encoder(tmp_path / "a", sources, TOKENS, 32, SMALL)
    assert times == [each.stat().st_mtime_ns for each in sorted((tmp_path / "a").iterdir())]


def test_without_pairs_or_updates_it_stays_random(sources: list[Source], tmp_path: Path) -> None:
    still = SMALL.model_copy(update={"updates": 0})
    make_vision_encoder(tmp_path / "still", sources, TOKENS, 32, still)
    make_vision_encoder(tmp_path / "blind", sources[:1], TOKENS, 32, SMALL)
    make_vision_encoder(tmp_path / "learnt", sources, TOKENS, 32, SMALL)
    weights = {
        name: load_file(tmp_path / name / "model.safetensors")["embedder.embedder.convolution.weight"]
        for name in ("still", "blind", "learnt")
    }
    assert torch.equal(weights["still"], weights["blind"])
    assert not torch.equal(weights["still"], weights["learnt"])


def test_other_settings_need_another_folder(sources: list[Source], tmp_path: Path) -> None:
    make_vision_encoder(tmp_path / "v", sources, TOKENS, 32, SMALL)
    other = SMALL.model_copy(update={"width": 32})
    with pytest.raises(ValueError, match=r"vision encoder in .* settings\.width is 16 there and 32 now"):
        make_vision_encoder(tmp_path / "v", sources, TOKENS, 32, other)
    with pytest.raises(ValueError, match="image_size is 32 there and 64 now"):
        make_vision_encoder(tmp_path / "v", sources, TOKENS, 64, SMALL)
    make_vision_encoder(tmp_path / "v", sources, TOKENS, 32, other, overwrite=True)
    assert AutoModel.from_pretrained(tmp_path / "v").config.hidden_sizes == [8, 16, 32]
