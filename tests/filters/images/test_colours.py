from __future__ import annotations

import numpy as np
from PIL import Image

from filters.images.colours import entropy, single_colour
from tests.filters.images.pictures import as_jpeg, flat, photo, view


def test_a_single_colour_is_one_even_after_jpeg() -> None:
    assert single_colour(view(flat())) == 1
    assert single_colour(view(as_jpeg(flat(4), 60))) > 0.99


def test_a_photograph_has_no_single_colour() -> None:
    assert single_colour(view(as_jpeg(photo(), 85))) < 0.2


def test_the_share_of_the_pixels_near_the_median_is_counted() -> None:
    pixels = Image.new("RGB", (10, 10), (100, 100, 100))
    pixels.paste((100, 100, 109), (0, 0, 10, 3))  # 9 levels off, in one channel of 30 pixels
    pixels.paste((108, 92, 100), (0, 3, 10, 6))  # 8 levels off is near enough
    assert single_colour(view(pixels)) == 0.7


def test_entropy_is_that_of_the_grey_levels() -> None:
    halves = Image.new("RGB", (10, 10), (0, 0, 0))
    halves.paste((255, 255, 255), (0, 0, 10, 5))
    assert entropy(view(halves)) == 1
    ramp = Image.fromarray(np.arange(256, dtype=np.uint8).reshape(16, 16)).convert("RGB")
    assert entropy(view(ramp)) == 8
    assert str(entropy(view(Image.new("RGB", (8, 8))))) == "0.0"
