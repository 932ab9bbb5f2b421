"""The whole way, from a site to a model that names pictures it has never seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from examples.shapes.__main__ import PAGE, SCORES, SINGLES, learn
from examples.shapes.scores import CHANCE


@pytest.mark.slow
def test_it_learns_to_see(tmp_path: Path) -> None:
    scores = learn(tmp_path / "see")
    for share in (scores.chosen, scores.said, *scores.places, scores.exchanged_shown):
        assert share.of >= 200
        assert share.value > 0.6
    assert scores.exchanged_written.value < 2 * CHANCE
    assert json.loads((tmp_path / "see" / SCORES).read_text(encoding="utf-8"))["chosen"]["right"] == scores.chosen.right
    for name in (SINGLES, PAGE):
        with Image.open(tmp_path / "see" / name) as picture:
            assert picture.width > 300
