from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from filters.images.image_signals import IMAGE_SIGNALS, View, aspect_ratio, entropy, single_colour
from filters.signals import measure_all

SIDE = 64


def view(pixels: Image.Image, size: int = 1000) -> View:
    return View(*pixels.size, size, pixels)


def as_jpeg(pixels: Image.Image, quality: int) -> Image.Image:
    file = BytesIO()
    pixels.save(file, "JPEG", quality=quality)
    return Image.open(BytesIO(file.getvalue())).convert("RGB")


def flat(noise: int = 0) -> Image.Image:
    generator = np.random.Generator(np.random.PCG64(1))
    levels = generator.integers(-noise, noise + 1, size=(SIDE, SIDE, 3)) + np.array([200, 40, 90])
    return Image.fromarray(levels.astype(np.uint8))


def photo() -> Image.Image:
    """Smooth gradients and grain, as a photograph of a landscape has."""
    generator = np.random.Generator(np.random.PCG64(2))
    down, across = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    levels = np.stack([200 - 150 * down, 60 + 120 * across, 100 + 80 * down * across], axis=2)
    return Image.fromarray((levels + generator.integers(-10, 11, size=levels.shape)).clip(0, 255).astype(np.uint8))


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


@pytest.mark.parametrize(("width", "height", "ratio"), [(300, 100, 3), (100, 300, 3), (1, 1, 1), (3, 2, 1.5)])
def test_sides_are_those_of_the_full_image_not_of_the_reduced_one(width: int, height: int, ratio: float) -> None:
    found = measure_all(View(width, height, 17, Image.new("RGB", (5, 5))), IMAGE_SIGNALS)
    assert (found["shorter_side"], found["longer_side"]) == (min(width, height), max(width, height))
    assert found["aspect_ratio"] == ratio == aspect_ratio(View(height, width, 17, Image.new("RGB", (1, 1))))
    assert found["size"] == 17


@pytest.mark.parametrize("pixels", [flat(), photo(), Image.new("RGB", (1, 1)), Image.new("RGB", (512, 1), "white")])
def test_every_measured_signal_lies_in_its_range(pixels: Image.Image) -> None:
    found = measure_all(view(pixels), IMAGE_SIGNALS)
    assert list(found) == [name for name, spec in IMAGE_SIGNALS.items() if spec.measure]
    for name, value in found.items():
        spec = IMAGE_SIGNALS[name]
        assert type(value) is spec.kind
        assert spec.low <= float(value) <= spec.high


def test_how_many_documents_show_an_image_is_asked_first_and_measured_nowhere() -> None:
    assert next(iter(IMAGE_SIGNALS)) == "documents"
    assert IMAGE_SIGNALS["documents"].measure is None
