from __future__ import annotations

import re

import numpy as np
import pytest

from examples.shapes import wording
from examples.shapes.scores import names
from examples.shapes.things import COLOURS, SHAPES, THINGS, Thing


@pytest.mark.parametrize("thing", THINGS, ids=str)
def test_captions_name_their_thing_in_several_ways(thing: Thing) -> None:
    chance = np.random.default_rng(0)
    captions = {wording.caption(thing, chance) for _ in range(100)}
    assert len(captions) > 5
    assert all(names(caption, thing) for caption in captions)
    assert wording.answer(thing) in captions


def test_what_stands_around_pictures_names_nothing() -> None:
    chance = np.random.default_rng(0)
    around = {wording.opening(chance) for _ in range(500)} | {wording.title(3, chance) for _ in range(100)}
    words = {word for text in around for word in re.findall("[a-z]+", text.lower())}
    assert not words & {*COLOURS, *SHAPES}
    assert len(around) == 36 + 6
