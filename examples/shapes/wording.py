"""What pages say: of a picture what it shows, and around the pictures nothing of that kind."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from examples.shapes.things import Thing

FIRST_WORDS = "This picture shows a"
"""What the model is asked to go on from."""
_CAPTIONS = (
    f"{FIRST_WORDS} {{colour}} {{shape}}.",
    f"{FIRST_WORDS} {{colour}} {{shape}}.",
    "Here is a {colour} {shape}.",
    "The next in the box was a {colour} {shape}.",
    "A {shape}, and it is {colour}.",
    "Somebody cut out a {shape} and painted it {colour}.",
    "We put the {colour} {shape} here.",
    "One {colour} {shape}, pinned to the board.",
)
_TITLES = ("Box", "Drawer", "Tray", "Shelf", "Folder", "Envelope")
_OPENINGS = (
    "The children cut paper all afternoon, and in the evening we sorted what there was on the long table.",
    "This came to us from the school by the river, with a letter of thanks and no list of what is inside.",
    "Nobody remembers who began with these, but the box was full when we moved into the old house.",
    "It had rained for three days, so everybody was at home and there was enough paper for all of us.",
    "We opened it on Sunday and laid everything in the order in which it came out of the box.",
    "The teacher asked for one piece from each of them, and nobody was told what to make.",
)
_SECONDS = (
    "Each piece was put on a plain sheet, wherever there was room, and photographed in poor light.",
    "The camera is an old one and has trouble with the dark, so please forgive the grain in some of them.",
    "Under every photograph stands what it shows, in the words of the one who took it.",
    "They are not in any order that we know of, and we have not tried to find one.",
    "The sheets behind them are what was left over at the printer, some of it nearly white and some not.",
    "If you have more of them at home we would be glad to hear from you before the end of the month.",
)


def caption(thing: Thing, chance: np.random.Generator) -> str:
    """Return a sentence that says what a picture shows, in one of several ways."""
    return _one(_CAPTIONS, chance).format(colour=thing.colour, shape=thing.shape)


def answer(thing: Thing) -> str:
    """Return the sentence that is right where a picture shows a thing and the text begins with `FIRST_WORDS`."""
    return f"{FIRST_WORDS} {thing}."


def title(number: int, chance: np.random.Generator) -> str:
    """Return the title of a page."""
    return f"{_one(_TITLES, chance)} {number}"


def opening(chance: np.random.Generator) -> str:
    """Return a paragraph that says nothing of any picture."""
    return f"{_one(_OPENINGS, chance)} {_one(_SECONDS, chance)}"


def _one(choices: Sequence[str], chance: np.random.Generator) -> str:
    return choices[int(chance.integers(len(choices)))]
