"""Little drawings: a sky, something recognisable on it, colours and places from a seed."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
BACKGROUNDS: tuple[tuple[Colour, Colour], ...] = (
    ((126, 182, 224), (232, 240, 246)),
    ((244, 170, 96), (252, 232, 196)),
    ((60, 74, 130), (190, 160, 190)),
    ((196, 220, 190), (246, 244, 224)),
    ((150, 150, 168), (224, 224, 230)),
    ((240, 214, 200), (250, 246, 236)),
    ((30, 34, 66), (90, 104, 150)),
    ((206, 230, 236), (150, 190, 196)),
)
BRIGHT: tuple[Colour, ...] = (
    (200, 52, 46),
    (226, 142, 38),
    (238, 204, 70),
    (72, 140, 66),
    (42, 106, 160),
    (122, 72, 140),
    (150, 96, 56),
    (30, 120, 124),
)


@dataclass(frozen=True, slots=True)
class Canvas:
    """A drawing surface measured in fractions of its sides, with the dice of its seed."""

    draw: ImageDraw.ImageDraw
    width: int
    height: int
    dice: random.Random

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return pixels for fractions."""
        return x * self.width, y * self.height

    def oval(self, x: float, y: float, across: float, down: float, fill: Colour) -> None:
        """Draw an ellipse round (x, y); `across` and `down` are its half axes as fractions of the shorter side."""
        side = min(self.width, self.height)
        left, top = self.point(x, y)
        box = (left - across * side, top - down * side, left + across * side, top + down * side)
        self.draw.ellipse(box, fill=fill)

    def shape(self, points: list[tuple[float, float]], fill: Colour) -> None:
        """Draw a filled polygon."""
        self.draw.polygon([self.point(x, y) for x, y in points], fill=fill)

    def line(self, points: list[tuple[float, float]], fill: Colour, width: float = 0.012) -> None:
        """Draw a line; its width is a fraction of the shorter side."""
        thick = max(1, round(width * min(self.width, self.height)))
        self.draw.line([self.point(x, y) for x, y in points], fill=fill, width=thick, joint="curve")

    def bright(self) -> Colour:
        """Return one of the bright colours."""
        return self.dice.choice(BRIGHT)

    def spread(self, low: float, high: float) -> float:
        """Return a number between two bounds."""
        return self.dice.uniform(low, high)


def shade(colour: Colour, factor: float) -> Colour:
    """Return a colour made darker (factor below 1) or lighter (above 1)."""
    red, green, blue = (max(0, min(255, round(part * factor))) for part in colour)
    return red, green, blue


def ring(x: float, y: float, across: float, down: float, corners: int, turn: float = 0.0) -> list[tuple[float, float]]:
    """Return the corners of a regular polygon, stretched, in fractions."""
    angles = (turn + 2 * math.pi * corner / corners for corner in range(corners))
    return [(x + across * math.cos(angle), y + down * math.sin(angle)) for angle in angles]


def render(scene: Callable[[Canvas], None], seed: str, width: int, height: int) -> Image.Image:
    """Return an RGB picture of a scene.

    Args:
        scene: Draws on the canvas.
        seed: Decides colours and places; one seed looks alike at every size.
        width: Pixels.
        height: Pixels.
    """
    dice = random.Random(seed)
    top, bottom = dice.choice(BACKGROUNDS)
    ramp = Image.linear_gradient("L").resize((width, height))
    if dice.random() < 0.5:
        ramp = ramp.rotate(180)
    sky = Image.composite(Image.new("RGB", (width, height), bottom), Image.new("RGB", (width, height), top), ramp)
    scene(Canvas(ImageDraw.Draw(sky), width, height, dice))
    return sky
