"""The images of a sample as a recipe wants them: their original bytes, or smaller ones."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ingest.images.shrinking import fitting, shrunk
from shards.sample import Picture
from shards.settings import ShardSettings


def within(data: bytes, picture: Picture, settings: ShardSettings) -> tuple[Picture, bytes]:
    """Return an image as it is written, and what it is then; as it came where the settings ask for nothing else.

    Raises:
        BadPictureError: It has to be encoded anew, but can't be decoded.
    """
    if not settings.encodes_anew:
        return picture, data
    made = shrunk(data, settings.longest_side, settings.quality, still=settings.animations == "first-frame")
    if made is None:
        return picture, data
    sha256 = hashlib.sha256(made.data).hexdigest()
    changed = replace(
        picture, sha256=sha256, format=made.format, width=made.width, height=made.height, original=picture.sha256
    )
    return changed, made.data


def expected_size(picture: Mapping[str, Any], settings: ShardSettings) -> int:
    """Return about how many bytes an image of a selection will have: as many a pixel as it has now."""
    full: tuple[int, int] = (picture["width"], picture["height"])
    width, height = fitting(full, settings.longest_side)
    return int(picture["size"]) * width * height // (full[0] * full[1])
