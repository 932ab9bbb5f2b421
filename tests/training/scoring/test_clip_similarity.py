from __future__ import annotations

from pathlib import Path

import pytest
import torch

from tests.training.scoring.test_image_classifier import noise
from tests.training.scoring.tiny_scorers import save_clip
from training.scoring.clip_similarity import ClipSimilarity

TEXTS = ["a pier", "gulls over a harbour at noon, and boats coming in " * 20, "sand"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_clip(tmp_path_factory.mktemp("clip"))


def test_every_picture_is_compared_with_every_text(folder: Path) -> None:
    model = ClipSimilarity(folder)
    pictures = [noise(seed) for seed in range(4)]
    found = model.similarities(pictures, TEXTS)
    assert found.shape == (4, 3)
    assert found.dtype == torch.float32
    assert bool((found.abs() <= 1).all())
    for row, picture in zip(found, pictures, strict=True):
        assert torch.allclose(row, model.similarities([picture], TEXTS)[0], atol=1e-5)
    assert len({tuple(row) for row in found.tolist()}) == 4


def test_they_are_the_cosines_that_transformers_gives(folder: Path) -> None:
    model = ClipSimilarity(folder)
    picture = noise(7)
    inputs = model._tokenizer(TEXTS[:1], padding="max_length", max_length=64, return_tensors="pt")
    pixels = model._processor(images=[picture], return_tensors="pt")["pixel_values"]
    with torch.no_grad():
        output = model._model(
            input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"], pixel_values=pixels
        )
    expected = output.logits_per_image / model._model.logit_scale.exp()
    assert model.similarities([picture], TEXTS[:1]) == pytest.approx(expected.detach(), abs=1e-5)


def test_batches_do_not_matter(folder: Path) -> None:
    pictures = [noise(seed) for seed in range(5)]
    found = [ClipSimilarity(folder, batch).similarities(pictures, TEXTS) for batch in (1, 2, 32)]
    assert torch.allclose(found[0], found[1], atol=1e-5)
    assert torch.allclose(found[0], found[2], atol=1e-5)
