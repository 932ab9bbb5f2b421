from __future__ import annotations

import pytest
from PIL import Image

from filters.images.shape import SPECS
from filters.images.view import View
from filters.signals import measure_all, registry


@pytest.mark.parametrize(("width", "height", "ratio"), [(300, 100, 3), (100, 300, 3), (1, 1, 1), (3, 2, 1.5)])
def test_sides_are_those_of_the_full_image_not_of_the_reduced_one(width: int, height: int, ratio: float) -> None:
    found = measure_all(View(width, height, 17, "gif", Image.new("RGB", (5, 5)), 3), registry(SPECS))
    assert found == {
        "shorter_side": min(width, height),
        "longer_side": max(width, height),
        "area": width * height,
        "aspect_ratio": ratio,
        "size": 17,
        "format": "gif",
        "frames": 3,
    }
