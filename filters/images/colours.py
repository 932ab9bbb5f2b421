"""Signals of how much there is to see in a picture."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from filters.images.view import TOLERANCE, Mask, View
from filters.signals import SignalSpec

Counts: TypeAlias = NDArray[np.int64]


def single_colour(view: View) -> float:
    """Share of the pixels within 8 levels of the median in each channel; 1 for a picture of a single colour."""
    counts = np.array(view.pixels.histogram()).reshape(3, 256)
    near = [_near_median(*channel) for channel in zip(view.pixels.split(), counts, strict=True)]
    return int(np.count_nonzero(near[0] & near[1] & near[2])) / near[0].size


def _near_median(channel: Image.Image, counts: Counts) -> Mask:
    """Return which values of a channel are within 8 levels of its (lower) median."""
    below = counts.cumsum()
    median = int(below.searchsorted(below[-1] / 2))
    low, high = max(0, median - TOLERANCE), min(255, median + TOLERANCE)
    return np.asarray(channel) - np.uint8(low) <= np.uint8(high - low)  # what is lower wraps around to large values


def entropy(view: View) -> float:
    """Shannon entropy of the grey levels in bits, 0 to 8."""
    return float(view.grey.entropy()) + 0.0  # Pillow gives -0.0 for a single grey


SPECS: tuple[SignalSpec[View], ...] = (
    SignalSpec("single_colour", float, 0, 1, single_colour),
    SignalSpec("entropy", float, 0, 8, entropy),
)
