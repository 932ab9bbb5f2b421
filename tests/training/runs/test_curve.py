"""The losses of a run become a picture."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from training.runs.curve import draw_curve


def line(update: int) -> dict[str, Any]:
    return {
        "update": update,
        "losses": {"corpus": 5 / update, "captions": 3 / update},
        "gates": {"attention": [update / 100, -0.2], "feed_forward": [0.1, 0.1]},
    }


def picture(count: int, title: str = "tiny: 10 updates") -> np.ndarray[Any, np.dtype[np.uint8]]:
    data = draw_curve([line(update) for update in range(1, count + 1)], title)
    with Image.open(BytesIO(data)) as opened:
        assert opened.format == "PNG"
        assert opened.size == (990, 396)
        return np.asarray(opened.convert("RGB"))


@pytest.mark.parametrize("count", [1, 10])
def test_it_is_a_png_with_something_on_it(count: int) -> None:
    drawn = picture(count)
    assert len(np.unique(drawn.reshape(-1, 3), axis=0)) > 50
    assert (drawn == 255).all(axis=2).mean() > 0.5


def test_other_lines_are_another_picture_and_equal_ones_the_same() -> None:
    ten = picture(10)
    assert not np.array_equal(ten, picture(9))
    assert np.array_equal(ten, picture(10))


def test_a_title_may_hold_what_means_something_to_matplotlib() -> None:
    assert picture(2, "a_b^c: $5 and 100%").size
