"""How often a model is right, and how often a guess would be."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from examples.shapes.questions import Question, alone, exchanged, held_out_pages, held_out_singles, in_place
from examples.shapes.things import COLOURS, SHAPES, THINGS, Thing

CHANCE = 1 / len(THINGS)
EACH, PAGES, PICTURES = 20, 240, 3
"""Single pictures of each thing; pages, and pictures on each."""
Z = 1.96  # standard deviations to either side that hold 95 % of a normal distribution
_WORD = re.compile(r"[a-z]+")

Chooser = Callable[[Question], Thing]
Speaker = Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    right: int
    of: int

    @property
    def value(self) -> float:
        """Return the share."""
        return self.right / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95 % confidence interval of the share (Wilson 1927), which is sound near 0 and 1 too."""
        scale = 1 + Z**2 / self.of
        middle = (self.value + Z**2 / (2 * self.of)) / scale
        half = Z * math.sqrt(self.value * (1 - self.value) / self.of + (Z / (2 * self.of)) ** 2) / scale
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        """Return it for people."""
        low, high = self.interval
        return f"{100 * self.value:.1f} % ({self.right} of {self.of}; {100 * low:.1f} to {100 * high:.1f})"


@dataclass(frozen=True, slots=True)
class Scores:
    """What a model gets right, on pictures it has never seen.

    Attributes:
        chosen: Pictures that stand alone: the likeliest of all 24 sentences names colour and shape.
        colour: It names the colour.
        shape: It names the shape.
        said: Of the same pictures: what the model says of itself, word by likeliest word, names colour and shape.
        places: Pictures of pages, by place: the likeliest sentence is right.
        exchanged_written: Pages whose pictures were exchanged: it is what the page was written for.
        exchanged_shown: It is what the picture now shows.
    """

    chosen: Share
    colour: Share
    shape: Share
    said: Share
    places: tuple[Share, ...]
    exchanged_written: Share
    exchanged_shown: Share

    def lines(self) -> list[tuple[str, Share, float]]:
        """Return what was asked, the share of right answers, and that of a guess."""
        return [
            ("one picture, likeliest sentence", self.chosen, CHANCE),
            ("  its colour", self.colour, 1 / len(COLOURS)),
            ("  its shape", self.shape, 1 / len(SHAPES)),
            ("one picture, said by itself", self.said, CHANCE),
            *((f"picture {place} of a page", share, CHANCE) for place, share in enumerate(self.places, 1)),
            ("exchanged, what stood there", self.exchanged_written, CHANCE),
            ("exchanged, what stands there now", self.exchanged_shown, CHANCE),
        ]


def score(choose: Chooser, say: Speaker, each: int = EACH, pages: int = PAGES) -> Scores:
    """Ask everything.

    Args:
        choose: Answers a question.
        say: Says something of a picture.
        each: Single pictures of each thing.
        pages: Pages of three pictures.
    """
    singles = list(held_out_singles(each))
    chosen = [(choose(alone(shown)), shown.thing) for shown in singles]
    shown_pages = list(held_out_pages(pages, PICTURES))
    moved = [_asked(choose, exchanged(page, place)) for page in shown_pages for place in range(PICTURES)]
    return Scores(
        chosen=_share(answer == thing for answer, thing in chosen),
        colour=_share(answer.colour == thing.colour for answer, thing in chosen),
        shape=_share(answer.shape == thing.shape for answer, thing in chosen),
        said=_share(names(say(shown.picture), shown.thing) for shown in singles),
        places=tuple(
            _share(choose(in_place(page, place)) == page[place].thing for page in shown_pages)
            for place in range(PICTURES)
        ),
        exchanged_written=_share(answer == question.written for answer, question in moved),
        exchanged_shown=_share(answer == question.shown for answer, question in moved),
    )


def names(sentence: str, thing: Thing) -> bool:
    """Return whether a sentence names a thing's colour and shape, and no other."""
    words = set(_WORD.findall(sentence.lower()))
    return words & COLOURS.keys() == {thing.colour} and words & set(SHAPES) == {thing.shape}


def _asked(choose: Chooser, question: Question) -> tuple[Thing, Question]:
    return choose(question), question


def _share(rights: Iterable[bool]) -> Share:
    found: Sequence[bool] = list(rights)
    return Share(sum(found), len(found))
