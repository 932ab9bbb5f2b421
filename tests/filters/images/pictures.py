"""Small pictures of known content."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image

from filters.images.view import View

SIDE = 64


def view(pixels: Image.Image, size: int = 1000, *, qr_codes: bool = False) -> View:
    """Return what signals look at where nothing was reduced."""
    return View(*pixels.size, size, "png", pixels, qr_codes=qr_codes)


def as_jpeg(pixels: Image.Image, quality: int) -> Image.Image:
    file = BytesIO()
    pixels.save(file, "JPEG", quality=quality)
    return Image.open(BytesIO(file.getvalue())).convert("RGB")


def flat(noise: int = 0) -> Image.Image:
    generator = np.random.Generator(np.random.PCG64(1))
    levels = generator.integers(-noise, noise + 1, size=(SIDE, SIDE, 3)) + np.array([200, 40, 90])
    return Image.fromarray(levels.astype(np.uint8))


def photo(side: int = SIDE) -> Image.Image:
    """Smooth gradients and grain, as a photograph of a landscape has."""
    generator = np.random.Generator(np.random.PCG64(2))
    down, across = np.mgrid[0:side, 0:side] / side
    levels = np.stack([200 - 150 * down, 60 + 120 * across, 100 + 80 * down * across], axis=2)
    return Image.fromarray((levels + generator.integers(-10, 11, size=levels.shape)).clip(0, 255).astype(np.uint8))
