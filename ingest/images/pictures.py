"""Decodes images that anyone may have made: sniffed, bounded before decoding, reduced for measuring."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import imagehash
import numpy as np
from PIL import Image, UnidentifiedImageError, _imaging

from ingest.images.gif_frames import frames_in
from ingest.images.jpeg_segments import MAX_SCANS, take_apart
from ingest.images.not_pictures import nature_of
from ingest.images.orientation import SIDEWAYS, UPRIGHT, orientation_of
from ingest.settings import ImageFetchSettings

TOO_MANY_PIXELS, TOO_MANY_FRAMES, TOO_MANY_SCANS = "too-many-pixels", "too-many-frames", "too-many-scans"
DAMAGED = "damaged"
JPEG_MAGIC = b"\xff\xd8\xff"
# What Pillow's decoders raise for data they make nothing of, by design or by accident.
DECODING_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    ArithmeticError,
    LookupError,
    EOFError,
    MemoryError,
    struct.error,
    zlib.error,
)
READY = frozenset({"L", "RGB", "CMYK"})
"""Modes that can be reduced as they are."""
WHITE = (255, 255, 255, 255)
# Pillow keeps 16 MiB for the next picture instead of asking for new pages each time: that took a tenth of the CPU time.
_imaging.set_block_size(1 << 20)
_imaging.set_blocks_max(16)


class BadPictureError(ValueError):
    """Bytes that are no usable image.

    Attributes:
        reason: What they are instead (see `ingest.images.not_pictures`), TOO_MANY_PIXELS, TOO_MANY_FRAMES,
            TOO_MANY_SCANS or DAMAGED.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that decodes.

    Attributes:
        format: One of the settings' `formats`.
        width: Pixels of the original, after EXIF orientation.
        height: Pixels of the original, after EXIF orientation.
        frames: Of an animation; 1 of a still.
        sha256: Hex digest of the bytes.
        image: The first frame in RGB, upright, on white where it is transparent, reduced by a whole factor so that its
            longer side is at least `measured_side` and less than twice that: for measuring and hashing, not for
            keeping.
    """

    format: str
    width: int
    height: int
    frames: int
    sha256: str
    image: Image.Image


@dataclass(frozen=True, slots=True)
class Opened:
    """An image file whose header was read and found to be within the limits; nothing is decoded yet.

    Attributes:
        format: As in `Picture`.
        frames: As in `Picture`.
        image: Pillow's, not upright.
        icc: Its colour profile; empty where it has none.
    """

    format: str
    frames: int
    image: Image.Image
    exif: bytes
    icc: bytes

    @property
    def orientation(self) -> int:
        """The value of its EXIF orientation; of a PNG it may only be known once it is decoded."""
        return orientation_of(self.exif or self.image.info.get("exif", b""))


def open_picture(data: bytes, settings: ImageFetchSettings) -> Picture:
    """Decode an image, whatever its name or Content-Type says it is.

    Raises:
        BadPictureError: It is none, or beyond the limits.
    """
    with opened(data, settings) as file:
        width, height = file.image.size
        reduced = _reduced(file.image, settings.measured_side)
        orientation = file.orientation
    if orientation in UPRIGHT:
        reduced = reduced.transpose(UPRIGHT[orientation])
    if orientation in SIDEWAYS:
        width, height = height, width
    return Picture(file.format, width, height, file.frames, hashlib.sha256(data).hexdigest(), reduced)


def phash(picture: Picture) -> str:
    """Return the 64-bit perceptual hash of `imagehash.phash`, as 16 hex digits.

    It is that of the reduced image, which was within 2 bits of that of the full one on 296 pictures.
    """
    return str(imagehash.phash(picture.image))


@contextmanager
def opened(data: bytes, settings: ImageFetchSettings) -> Iterator[Opened]:
    """Open an image file for decoding; what goes wrong within the block is the file's fault too.

    Raises:
        BadPictureError: The bytes are no image, beyond the limits, or damaged.
    """
    try:
        exif, icc, picture = b"", b"", data
        if data.startswith(JPEG_MAGIC):
            picture, exif, icc, scans = take_apart(data)
            if scans > MAX_SCANS:
                raise BadPictureError(TOO_MANY_SCANS)
        with Image.open(BytesIO(picture), formats=[name.upper() for name in settings.formats]) as image:
            if image.width * image.height > settings.max_pixels:
                raise BadPictureError(TOO_MANY_PIXELS)
            frames = _frames(image, data, settings.max_frames)
            if frames > settings.max_frames:
                raise BadPictureError(TOO_MANY_FRAMES)
            yield Opened(str(image.format).lower(), frames, image, exif, icc or image.info.get("icc_profile") or b"")
    except BadPictureError:
        raise
    except UnidentifiedImageError as error:
        raise BadPictureError(nature_of(data)) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPictureError(TOO_MANY_PIXELS) from error
    except DECODING_ERRORS as error:
        raise BadPictureError(DAMAGED) from error


def _frames(image: Image.Image, data: bytes, most: int) -> int:
    """Return the number of frames that the file has or says it has; Pillow would walk through all of a GIF."""
    return max(1, frames_in(data, most)) if image.format == "GIF" else int(getattr(image, "n_frames", 1))


def _reduced(image: Image.Image, least: int) -> Image.Image:
    """Return a copy in RGB, its longer side reduced by a whole factor to at least `least` pixels."""
    factor = max(1, max(image.size) // least)
    # JPEG decodes to a fraction of its size for a fraction of the time.
    image.draft("RGB", (max(1, image.width // factor), max(1, image.height // factor)))
    plain = in_plain_mode(image)
    factor = max(1, max(plain.size) // least)
    small = plain.reduce(factor) if factor > 1 else plain
    if small.mode == "RGBA":
        small = Image.alpha_composite(Image.new("RGBA", small.size, WHITE), small)
    return small.convert("RGB")


def in_plain_mode(image: Image.Image) -> Image.Image:
    """Return an image in RGBA where it is transparent, else in L, RGB or CMYK; 8 bits a channel."""
    if image.mode.startswith("I"):
        # 16 bits a pixel: Pillow's conversion cuts off all above 255, so the upper 8 are taken here.
        return Image.fromarray((np.asarray(image, dtype=np.uint32) >> 8).astype(np.uint8))
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    return image if image.mode in READY else image.convert("RGB")
