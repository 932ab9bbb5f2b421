from __future__ import annotations

import random
from pathlib import Path

import pytest
import torch
from PIL import Image
from transformers import AutoModelForImageClassification

from tests.training.scoring.tiny_scorers import SIDE, save_image_classifier
from training.scoring.image_classifier import ImageClassifier


def noise(seed: int, size: tuple[int, int] = (SIDE, SIDE)) -> Image.Image:
    return Image.frombytes("RGB", (4, 4), random.Random(seed).randbytes(48)).resize(size)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_image_classifier(tmp_path_factory.mktemp("classifier"), "normal", "nsfw")


def test_it_says_what_transformers_model_says(folder: Path) -> None:
    picture = noise(1)
    pixels = torch.tensor(list(picture.tobytes()), dtype=torch.float32).view(1, SIDE, SIDE, 3).permute(0, 3, 1, 2) / 255
    mean, std = torch.tensor([0.48145466, 0.4578275, 0.40821073]), torch.tensor([0.26862954, 0.26130258, 0.27577711])
    pixels = (pixels - mean[:, None, None]) / std[:, None, None]
    model = AutoModelForImageClassification.from_pretrained(folder).eval()
    with torch.no_grad():
        expected = float(model(pixel_values=pixels).logits.softmax(-1)[0, 1])
    assert ImageClassifier(folder, "nsfw").scores([picture]) == pytest.approx([expected], abs=1e-5)


def test_pictures_of_all_sizes_go_together_and_each_has_its_own_score(folder: Path) -> None:
    classifier = ImageClassifier(folder, "nsfw")
    pictures = [noise(seed, size) for seed, size in enumerate([(32, 32), (200, 50), (7, 90), (1, 1)])]
    together = classifier.scores(pictures)
    assert together == pytest.approx([classifier.scores([each])[0] for each in pictures], abs=1e-5)
    assert len(set(together)) == len(pictures)
    assert all(0 <= value <= 1 for value in together)


def test_what_could_hold_code_is_not_read(folder: Path, tmp_path: Path) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    model = AutoModelForImageClassification.from_pretrained(folder)
    (tmp_path / "model.safetensors").unlink()
    torch.save(model.state_dict(), tmp_path / "pytorch_model.bin")
    with pytest.raises(ValueError, match="safetensors"):
        ImageClassifier(tmp_path, "nsfw")


def test_a_folder_of_something_else_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no image processor"):
        ImageClassifier(tmp_path, "nsfw")
