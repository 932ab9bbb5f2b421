"""What a model is asked: pictures and sentences up to the last picture, and what it shows is the question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from examples.shapes.exhibits import HELD_OUT, Exhibit, exhibit, exhibits
from examples.shapes.things import THINGS, Thing

PAGES, SINGLES = 0, 1
"""Of held-out pictures: those that stand together on pages, and those that stand alone."""


@dataclass(frozen=True, slots=True)
class Question:
    """Pictures with sentences between them.

    Attributes:
        pictures: The files, one at least; what the last one shows is asked.
        said: The sentence after each but the last.
        written: What the page says of the last one.
        shown: What it shows; the same, unless pictures were exchanged.
    """

    pictures: tuple[bytes, ...]
    said: tuple[str, ...]
    written: Thing
    shown: Thing


def alone(shown: Exhibit) -> Question:
    """Return the question what a picture shows that stands alone."""
    return Question((shown.picture,), (), shown.thing, shown.thing)


def in_place(page: Sequence[Exhibit], place: int) -> Question:
    """Return the question what a page's picture at a place, from 0, shows; what is said before it is right."""
    return _asked(page, page, place)


def exchanged(page: Sequence[Exhibit], place: int) -> Question:
    """Return the same question where every picture of the page is replaced by the one after it, its sentences by none.

    The last one is replaced by the first.
    """
    return _asked(page, [*page[1:], page[0]], place)


def held_out_singles(each: int) -> Iterator[Exhibit]:
    """Yield pictures that the site does not have, so many of each thing, one thing after the other."""
    for number in range(each):
        for kind, thing in enumerate(THINGS):
            yield exhibit(thing, np.random.default_rng([HELD_OUT, SINGLES, kind, number]))


def held_out_pages(pages: int, pictures: int) -> Iterator[tuple[Exhibit, ...]]:
    """Yield pages of pictures that the site does not have; no page shows a thing twice."""
    yield from (exhibits((HELD_OUT, PAGES, page), pictures) for page in range(pages))


def _asked(page: Sequence[Exhibit], shown: Sequence[Exhibit], place: int) -> Question:
    return Question(
        tuple(each.picture for each in shown[: place + 1]),
        tuple(each.caption for each in page[:place]),
        page[place].thing,
        shown[place].thing,
    )
