"""What pictures show: one shape in one colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

COLOURS: Mapping[str, tuple[int, int, int]] = {
    "red": (205, 35, 40),
    "pink": (245, 135, 185),
    "yellow": (235, 210, 50),
    "green": (45, 150, 65),
    "blue": (45, 85, 210),
    "purple": (135, 55, 175),
}
"""None begins with a vowel: an article must not give it away."""
SHAPES = ("circle", "square", "triangle", "cross")


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """A coloured shape."""

    colour: str
    shape: str

    def __str__(self) -> str:
        """Return it in words."""
        return f"{self.colour} {self.shape}"


THINGS = tuple(Thing(colour, shape) for colour in COLOURS for shape in SHAPES)
"""All there are, each as likely as any other: a guess is right once in 24 times."""
