from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageFilter
from scipy.ndimage import correlate

from filters.images.sharpness import STEEPEST, blur
from tests.filters.images.pictures import photo, view

KERNEL = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])


def sharpness(pixels: Image.Image) -> float:
    found = blur(view(pixels))
    assert found is not None
    return found


@pytest.mark.parametrize("side", [3, 64, 256])
def test_it_is_the_variance_of_the_laplacian(side: int) -> None:
    levels = np.asarray(photo(side).convert("L")).astype(int)
    expected = correlate(levels, KERNEL)[1:-1, 1:-1].var()
    assert sharpness(photo(side)) == pytest.approx(expected, rel=1e-12)


def test_blurring_lowers_it_step_by_step() -> None:
    found = [sharpness(photo(200).filter(ImageFilter.GaussianBlur(radius))) for radius in (0, 1, 2, 4)]
    assert found == sorted(found, reverse=True)
    assert found[0] > 10 * found[1]


def test_the_size_of_the_reduced_picture_hardly_matters() -> None:
    """Pictures are reduced to between 256 and 511 pixels: what is measured must not depend on where in between."""
    scene = photo(64).resize((2048, 2048), Image.Resampling.BICUBIC)
    found = [sharpness(scene.resize((side, side), Image.Resampling.BOX)) for side in (256, 384, 511)]
    assert max(found) < 1.25 * min(found)


def test_the_ends_of_its_range() -> None:
    assert sharpness(Image.new("RGB", (256, 9), "white")) == 0
    board = np.indices((256, 256)).sum(axis=0) % 2 * 255
    assert sharpness(Image.fromarray(board.astype(np.uint8)).convert("RGB")) == STEEPEST**2


@pytest.mark.parametrize("size", [(2, 100), (100, 2), (1, 1), (5000, 3)])
def test_what_is_too_narrow_for_it_has_none(size: tuple[int, int]) -> None:
    assert blur(view(Image.new("RGB", size))) is None
