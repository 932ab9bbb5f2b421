"""Decodes images that anyone may have made: sniffed, bounded before decoding, reduced for measuring."""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

import imagehash
import numpy as np
from PIL import Image, UnidentifiedImageError

from ingest.settings import ImageFetchSettings

FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
NAMES = {"JPEG": "jpeg", "MPO": "jpeg", "PNG": "png", "GIF": "gif", "WEBP": "webp"}
NOT_AN_IMAGE, FORMAT, TOO_MANY_PIXELS, DAMAGED = "not-an-image", "format", "too-many-pixels", "damaged"
# BMP, TIFF, ICO, JPEG 2000, JPEG XL, Photoshop, SVG; AVIF and HEIC say so after four bytes of length.
OTHER_MAGIC = (b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0", b"\0\0\0\x0cjP", b"\0\0\0\x0cJXL", b"\xff\x0a", b"8BPS", b"<svg")
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
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = frozenset({5, 6, 7, 8})
WHITE = (255, 255, 255, 255)


class BadPictureError(ValueError):
    """Bytes that are no usable image.

    Attributes:
        reason: NOT_AN_IMAGE, FORMAT (an image, of another format), TOO_MANY_PIXELS or DAMAGED.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that decodes.

    Attributes:
        format: `jpeg`, `png`, `gif` or `webp`.
        width: Pixels of the original, after EXIF orientation.
        height: Pixels of the original, after EXIF orientation.
        sha256: Hex digest of the bytes.
        image: The first frame in RGB, upright, on white where it is transparent, no side longer than `measured_side`:
            for measuring and hashing, not for keeping.
    """

    format: str
    width: int
    height: int
    sha256: str
    image: Image.Image


def open_picture(data: bytes, settings: ImageFetchSettings) -> Picture:
    """Decode an image, whatever its name or Content-Type says it is.

    Raises:
        BadPictureError: It is none, or beyond the limits.
    """
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            return _decoded(image, data, settings)
    except BadPictureError:
        raise
    except UnidentifiedImageError as error:
        raise BadPictureError(FORMAT if _is_other_image(data) else NOT_AN_IMAGE) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPictureError(TOO_MANY_PIXELS) from error
    except DECODING_ERRORS as error:
        raise BadPictureError(DAMAGED) from error


def phash(picture: Picture) -> str:
    """Return the 64-bit perceptual hash of `imagehash.phash`, as 16 hex digits."""
    return str(imagehash.phash(picture.image))


def _decoded(image: Image.Image, data: bytes, settings: ImageFetchSettings) -> Picture:
    width, height = image.size
    if width * height > settings.max_pixels:
        raise BadPictureError(TOO_MANY_PIXELS)
    name = NAMES[str(image.format)]
    side = settings.measured_side
    image.draft("RGB", (side, side))  # JPEG decodes to a fraction of its size for a fraction of the time
    orientation = image.getexif().get(ORIENTATION)
    reduced = _reduced(image, side)
    if orientation in UPRIGHT:
        reduced = reduced.transpose(UPRIGHT[orientation])
    if orientation in SIDEWAYS:
        width, height = height, width
    return Picture(name, width, height, hashlib.sha256(data).hexdigest(), reduced)


def _reduced(image: Image.Image, side: int) -> Image.Image:
    """Return a copy in RGB, no side longer than `side`."""
    if image.mode.startswith("I"):
        # 16 bits a pixel: Pillow's conversion cuts off all above 255, so the upper 8 are taken here.
        image = Image.fromarray((np.asarray(image, dtype=np.uint32) >> 8).astype(np.uint8))
    transparent = image.has_transparency_data
    copy = image.convert("RGBA" if transparent else "RGB")
    copy.thumbnail((side, side), Image.Resampling.BICUBIC)
    if transparent:
        copy = Image.alpha_composite(Image.new("RGBA", copy.size, WHITE), copy)
    return copy.convert("RGB")


def _is_other_image(data: bytes) -> bool:
    return data.startswith(OTHER_MAGIC) or data[4:8] == b"ftyp"
