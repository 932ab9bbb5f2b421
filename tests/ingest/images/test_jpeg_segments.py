from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from ingest.images.jpeg_segments import MAX_ICC, take_apart

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def jpeg(mode: str = "RGB", **options: Any) -> bytes:
    pixels = np.random.default_rng(3).integers(0, 255, (40, 60, 3), dtype=np.uint8)
    file = BytesIO()
    Image.fromarray(pixels).convert(mode).save(file, "JPEG", **options)
    return file.getvalue()


def pixels_of(data: bytes) -> list[Any]:
    with Image.open(BytesIO(data)) as image:
        return [image.mode, np.asarray(image).tolist()]


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_the_picture_is_the_same_without_its_metadata(mode: str, progressive: bool) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = jpeg(mode, exif=exif, icc_profile=SRGB, comment=b"a comment", progressive=progressive)
    parts = take_apart(data)
    assert pixels_of(parts.picture) == pixels_of(data)
    assert parts.exif == exif.tobytes()
    assert parts.icc == SRGB
    with Image.open(BytesIO(parts.picture)) as image:
        assert not {"exif", "icc_profile", "comment"} & set(image.info)


def test_scans_are_counted() -> None:
    assert take_apart(jpeg()).scans == 1
    assert 2 < take_apart(jpeg(progressive=True)).scans < 20


def test_long_profiles_are_joined_and_very_long_ones_left_out() -> None:
    assert take_apart(jpeg(icc_profile=b"x" * 200_000)).icc == b"x" * 200_000
    assert take_apart(jpeg(icc_profile=b"x" * (MAX_ICC + 1))).icc == b""


def test_filling_between_segments_is_passed_over() -> None:
    data = jpeg()
    at = data.index(b"\xff\xdb")
    for filling in (b"\xff\xff\xff", b"\0\0", b"\xff\0junk\xff\xd0"):
        assert pixels_of(take_apart(data[:at] + filling + data[at:]).picture) == pixels_of(data)


@pytest.mark.parametrize("length", range(2, 200, 7))
def test_a_file_that_ends_before_its_picture_is_refused(length: int) -> None:
    with pytest.raises(EOFError):
        take_apart(jpeg()[:length])


@given(st.binary(max_size=200))
def test_any_bytes_are_taken_apart_or_refused(data: bytes) -> None:
    with suppress(EOFError):
        assert take_apart(b"\xff\xd8\xff" + data).picture.startswith(b"\xff\xd8\xff")
