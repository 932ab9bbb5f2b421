from __future__ import annotations

from collections import Counter

import numpy as np

from examples.shapes.exhibits import exhibit, exhibits
from examples.shapes.scores import names
from examples.shapes.things import THINGS


def test_a_page_is_its_seeds_and_shows_nothing_twice() -> None:
    assert exhibits((1, 7), 4) == exhibits((1, 7), 4)
    assert exhibits((1, 7), 4) != exhibits((2, 7), 4)
    for page in range(50):
        shown = exhibits((1, page), 4)
        assert len({each.thing for each in shown}) == 4
        assert all(names(each.caption, each.thing) for each in shown)


def test_every_thing_is_as_likely_at_every_place() -> None:
    pages = [exhibits((1, page), 3) for page in range(960)]
    for place in range(3):
        found = Counter(page[place].thing for page in pages)
        assert len(found) == len(THINGS)
        expected = len(pages) / len(THINGS)
        # Chi-squared with 23 degrees of freedom: 49.7 is exceeded once in a thousand times.
        assert sum((found[thing] - expected) ** 2 / expected for thing in THINGS) < 49.7


def test_the_picture_does_not_depend_on_the_caption() -> None:
    thing = THINGS[0]
    one, other = (exhibit(thing, np.random.default_rng(3)) for _ in range(2))
    assert one == other
    assert one.picture.startswith(b"\xff\xd8")
