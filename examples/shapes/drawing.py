"""A thing -> a picture of it: place, size, angle, tint, background and grain differ from picture to picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image, ImageDraw

from examples.shapes.things import COLOURS, Thing

SIDE = 64
"""Side of a picture, in pixels."""
EDGE = 1  # pixels that stay free all round
FINE = 4  # drawn this much larger, then made smaller: smooth edges
TURN = 0.3  # radians to either side of upright
RADII = (0.32, 0.46)  # of the circle round a shape, over the picture's side
SHADES = (180, 240)
TINT, GRAIN = 12, 4.0  # in steps of 0..255: how far a colour strays, deviation of the noise

Points = Sequence[tuple[float, float]]


def draw(thing: Thing, chance: np.random.Generator) -> Image.Image:
    """Return a picture of a thing [SIDE, SIDE], RGB.

    Args:
        thing: What it shows, whole.
        chance: Where all that says nothing of the thing comes from.
    """
    radius = SIDE * chance.uniform(*RADII)
    x, y = chance.uniform(radius + EDGE, SIDE - radius - EDGE, 2)
    turn = chance.uniform(-TURN, TURN)
    background = chance.uniform(*SHADES) + chance.uniform(-TINT, TINT, 3)
    colour = np.array(COLOURS[thing.colour]) + chance.uniform(-TINT, TINT, 3)
    picture = Image.new("RGB", (SIDE * FINE, SIDE * FINE), _rgb(background))
    outline = [
        (FINE * (x + radius * length * math.cos(turn + angle)), FINE * (y + radius * length * math.sin(turn + angle)))
        for angle, length in OUTLINES[thing.shape]()
    ]
    ImageDraw.Draw(picture).polygon(outline, fill=_rgb(colour))
    small = np.asarray(picture.resize((SIDE, SIDE), Image.Resampling.BOX), float)
    grainy = small + chance.normal(0, GRAIN, small.shape)
    return Image.fromarray(np.clip(grainy, 0, 255).astype(np.uint8))


def _regular(corners: int) -> Points:
    """A polygon that stands on one of its sides."""
    first = math.pi / 2 + math.pi / corners
    return [(first + 2 * math.pi * corner / corners, 1.0) for corner in range(corners)]


def _cross() -> Points:
    """Twelve corners: at the end of each arm two, between two arms one."""
    half, inner = math.atan2(1, 3), math.sqrt(2 / 10)
    points = []
    for arm in range(4):
        middle = arm * math.pi / 2
        points += [(middle - half, 1.0), (middle + half, 1.0), (middle + math.pi / 4, inner)]
    return points


OUTLINES: dict[str, Callable[[], Points]] = {
    "circle": lambda: _regular(48),
    "square": lambda: _regular(4),
    "triangle": lambda: _regular(3),
    "cross": _cross,
}
"""Outlines as angle and distance from the middle, on a circle of radius 1."""


def _rgb(values: np.ndarray) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in np.clip(values, 0, 255))
    return red, green, blue
