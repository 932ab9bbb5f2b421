"""Pages before they are written down: several pictures, what each shows and what is said of it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from examples.shapes import wording
from examples.shapes.drawing import draw
from examples.shapes.things import THINGS, Thing

SITE, HELD_OUT = 1, 2
"""First number of every seed: of pictures on the site, and of others."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A picture on a page.

    Attributes:
        thing: What it shows.
        picture: The file, a JPEG.
        caption: The sentence below it.
    """

    thing: Thing
    picture: bytes
    caption: str


def exhibits(seed: Sequence[int], number: int) -> tuple[Exhibit, ...]:
    """Return the pictures of a page: no two show the same, and beyond that none says anything of another.

    Args:
        seed: Of the page; other seeds give other pictures.
        number: Pictures on it.
    """
    chance = np.random.default_rng(seed)
    chosen = chance.choice(len(THINGS), number, replace=False)
    return tuple(exhibit(THINGS[int(each)], chance) for each in chosen)


def exhibit(thing: Thing, chance: np.random.Generator) -> Exhibit:
    """Return a picture of a thing, with a caption."""
    file = io.BytesIO()
    draw(thing, chance).save(file, "JPEG", quality=90)
    return Exhibit(thing, file.getvalue(), wording.caption(thing, chance))
