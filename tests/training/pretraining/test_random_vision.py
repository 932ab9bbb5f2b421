from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw
from torch import Tensor

from training.pretraining.random_vision import positions, random_vision_encoder, step, wave_numbers
from training.pretraining.settings import VisionEncoderSettings

SMALL = VisionEncoderSettings(width=64, heads=8, layers=2, patch=8, image_size=32)
COLOURS = ("#d22", "#2a4", "#24d", "#ec2", "#94b", "#f82")


def pictures(number: int, seed: int) -> tuple[Tensor, Tensor]:
    """Return discs, squares and triangles of six colours at random places [N, 3, 64, 64], and which shape each is."""
    chance, drawn, shapes = np.random.default_rng(seed), [], []
    for _ in range(number):
        picture = Image.new("RGB", (64, 64), "white")
        side, shape, colour = int(chance.integers(18, 33)), int(chance.integers(3)), COLOURS[chance.integers(6)]
        left, top = (int(chance.integers(1, 63 - side)) for _ in "xy")
        right, bottom, draw = left + side, top + side, ImageDraw.Draw(picture)
        if shape == 0:
            draw.ellipse((left, top, right, bottom), fill=colour)
        elif shape == 1:
            draw.rectangle((left, top, right, bottom), fill=colour)
        else:
            draw.polygon([(left, bottom), (right, bottom), (left + side // 2, top)], fill=colour)
        drawn.append(np.asarray(picture, np.float32) / 127.5 - 1)
        shapes.append(shape)
    return torch.from_numpy(np.stack(drawn).transpose(0, 3, 1, 2)), torch.tensor(shapes)


def features(model: Any, pixels: Tensor) -> Tensor:
    """Return the features of all patches, without that of the class token."""
    with torch.no_grad():
        found: Tensor = model(pixel_values=pixels).last_hidden_state
    return found[:, 1:]


def read(known: Tensor, answers: Tensor, asked: Tensor, ridge: float = 1.0) -> Tensor:
    """Return what a ridge regression from some features to answers says of others."""
    mean, scale = known.mean(0), known.std(0) + 1e-6
    known, asked = (torch.cat([(each - mean) / scale, torch.ones(len(each), 1)], 1).double() for each in (known, asked))
    inner = known.T @ known + ridge * torch.eye(known.shape[1])
    weights: Tensor = torch.linalg.solve(inner, known.T @ answers.double())
    return asked @ weights


def test_one_step_leads_from_each_patch_to_its_neighbour() -> None:
    grid, angles = 6, wave_numbers(3, 6)
    places = positions(angles, grid).unflatten(0, (grid, grid))
    moved = places @ step(angles, 1, -2).T
    torch.testing.assert_close(moved[:-1, 2:], places[1:, :-2])


@pytest.mark.parametrize(("number", "grid"), [(1, 4), (2, 4), (4, 16), (4, 20), (2, 40), (2, 1)])
def test_no_two_patches_have_one_place(number: int, grid: int) -> None:
    places = positions(wave_numbers(number, grid), grid)
    alike = places @ places.T / (2 * number)
    assert (alike - 2 * torch.eye(len(alike))).max() < 1.999
    torch.testing.assert_close(alike.diagonal(), torch.ones(len(alike)))


def test_heads_look_at_their_neighbours() -> None:
    model = random_vision_encoder(VisionEncoderSettings())
    model.set_attn_implementation("eager")
    with torch.no_grad():
        output = model(pixel_values=pictures(10, seed=0)[0], output_attentions=True)
    patches = torch.arange(256).unflatten(0, (16, 16))[1:-1, 1:-1].flatten()  # those that have all eight
    neighbours = patches + torch.tensor([-17, -16, -15, -1, 1, 15, 16, 17])[:, None]
    for weights in output.attentions:
        looked_at = weights[:, :, 1 + patches, 1:].argmax(-1)
        assert (looked_at == neighbours).double().mean() > 0.85


def test_equal_settings_give_equal_weights_and_the_callers_chance_is_left_alone() -> None:
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    first = random_vision_encoder(SMALL).state_dict()
    assert torch.equal(torch.rand(3), expected)
    second = random_vision_encoder(SMALL).state_dict()
    other = random_vision_encoder(SMALL.model_copy(update={"seed": 1})).state_dict()
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert not torch.equal(first["embeddings.patch_embedding.weight"], other["embeddings.patch_embedding.weight"])


def test_a_feature_says_where_it_is_whatever_is_seen() -> None:
    pixels, _ = pictures(40, seed=0)
    found = features(random_vision_encoder(VisionEncoderSettings()), pixels)
    grid = torch.cartesian_prod(torch.arange(16.0), torch.arange(16.0))
    answers = grid.expand(40, -1, -1)
    said = read(found[:30].flatten(0, 1), answers[:30].flatten(0, 1), found[30:].flatten(0, 1))
    error = (said - answers[30:].flatten(0, 1)).square().mean(0).sqrt()
    assert error.max() < 1.0  # in patches, of 16


def test_shapes_can_be_read_from_the_mean_of_all_patches() -> None:
    model = random_vision_encoder(VisionEncoderSettings())
    (known, shapes), (asked, truth) = pictures(600, seed=0), pictures(200, seed=1)
    inputs = [features(model, each).mean(1) for each in (known, asked)]
    said = read(inputs[0], torch.eye(3)[shapes], inputs[1], ridge=3.0).argmax(1)
    assert (said == truth).double().mean() > 0.75  # 1/3 by chance


@pytest.mark.parametrize("patch", [32, 16, 4])
def test_pictures_of_few_patches_and_of_many_give_finite_features(patch: int) -> None:
    found = features(random_vision_encoder(SMALL.model_copy(update={"patch": patch})), torch.zeros(1, 3, 32, 32))
    assert found.shape == (1, (32 // patch) ** 2, 64)
    assert found.isfinite().all()
    assert not math.isclose(float(found.std()), 0.0)
