from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from tests.training.data.making import png
from training.data.pictures import Normalisation, Pictures, normalisation_of

CLIP = Normalisation((0.48, 0.46, 0.41), (0.27, 0.26, 0.28))
HALVES = Image.fromarray(np.repeat(np.array([[[250, 10, 10]] * 32 + [[10, 10, 250]] * 32], np.uint8), 64, axis=0))


def chance(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def halves() -> bytes:
    file = BytesIO()
    HALVES.save(file, "PNG")
    return file.getvalue()


def read(pictures: Pictures, data: bytes, seed: int | None = None) -> torch.Tensor:
    tensor = pictures.tensor(data, None if seed is None else chance(seed))
    assert tensor is not None
    return tensor


@pytest.mark.parametrize(("size", "rows", "columns"), [((64, 32), 16, 32), ((32, 64), 32, 16), ((8, 4), 16, 32)])
def test_aspect_is_kept_and_the_rest_is_the_mean_colour(size: tuple[int, int], rows: int, columns: int) -> None:
    tensor = read(Pictures(32, CLIP), png((255, 0, 51), size))
    assert tensor.shape == (3, 32, 32)
    assert tensor.dtype == torch.float32
    top, left = (32 - rows) // 2, (32 - columns) // 2
    inside = tensor[:, top : top + rows, left : left + columns]
    for channel, value in enumerate((1.0, 0.0, 0.2)):
        expected = (value - CLIP.mean[channel]) / CLIP.std[channel]
        assert torch.allclose(inside[channel], torch.tensor(expected), atol=1e-4)
    rest = tensor.clone()
    rest[:, top : top + rows, left : left + columns] = 0
    assert not rest.any()


def test_a_line_of_pixels_is_still_a_picture() -> None:
    assert read(Pictures(32), png(size=(3000, 2))).any()


def test_what_cannot_be_decoded_is_none() -> None:
    whole = png()
    for data in (b"", b"no image", whole[:50], b"BM" + whole):
        assert Pictures(32).tensor(data) is None


def test_without_chance_a_picture_is_as_it_is() -> None:
    varied = Pictures(32, flip=True, colour_jitter=0.5)
    assert torch.equal(read(varied, halves()), read(Pictures(32), halves()))


def test_half_of_the_pictures_are_mirrored() -> None:
    plain, flipping = read(Pictures(32), halves()), Pictures(32, flip=True)
    mirrored = [torch.equal(read(flipping, halves(), seed), plain.flip(2)) for seed in range(200)]
    same = [torch.equal(read(flipping, halves(), seed), plain) for seed in range(200)]
    assert 70 < sum(mirrored) < 130
    assert sum(mirrored) + sum(same) == 200


def test_colours_vary_with_chance_and_by_no_more_than_asked() -> None:
    jittering = Pictures(32, colour_jitter=0.1)
    made = [read(jittering, halves(), seed) for seed in range(10)]
    assert torch.equal(made[0], read(jittering, halves(), 0))
    assert len({tensor.sum().item() for tensor in made}) == 10
    assert all((tensor - read(Pictures(32), halves())).abs().max() < 0.6 for tensor in made)


def test_the_mirror_does_not_change_the_colours() -> None:
    both = [read(Pictures(32, flip=flip, colour_jitter=0.1), halves(), 0) for flip in (True, False)]
    assert torch.equal(both[0], both[1]) or torch.equal(both[0], both[1].flip(2))


def test_the_normalisation_is_that_of_the_encoder(tmp_path: Path) -> None:
    assert normalisation_of(tmp_path) == Normalisation()
    path = tmp_path / "preprocessor_config.json"
    path.write_text(json.dumps({"image_mean": CLIP.mean, "image_std": CLIP.std}))
    assert normalisation_of(tmp_path) == CLIP
    for text in ("{", '{"image_mean": [1]}', '{"image_mean": [1, 2], "image_std": [1, 2, 3]}'):
        path.write_text(text)
        with pytest.raises(ValueError, match=r"preprocessor_config\.json has no image_mean and image_std"):
            normalisation_of(tmp_path)
