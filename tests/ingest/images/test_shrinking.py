from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from ingest.images.pictures import BadPictureError
from ingest.images.shrinking import Shrunk, fitting, shrunk

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def scene(mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right, 120 by 80."""
    image = Image.new("RGB", (120, 80), "red")
    image.paste("blue", (60, 0, 120, 80))
    return image.convert(mode)


def saved(image: Image.Image, name: str, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, name, **options)
    return file.getvalue()


def made(data: bytes, side: int | None = 60, *, still: bool = False) -> Shrunk:
    found = shrunk(data, side, 90, still=still)
    assert found is not None
    with Image.open(BytesIO(found.data)) as image:
        assert (image.format, image.size) == (found.format.upper(), (found.width, found.height))
    return found


def pixels_of(found: Shrunk) -> Any:
    with Image.open(BytesIO(found.data)) as image:
        return np.asarray(image.convert("RGBA")).astype(int)


@pytest.mark.parametrize(
    ("name", "mode", "expected"),
    [
        ("JPEG", "RGB", "jpeg"),
        ("JPEG", "CMYK", "jpeg"),
        ("JPEG", "L", "jpeg"),
        ("WEBP", "RGB", "jpeg"),
        ("WEBP", "RGBA", "jpeg"),
        ("PNG", "RGB", "png"),
        ("PNG", "P", "png"),
        ("PNG", "LA", "png"),
        ("PNG", "1", "png"),
        ("GIF", "P", "png"),
        ("BMP", "RGB", "png"),
        ("AVIF", "RGB", "jpeg"),
    ],
)
def test_large_images_become_small_ones_of_the_same_look(name: str, mode: str, expected: str) -> None:
    data = saved(scene(mode), name)
    found = made(data)
    assert (found.format, found.width, found.height) == (expected, 60, 40)
    with Image.open(BytesIO(data)) as original:
        large = np.asarray(original.convert("RGBA")).astype(int)
    small = pixels_of(found)
    for before, after in ((large[:, :50], small[:, :25]), (large[:, 70:], small[:, 35:])):
        assert abs(before.mean((0, 1)) - after.mean((0, 1))).max() <= 4


@pytest.mark.parametrize("side", [120, 121, None])
def test_what_is_within_bounds_is_left_alone(side: int | None) -> None:
    assert shrunk(saved(scene(), "JPEG"), side, 90, still=True) is None


def test_the_same_bytes_give_the_same_bytes() -> None:
    data = saved(scene(), "JPEG")
    assert made(data).data == made(data).data


def test_it_stands_upright_and_says_nothing_of_it() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "where it was taken"
    found = made(saved(scene(), "JPEG", exif=exif))
    assert (found.width, found.height) == (40, 60)
    top, bottom = pixels_of(found)[5, 20], pixels_of(found)[55, 20]
    assert (top[0] > 200, bottom[2] > 200) == (True, True)
    assert b"Exif" not in found.data


def test_transparency_stays() -> None:
    image = Image.new("RGBA", (100, 100), (0, 200, 0, 255))
    image.paste((0, 0, 0, 0), (0, 0, 50, 100))
    pixels = pixels_of(made(saved(image, "PNG"), 50))
    assert (pixels[25, 5, 3], tuple(pixels[25, 45])) == (0, (0, 200, 0, 255))
    palette = Image.new("P", (100, 100), 3)
    assert pixels_of(made(saved(palette, "GIF", transparency=3), 50))[25, 25, 3] == 0


@pytest.mark.parametrize(("mode", "kept"), [("RGB", True), ("CMYK", False)])
def test_the_colour_profile_stays_while_it_fits(mode: str, kept: bool) -> None:
    with Image.open(BytesIO(made(saved(scene(mode), "JPEG", icc_profile=SRGB)).data)) as image:
        assert image.info.get("icc_profile") == (SRGB if kept else None)


@pytest.mark.parametrize("name", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame_stays_where_it_is_asked_for(name: str) -> None:
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("red", "blue")]
    data = saved(frames[0], name, save_all=True, append_images=frames[1:], duration=100)
    assert shrunk(data, None, 90, still=False) is None
    found = made(data, None, still=True)
    red, _, blue, _ = pixels_of(found)[5, 5]
    assert (found.width, found.height, red > 200, blue < 50) == (20, 10, True, True)


def test_what_is_damaged_is_refused() -> None:
    data = saved(scene(), "JPEG")
    with pytest.raises(BadPictureError, match="damaged"):
        shrunk(data[:-200], 60, 90, still=False)


@given(st.integers(1, 20_000), st.integers(1, 20_000), st.integers(16, 4096))
def test_fitting_keeps_the_shape(width: int, height: int, side: int) -> None:
    fitted = fitting((width, height), side)
    assert max(fitted) <= max(side, 1)
    assert fitted == (width, height) or max(fitted) == side
    assert min(fitted) >= 1
    scale = max(fitted) / max(width, height)
    assert abs(min(fitted) - scale * min(width, height)) <= 1
