from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from filters.images.letterbox import letterbox
from tests.filters.images.pictures import SIDE, as_jpeg, flat, photo, view


def test_a_picture_without_bars_has_none() -> None:
    assert letterbox(view(photo())) == 0


@pytest.mark.parametrize("box", [(0, 16), (16, 0), (8, 8)])
def test_bars_at_the_sides_are_counted(box: tuple[int, int]) -> None:
    pixels = Image.new("RGB", (SIDE + 2 * box[0], SIDE + 2 * box[1]), "black")
    pixels.paste(photo(), box)
    assert letterbox(view(pixels)) == pytest.approx(1 - SIDE * SIDE / (pixels.width * pixels.height))


def test_what_jpeg_does_to_bars_hardly_matters() -> None:
    pixels = Image.new("RGB", (SIDE, 2 * SIDE), "black")
    pixels.paste(photo(), (0, 32))
    assert letterbox(view(as_jpeg(pixels, 80))) == pytest.approx(0.5, abs=0.02)


def test_bars_of_different_colours_count_both() -> None:
    pixels = Image.new("RGB", (SIDE, SIDE + 20), "white")
    pixels.paste("navy", (0, SIDE + 10, SIDE, SIDE + 20))
    pixels.paste(photo(), (0, 10))
    assert letterbox(view(pixels)) == pytest.approx(20 / (SIDE + 20))


def test_a_line_inside_the_picture_is_no_bar() -> None:
    pixels = photo()
    pixels.paste("black", (0, 20, SIDE, 40))
    assert letterbox(view(pixels)) == 0


@pytest.mark.parametrize("size", [(1, 1), (1, 50), (50, 1), (64, 64)])
def test_a_single_colour_is_all_bar(size: tuple[int, int]) -> None:
    assert letterbox(view(Image.new("RGB", size, "white"))) == 1
    assert letterbox(view(flat(8).crop((0, 0, 1, 1)))) == 1


def test_two_halves_are_two_bars() -> None:
    pixels = Image.new("RGB", (10, 10), "white")
    pixels.paste("black", (0, 0, 10, 4))
    assert letterbox(view(pixels)) == 1


def test_black_and_white_stand_at_the_ends_of_the_scale() -> None:
    levels = np.zeros((20, 20, 3), dtype=np.uint8)
    levels[10:] = np.random.Generator(np.random.PCG64(3)).integers(0, 256, size=(10, 20, 3))
    assert letterbox(view(Image.fromarray(levels))) == 0.5
    assert letterbox(view(Image.fromarray(255 - levels))) == 0.5


def test_bars_that_run_into_one_another_are_all_of_it() -> None:
    levels = np.repeat(np.arange(12, dtype=np.uint8), 3).reshape(12, 1, 3)  # 12 steps: 8 from either side
    assert letterbox(view(Image.fromarray(levels))) == 1
    assert letterbox(view(Image.fromarray(levels.swapaxes(0, 1)))) == 1
