from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ingest.images.orientation import orientation_of


def exif(value: object, **more: str) -> bytes:
    tags = Image.Exif()
    tags[0x0112] = value
    tags[0x010E] = more.get("description", "a description longer than four bytes")
    return tags.tobytes()


@pytest.mark.parametrize("value", range(1, 9))
def test_orientation_among_other_tags(value: int) -> None:
    assert orientation_of(exif(value)) == value
    assert orientation_of(exif(value).removeprefix(b"Exif\0\0")) == value


@pytest.mark.parametrize("value", range(1, 9))
def test_either_order_of_bytes(value: int) -> None:
    big = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, value, 0, 0)
    assert orientation_of(big) == value


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_other_numbers_are_upright(value: int) -> None:
    assert orientation_of(exif(value)) == 1


def test_a_tag_of_another_type_is_none() -> None:
    assert orientation_of(b"II*\0" + struct.pack("<IHHHII", 8, 1, 0x0112, 4, 1, 6)) == 1


def test_a_table_beyond_the_segment_is_upright() -> None:
    assert orientation_of(b"II*\0" + struct.pack("<I", 2**32 - 1)) == 1
    assert orientation_of(b"II*\0" + struct.pack("<IH", 8, 65535)) == 1


@given(st.binary(max_size=200), st.sampled_from([b"", b"Exif\0\0II*\0", b"MM\0*\0\0\0\x08"]))
def test_any_bytes_have_an_orientation(data: bytes, begin: bytes) -> None:
    assert 1 <= orientation_of(begin + data) <= 8


def test_every_prefix_has_an_orientation() -> None:
    whole = exif(6)
    assert {orientation_of(whole[:length]) for length in range(len(whole))} <= {1, 6}
