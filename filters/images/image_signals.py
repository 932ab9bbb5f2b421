"""Signals of an image's pixels and of its place in the corpus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from filters.signals import SignalSpec

TOLERANCE = 8
INFINITE = float("inf")
Counts: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class View:
    """What the signals look at.

    Attributes:
        width: Pixels of the full image, after EXIF orientation.
        height: Pixels of the full image.
        size: Bytes of the file.
        pixels: The first frame in RGB, possibly reduced.
        frames: Of an animation; 1 of a still.
    """

    width: int
    height: int
    size: int
    pixels: Image.Image
    frames: int = 1


def shorter_side(view: View) -> int:
    """Pixels of the shorter side. Flamingo keeps 64 and more (Alayrac et al. 2022, A.3.1)."""
    return min(view.width, view.height)


def longer_side(view: View) -> int:
    """Pixels of the longer side."""
    return max(view.width, view.height)


def aspect_ratio(view: View) -> float:
    """Longer side by shorter side. Flamingo keeps up to 3 (Alayrac et al. 2022, A.3.1)."""
    return longer_side(view) / shorter_side(view)


def size(view: View) -> int:
    """Bytes of the file."""
    return view.size


def frames(view: View) -> int:
    """Frames of an animation, 1 for a still. A recipe keeps stills only with `frames = { max = 1 }`."""
    return view.frames


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
    return float(view.pixels.convert("L").entropy()) + 0.0  # Pillow gives -0.0 for a single grey


IMAGE_SIGNALS: dict[str, SignalSpec[View]] = {
    spec.name: spec
    for spec in (
        SignalSpec("documents", int, 0, INFINITE, None),
        SignalSpec("shorter_side", int, 0, INFINITE, shorter_side),
        SignalSpec("longer_side", int, 0, INFINITE, longer_side),
        SignalSpec("aspect_ratio", float, 1, INFINITE, aspect_ratio),
        SignalSpec("size", int, 0, INFINITE, size),
        SignalSpec("frames", int, 1, INFINITE, frames),
        SignalSpec("single_colour", float, 0, 1, single_colour),
        SignalSpec("entropy", float, 0, 8, entropy),
    )
}
"""In the order in which rules are asked. `documents`, how many documents show the image, is counted over a cut."""
