from __future__ import annotations

from examples.shapes.things import COLOURS, SHAPES, THINGS


def test_every_colour_comes_in_every_shape_once() -> None:
    assert len(set(THINGS)) == len(THINGS) == len(COLOURS) * len(SHAPES)
    assert len({str(thing) for thing in THINGS}) == len(THINGS)


def test_no_name_can_be_told_by_its_article() -> None:
    assert not [thing for thing in THINGS if str(thing)[0] in "aeiou"]
