"""What the signals of an image file look at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

TOLERANCE = 8
"""Levels of a channel within which two colours count as one: JPEG moves them about so far."""
Levels: TypeAlias = NDArray[np.uint8]
Mask: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class View:
    """A decoded image, with what several signals need of it, computed once.

    Attributes:
        width: Pixels of the full image, after EXIF orientation.
        height: Pixels of the full image.
        size: Bytes of the file.
        format: As Pillow names it, lower case.
        pixels: The first frame in RGB, possibly reduced.
        frames: Of an animation; 1 of a still.
        qr_codes: Whether to look for QR codes, which takes a library of its own.
    """

    width: int
    height: int
    size: int
    format: str
    pixels: Image.Image
    frames: int = 1
    qr_codes: bool = False

    @cached_property
    def grey(self) -> Image.Image:
        """The pixels' grey levels (ITU-R 601)."""
        return self.pixels.convert("L")

    @cached_property
    def levels(self) -> Levels:
        """The pixels: [height, width, 3]."""
        return np.asarray(self.pixels)
