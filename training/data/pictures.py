"""The bytes of an image -> what the vision encoder reads: a square tensor, normalised, and varied at will."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageEnhance
from torch import Tensor

from ingest.images.pictures import BadPictureError, open_picture
from ingest.settings import MAX_FRAMES, PICTURE_FORMATS, ImageFetchSettings

LARGEST = 32 * 2**20
"""Bytes of the largest image that is read."""
SMALLEST_COPY = 32  # what the reader of pictures makes at the least
PREPROCESSOR = "preprocessor_config.json"
COLOURS = (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color)


@dataclass(frozen=True, slots=True)
class Normalisation:
    """Mean and standard deviation of each channel, of values from 0 to 1, that a vision encoder was trained with."""

    mean: tuple[float, float, float] = (0.5, 0.5, 0.5)
    std: tuple[float, float, float] = (0.5, 0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Pictures:
    """Makes tensors of images.

    Attributes:
        size: Side of the square, in pixels.
        normalisation: The vision encoder's.
        flip: Whether half of the images are mirrored, left to right.
        colour_jitter: Brightness, contrast and saturation are each multiplied by up to 1 +- this.
    """

    size: int = 320
    normalisation: Normalisation = Normalisation()
    flip: bool = False
    colour_jitter: float = 0.0

    def tensor(self, data: bytes, chance: np.random.Generator | None = None) -> Tensor | None:
        """Return an image as [3, size, size] in float32; None where it can't be decoded.

        It keeps its aspect; what the square has beside it is the mean colour, which is 0 once normalised.

        Args:
            data: The file.
            chance: Where the variation comes from; None for none, as in evaluation.
        """
        try:
            picture = open_picture(data, self._reading()).image
        except BadPictureError:
            return None
        picture = fitted(picture, self.size)
        if chance is not None:
            picture = self._varied(picture, chance)
        return self._square(picture)

    def _reading(self) -> ImageFetchSettings:
        """Return the settings for images that were kept before, under whatever limits."""
        least = max(self.size, SMALLEST_COPY)
        return ImageFetchSettings(measured_side=least, formats=PICTURE_FORMATS, max_frames=MAX_FRAMES)

    def _varied(self, picture: Image.Image, chance: np.random.Generator) -> Image.Image:
        mirrored = chance.random() < 0.5
        if self.flip and mirrored:
            picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        for enhance, by in zip(COLOURS, chance.uniform(-1, 1, len(COLOURS)), strict=True):
            if self.colour_jitter:
                picture = enhance(picture).enhance(1 + self.colour_jitter * float(by))
        return picture

    def _square(self, picture: Image.Image) -> Tensor:
        mean, std = (np.array(each, np.float32) for each in (self.normalisation.mean, self.normalisation.std))
        values = (np.asarray(picture, np.float32) / 255 - mean) / std
        square = np.zeros((self.size, self.size, 3), np.float32)
        top, left = (self.size - picture.height) // 2, (self.size - picture.width) // 2
        square[top : top + picture.height, left : left + picture.width] = values
        return torch.from_numpy(np.ascontiguousarray(square.transpose(2, 0, 1)))


def fitted(picture: Image.Image, size: int) -> Image.Image:
    """Return a picture, larger or smaller, whose longer side is `size`."""
    scale = size / max(picture.size)
    width, height = (max(1, round(side * scale)) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.BICUBIC)


def normalisation_of(vision_encoder: Path) -> Normalisation:
    """Return the normalisation that is saved with a vision encoder (0.5 and 0.5 where none is).

    Raises:
        ValueError: Its file is damaged.
    """
    path = vision_encoder / PREPROCESSOR
    if not path.is_file():
        return Normalisation()
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
        mean, std = ([float(each) for each in settings[name]] for name in ("image_mean", "image_std"))
        return Normalisation((mean[0], mean[1], mean[2]), (std[0], std[1], std[2]))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise ValueError(f"{path} has no image_mean and image_std of three numbers ({error!r}): mend it") from error
