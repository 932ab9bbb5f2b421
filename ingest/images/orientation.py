"""Which way up a picture is, as EXIF says: the one tag that is read, and nothing else of it."""

from __future__ import annotations

import struct

from PIL import Image

PREFIX = b"Exif\0\0"
ORDERS = {b"II*\0": "<", b"MM\0*": ">"}
ORIENTATION, SHORT = 0x0112, 3
MAX_ENTRIES = 1000
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What sets a picture upright, by the value of the tag."""
SIDEWAYS = frozenset({5, 6, 7, 8})


def orientation_of(exif: bytes) -> int:
    """Return the value of the orientation tag, 1 to 8; 1 (upright) where it is absent or no such number.

    Pillow's reader is not asked: it reads all other tags too, and each may claim the whole of a large segment.

    Args:
        exif: A TIFF file, with or without `Exif` before it.
    """
    tiff = exif.removeprefix(PREFIX)
    order = ORDERS.get(tiff[:4])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for entry in range(min(count, MAX_ENTRIES)):
            tag, kind, number, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * entry)
            if (tag, kind, number) == (ORIENTATION, SHORT, 1):
                return value if value in UPRIGHT else 1
    except struct.error:
        pass  # it ends before its tags do
    return 1
