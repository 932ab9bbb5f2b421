from __future__ import annotations

from PIL import Image

from tests.filters.images.pictures import view


def test_what_signals_share_is_computed_once() -> None:
    found = view(Image.new("RGB", (3, 2), (255, 0, 0)))
    assert found.grey is found.grey
    assert found.grey.getpixel((0, 0)) == 76  # 0.299 of 255
    assert found.levels.shape == (2, 3, 3)
    assert found.levels is found.levels
