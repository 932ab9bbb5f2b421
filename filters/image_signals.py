"""Signals of an image's pixels and of its place in the corpus."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import accumulate

from PIL import Image, ImageChops

from filters.signals import SignalSpec

TOLERANCE = 8
INFINITE = float("inf")


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
    near = [_near_median(channel) for channel in view.pixels.split()]
    together = reduce(ImageChops.darker, near)
    return together.histogram()[255] / (together.width * together.height)


def _near_median(channel: Image.Image) -> Image.Image:
    """Return a channel with 255 where it is within 8 levels of its (lower) median, 0 elsewhere."""
    counts = channel.histogram()
    half = sum(counts) / 2
    median = next(level for level, below in enumerate(accumulate(counts)) if below >= half)
    return channel.point([255 * (abs(level - median) <= TOLERANCE) for level in range(256)])


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
