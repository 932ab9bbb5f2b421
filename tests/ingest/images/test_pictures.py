from __future__ import annotations

import hashlib
import random
import struct
import tracemalloc
import zlib
from contextlib import suppress
from io import BytesIO
from typing import Any

import imagehash
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ingest.images.pictures import BadPictureError, Picture, open_picture, phash
from ingest.settings import ImageFetchSettings

SETTINGS = ImageFetchSettings()
FORMATS = ["JPEG", "PNG", "GIF", "WEBP"]


def scene(width: int = 90, height: int = 60, mode: str = "RGB") -> Image.Image:
    """A bright left upper corner, dark elsewhere, with some texture."""
    rng = np.random.default_rng(7)
    coarse = Image.fromarray(rng.integers(0, 60, (6, 9), dtype=np.uint8)).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    coarse.paste(250, (0, 0, width // 3, height // 3))
    return coarse.convert(mode)


def saved(image: Image.Image, name: str, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, name, **options)
    return file.getvalue()


def reason(data: bytes, settings: ImageFetchSettings = SETTINGS) -> str:
    with pytest.raises(BadPictureError) as caught:
        open_picture(data, settings)
    return caught.value.reason


def corner(picture: Picture) -> tuple[bool, bool]:
    """Return whether the bright corner is at the left and at the top."""
    pixels = np.asarray(picture.image.convert("L"), dtype=float)
    middle_x, middle_y = pixels.shape[1] // 2, pixels.shape[0] // 2
    left = pixels[:, :middle_x].mean() > pixels[:, middle_x:].mean()
    return bool(left), bool(pixels[:middle_y].mean() > pixels[middle_y:].mean())


@pytest.mark.parametrize("name", FORMATS)
def test_formats(name: str) -> None:
    data = saved(scene(), name)
    picture = open_picture(data, SETTINGS)
    assert (picture.format, picture.width, picture.height) == (name.lower(), 90, 60)
    assert picture.sha256 == hashlib.sha256(data).hexdigest()
    assert (picture.image.mode, picture.image.size) == ("RGB", (90, 60))
    assert corner(picture) == (True, True)


@pytest.mark.parametrize("name", FORMATS)
def test_large_pictures_are_measured_small_and_hash_alike(name: str) -> None:
    image = scene(2100, 1400)
    data = saved(image, name)
    picture = open_picture(data, SETTINGS)
    assert (picture.width, picture.height) == (2100, 1400)
    assert picture.image.size == (263, 175)  # an eighth
    full = imagehash.phash(Image.open(BytesIO(data)))
    assert len(phash(picture)) == 16
    assert imagehash.hex_to_hash(phash(picture)) - full <= 2


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_colour_modes_of_png(mode: str) -> None:
    assert corner(open_picture(saved(scene(mode="L").convert(mode), "PNG"), SETTINGS)) == (True, True)


def test_cmyk_jpeg() -> None:
    picture = open_picture(saved(scene(mode="CMYK"), "JPEG"), SETTINGS)
    assert (picture.image.mode, corner(picture)) == ("RGB", (True, True))


def test_sixteen_bits_keep_their_upper_half() -> None:
    ramp = np.arange(65536, dtype=np.uint16).reshape(256, 256)
    pixels = np.asarray(open_picture(saved(Image.fromarray(ramp), "PNG"), SETTINGS).image)
    assert (pixels[:, 0, 0] == np.arange(256)).all()


def test_transparency_is_white() -> None:
    picture = open_picture(saved(Image.new("RGBA", (8, 8), (255, 0, 0, 0)), "PNG"), SETTINGS)
    assert picture.image.getpixel((4, 4)) == (255, 255, 255)
    palette = Image.new("P", (8, 8), 3)
    picture = open_picture(saved(palette, "GIF", transparency=3), SETTINGS)
    assert picture.image.getpixel((4, 4)) == (255, 255, 255)


def test_first_frame_of_an_animation() -> None:
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("red", "blue")]
    for name in ("GIF", "WEBP"):
        data = saved(frames[0], name, save_all=True, append_images=frames[1:], duration=100, loop=0)
        picture = open_picture(data, SETTINGS)
        red, _, blue = np.asarray(picture.image)[5, 5]
        assert (picture.format, red > 200, blue < 50) == (name.lower(), True, True)


@pytest.mark.parametrize("name", ["GIF", "WEBP", "PNG"])
@pytest.mark.parametrize("number", [1, 2, 40])
def test_frames_are_counted_and_bounded(name: str, number: int) -> None:
    frames = [Image.new("RGB", (8, 8), (5 * count, 0, 0)) for count in range(number)]
    data = saved(frames[0], name, save_all=True, append_images=frames[1:], duration=100)
    assert open_picture(data, ImageFetchSettings(max_frames=number)).frames == number
    if number > 1:
        assert reason(data, ImageFetchSettings(max_frames=number - 1)) == "too-many-frames"


@pytest.mark.parametrize("name", ["JPEG", "WEBP", "PNG"])
@pytest.mark.parametrize(
    ("orientation", "at"),
    [
        (1, (1, 1)),
        (2, (0, 1)),
        (3, (0, 0)),
        (4, (1, 0)),
        (5, (1, 1)),
        (6, (0, 1)),
        (7, (0, 0)),
        (8, (1, 0)),
        (9, (1, 1)),
    ],
)
def test_exif_orientation(name: str, orientation: int, at: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = open_picture(saved(scene(), name, exif=exif), SETTINGS)
    sideways = 5 <= orientation <= 8
    assert (picture.width, picture.height) == ((60, 90) if sideways else (90, 60))
    assert picture.image.size == (picture.width, picture.height)
    assert corner(picture) == tuple(map(bool, at))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><title>404</title>", "html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
        (bytes(1000), "not-an-image"),
        (b"GIF89a", "not-an-image"),
        (b"\x89PNG\r\n\x1a\n", "not-an-image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "damaged"),
    ],
)
def test_what_is_no_image(data: bytes, expected: str) -> None:
    assert reason(data) == expected


@pytest.mark.parametrize("name", ["BMP", "TIFF", "ICO", "AVIF"])
def test_other_formats_are_refused_by_name(name: str) -> None:
    assert reason(saved(scene(), name)) == "format"


@pytest.mark.parametrize("name", ["bmp", "avif"])
def test_a_recipe_may_keep_more_formats(name: str) -> None:
    picture = open_picture(saved(scene(), name.upper()), ImageFetchSettings(formats=("jpeg", "avif", "bmp")))
    assert (picture.format, picture.width, picture.height, corner(picture)) == (name, 90, 60, (True, True))


def test_a_recipe_may_keep_fewer_formats() -> None:
    assert reason(saved(scene(), "GIF"), ImageFetchSettings(formats=("jpeg",))) == "not-an-image"


@pytest.mark.parametrize("name", FORMATS)
def test_too_many_pixels(name: str) -> None:
    data = saved(scene(), name)
    assert reason(data, ImageFetchSettings(max_pixels=90 * 60 - 1)) == "too-many-pixels"
    assert open_picture(data, ImageFetchSettings(max_pixels=90 * 60)).width == 90


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(("width", "height"), [(10_000, 10_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_bombs_are_not_decoded(width: int, height: int) -> None:
    assert reason(png_that_claims(width, height)) == "too-many-pixels"


def test_a_jpeg_of_very_many_scans_is_not_decoded() -> None:
    """Each scan goes over the whole picture again, though it is a few bytes of the file."""
    data = saved(scene(), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    assert open_picture(data, SETTINGS).width == 90
    assert reason(data[:-2] + data[last:-2] * 100 + data[-2:]) == "too-many-scans"


def table_of_large_tags(number: int, size: int) -> bytes:
    """EXIF in which every tag claims the same large piece of the segment."""
    entries = b"".join(struct.pack("<HHII", 0x8000 + tag, 7, size, 8) for tag in range(number))
    return b"Exif\0\0II*\0" + struct.pack("<IH", 8, number) + entries + bytes(size)


def jpeg_with(*segments: tuple[int, bytes]) -> bytes:
    data = saved(scene(), "JPEG")
    head = b"".join(bytes((0xFF, code)) + struct.pack(">H", len(body) + 2) + body for code, body in segments)
    return data[:2] + head + data[20:]  # without JFIF, whose density saves Pillow from looking into EXIF


def test_metadata_made_to_fill_the_memory_is_not_read() -> None:
    exif = table_of_large_tags(400, 400_000)
    pieces = [(0xE1, b"Exif\0\0" + exif[6:][at : at + 60_000]) for at in range(0, len(exif), 60_000)]
    files = [
        jpeg_with(*pieces),
        jpeg_with((0xE2, b"MPF\0" + table_of_large_tags(1000, 50_000)[6:])),
        saved(scene(), "PNG", exif=exif),
        saved(scene(), "WEBP", exif=exif),
    ]
    tracemalloc.start()
    try:
        assert [open_picture(data, SETTINGS).width for data in files] == [90] * len(files)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize("name", FORMATS)
def test_cut_files_are_damaged(name: str) -> None:
    data = saved(scene(400, 300), name)
    assert reason(data[: len(data) // 2]) == "damaged"


@given(st.sampled_from(FORMATS), st.integers(0, 2**32))
def test_damaged_files_raise_nothing_else(name: str, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(saved(scene(24, 16), name))
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with suppress(BadPictureError):
        picture = open_picture(bytes(data), ImageFetchSettings(max_pixels=1 << 20))
        assert max(picture.image.size) <= 512
