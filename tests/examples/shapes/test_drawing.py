from __future__ import annotations

import numpy as np
import pytest

from examples.shapes.drawing import GRAIN, SIDE, draw
from examples.shapes.things import COLOURS, SHAPES, THINGS, Thing

UNLIKE = 60
"""How far a pixel of a shape is from its background at the least, in steps of all channels together."""


def drawn(thing: Thing, seed: int) -> np.ndarray:
    return np.asarray(draw(thing, np.random.default_rng(seed)), float)


def inside(pixels: np.ndarray) -> np.ndarray:
    """Which pixels belong to the shape: those unlike the upper left corner."""
    return np.abs(pixels - np.median(pixels[:4, :4], (0, 1))).sum(-1) > UNLIKE


@pytest.mark.parametrize("thing", THINGS, ids=str)
def test_a_picture_shows_its_colour_and_all_of_its_shape(thing: Thing) -> None:
    for seed in range(5):
        pixels = drawn(thing, seed)
        assert pixels.shape == (SIDE, SIDE, 3)
        shape = inside(pixels)
        assert 0.1 < shape.mean() < 0.7
        assert shape[1:-1, 1:-1].sum() == shape.sum()
        shown = np.median(pixels[shape], 0)
        assert min(COLOURS, key=lambda name: np.abs(np.array(COLOURS[name]) - shown).sum()) == thing.colour


def test_shapes_fill_their_circle_in_different_degree() -> None:
    """Of a circle of radius 1: itself pi, a square 2, a triangle 1.3, a cross of five squares 2."""
    areas = {
        shape: np.mean([inside(drawn(Thing("blue", shape), seed)).sum() for seed in range(20)]) for shape in SHAPES
    }
    assert areas["circle"] / areas["square"] == pytest.approx(np.pi / 2, rel=0.05)
    assert areas["circle"] / areas["cross"] == pytest.approx(np.pi / 2, rel=0.05)
    assert areas["circle"] / areas["triangle"] == pytest.approx(np.pi / 1.299, rel=0.05)


def test_only_the_seed_decides() -> None:
    red = Thing("red", "cross")
    assert np.array_equal(drawn(red, 1), drawn(red, 1))
    assert np.abs(drawn(red, 1) - drawn(red, 2)).mean() > 2 * GRAIN
