"""Makes smaller files of images: their first frame, upright, no side longer than asked for, encoded anew."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

from ingest.images.orientation import UPRIGHT
from ingest.images.pictures import Opened, in_plain_mode, opened
from ingest.settings import MAX_FRAMES, PICTURE_FORMATS, ImageFetchSettings

LOSSLESS = frozenset({"png", "gif", "bmp"})
"""What comes in these stays without loss, as PNG: drawings and screens, which JPEG would blur."""
# What was kept before may be read, whatever the limits are now.
KEPT_BEFORE = ImageFetchSettings(formats=PICTURE_FORMATS, max_frames=MAX_FRAMES, max_pixels=178_956_970)


@dataclass(frozen=True, slots=True)
class Shrunk:
    """An image file made of another.

    Attributes:
        data: The file: no EXIF, the colour profile of the original.
        format: `jpeg` or `png`.
        width: Pixels.
        height: Pixels.
    """

    data: bytes
    format: str
    width: int
    height: int


def shrunk(data: bytes, longest_side: int | None, quality: int, *, still: bool) -> Shrunk | None:
    """Return an image within bounds; None where it is within them as it is. The same bytes give the same bytes.

    Args:
        data: The file.
        longest_side: Most pixels of either side; None for any.
        quality: Of JPEG, 1 to 95.
        still: Whether an animation becomes a still.

    Raises:
        BadPictureError: The file can't be decoded.
    """
    with opened(data, KEPT_BEFORE) as file:
        size = fitting(file.image.size, longest_side)
        if size == file.image.size and not (still and file.frames > 1):
            return None
        # JPEG may decode to twice the size that is wanted: what is left of the way is resampled well.
        file.image.draft("RGB", (2 * size[0], 2 * size[1]))
        coloured = file.image.mode != "CMYK"
        plain = in_plain_mode(file.image)
        small = plain if plain.size == size else plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        if file.orientation in UPRIGHT:
            small = small.transpose(UPRIGHT[file.orientation])
        return _encoded(small, file, quality, file.icc if coloured else b"")


def fitting(size: tuple[int, int], longest_side: int | None) -> tuple[int, int]:
    """Return width and height of the same shape with no side longer than asked for."""
    longer = max(size)
    if longest_side is None or longer <= longest_side:
        return size
    return max(1, round(size[0] * longest_side / longer)), max(1, round(size[1] * longest_side / longer))


def _encoded(image: Image.Image, file: Opened, quality: int, icc: bytes) -> Shrunk:
    name, options = "jpeg", dict[str, Any](quality=quality, subsampling="4:2:0")
    if image.mode == "RGBA" or file.format in LOSSLESS:
        name, options = "png", {"compress_level": 6}
    if image.mode == "CMYK":
        image = image.convert("RGB")
    image.info.clear()  # transparency of a palette that is no more, and other things a writer would take up
    stream = BytesIO()
    image.save(stream, name.upper(), icc_profile=icc or None, **options)
    return Shrunk(stream.getvalue(), name, *image.size)
