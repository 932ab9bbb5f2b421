from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import GifImagePlugin, Image

from ingest.images.gif_frames import frames_in


def gif(number: int, **options: object) -> bytes:
    frames = [Image.new("RGB", (3, 3), (5 * count, 0, 0)) for count in range(number)]
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], **options)
    return file.getvalue()


@pytest.mark.parametrize("number", [1, 2, 3, 50])
@pytest.mark.parametrize("options", [{}, {"duration": 40, "loop": 0}, {"comment": b"a comment " * 60}])
def test_frames_are_those_that_pillow_counts(number: int, options: dict[str, object]) -> None:
    data = gif(number, **options)
    with GifImagePlugin.GifImageFile(BytesIO(data)) as image:
        assert frames_in(data, 1000) == image.n_frames == number


def test_frames_with_colour_tables_of_their_own_are_counted() -> None:
    frames = [Image.effect_noise((16, 16), 40 + count).convert("RGB") for count in range(5)]
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    assert frames_in(file.getvalue(), 1000) == 5


def test_counting_stops_at_the_most() -> None:
    assert frames_in(gif(50), 10) == 11


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_counted(data: bytes, begins_well: bool) -> None:
    assert 0 <= frames_in(gif(1)[:13] + data if begins_well else data, 20) <= 21


def test_a_cut_file_has_the_frames_before_the_cut() -> None:
    data = gif(10)
    counts = [frames_in(data[:length], 100) for length in range(len(data) + 1)]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, 10)
