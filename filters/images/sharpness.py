"""How sharp a picture is."""

from __future__ import annotations

import numpy as np
from PIL import Image

from filters.images.view import View
from filters.signals import SignalSpec

SIDE = 256
"""Pixels of the longer side on which sharpness is measured: the measure depends on the size."""
STEEPEST = 4 * 255
"""The largest value of the Laplacian of 8-bit levels."""


def blur(view: View) -> float | None:
    """Variance of the Laplacian (4 neighbours) of the grey levels: the lower, the more blurred.

    It is that of the picture with its longer side averaged down to 256 pixels (smaller ones as they are), so that
    pictures of different sizes can be compared; bounds for full-sized pictures, such as NeMo Curator's 100, do not hold
    here. Sums of integers, so the same on every machine. None for a picture with a side below 3 pixels.
    """
    small = view.grey if max(view.grey.size) <= SIDE else view.grey.resize(_fitting(view.grey), Image.Resampling.BOX)
    if min(small.size) < 3:
        return None
    levels = np.asarray(small).astype(np.int16)
    around = levels[:-2, 1:-1] + levels[2:, 1:-1] + levels[1:-1, :-2] + levels[1:-1, 2:]
    steps = (around - 4 * levels[1:-1, 1:-1]).ravel().astype(np.float64)
    total, squares = int(steps.sum()), int(np.square(steps).sum())  # whole numbers below 2**53: exact in whatever order
    return (steps.size * squares - total * total) / steps.size**2


def _fitting(picture: Image.Image) -> tuple[int, int]:
    longer = max(picture.size)
    return max(1, picture.width * SIDE // longer), max(1, picture.height * SIDE // longer)


SPECS: tuple[SignalSpec[View], ...] = (SignalSpec("blur", float, 0, STEEPEST**2, blur),)
