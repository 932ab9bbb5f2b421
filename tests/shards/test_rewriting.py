from __future__ import annotations

import hashlib
from io import BytesIO

import pytest
from PIL import Image

from shards.rewriting import expected_size, within
from shards.sample import Picture
from shards.settings import ShardSettings


def png(side: int = 100) -> bytes:
    file = BytesIO()
    Image.effect_noise((side, side // 2), 50).save(file, "PNG")
    return file.getvalue()


def picture_of(data: bytes, side: int = 100) -> Picture:
    return Picture(3, hashlib.sha256(data).hexdigest(), "png", side, side // 2, "f" * 16)


@pytest.mark.parametrize("settings", [ShardSettings(), ShardSettings(longest_side=100, animations="first-frame")])
def test_original_bytes_are_kept_where_nothing_else_is_asked_for(settings: ShardSettings) -> None:
    data = png()
    assert within(data, picture_of(data), settings) == (picture_of(data), data)


def test_a_shrunk_image_names_both_digests() -> None:
    data = png()
    picture, made = within(data, picture_of(data), ShardSettings(longest_side=50))
    assert (picture.element, picture.format, picture.width, picture.height) == (3, "png", 50, 25)
    assert picture.sha256 == hashlib.sha256(made).hexdigest()
    assert picture.original == hashlib.sha256(data).hexdigest()
    assert picture.phash == "f" * 16


def test_sizes_are_expected_to_shrink_as_pixels_do() -> None:
    row = {"width": 1000, "height": 500, "size": 80_000}
    assert expected_size(row, ShardSettings(longest_side=500)) == 20_000
    assert expected_size(row, ShardSettings()) == 80_000
    assert expected_size({**row, "size": 2**31}, ShardSettings(longest_side=1000)) == 2**31
