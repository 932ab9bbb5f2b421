"""What a model says, below what it was shown."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
RIGHT: Colour = (30, 125, 60)
WRONG: Colour = (190, 30, 40)
INK: Colour = (30, 30, 30)
PAPER: Colour = (255, 255, 255)
SIDE = 104
"""Of a picture, enlarged."""
CELL = (150, 150)
COLUMNS = 8
MARGIN, LINE, FRAME = 12, 24, 4
LETTERS = 13


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture, and what a model says of it.

    Attributes:
        picture: The file.
        said: In words.
        right: Whether that is what it shows.
    """

    picture: bytes
    said: str
    right: bool


def sheet(rows: Sequence[tuple[str, Sequence[Shown]]]) -> Image.Image:
    """Return a picture of pictures, framed in green where the model is right and in red where it is wrong.

    Args:
        rows: A heading, which may be empty, and the pictures of a row.
    """
    widest = max(len(shown) for _, shown in rows)
    headings = [LINE if heading else 0 for heading, _ in rows]
    size = (2 * MARGIN + widest * CELL[0], 2 * MARGIN + len(rows) * CELL[1] + sum(headings))
    paper = Image.new("RGB", size, PAPER)
    top = MARGIN
    for (heading, shown), room in zip(rows, headings, strict=True):
        _write(paper, (MARGIN, top), heading, INK)
        top += room
        for column, each in enumerate(shown):
            _place(paper, each, MARGIN + column * CELL[0], top)
        top += CELL[1]
    return paper


def in_rows(shown: Sequence[Shown]) -> list[tuple[str, Sequence[Shown]]]:
    """Return pictures as rows of eight, without headings."""
    return [("", shown[begin : begin + COLUMNS]) for begin in range(0, len(shown), COLUMNS)]


def _place(paper: Image.Image, shown: Shown, left: int, top: int) -> None:
    colour = RIGHT if shown.right else WRONG
    inner = (left + (CELL[0] - SIDE) // 2, top + FRAME)
    ImageDraw.Draw(paper).rectangle(
        (inner[0] - FRAME, inner[1] - FRAME, inner[0] + SIDE + FRAME - 1, inner[1] + SIDE + FRAME - 1), fill=colour
    )
    picture = Image.open(io.BytesIO(shown.picture)).convert("RGB")
    paper.paste(picture.resize((SIDE, SIDE), Image.Resampling.BICUBIC), inner)
    mark = "" if shown.right else " (wrong)"
    _write(paper, (left + CELL[0] // 2, inner[1] + SIDE + FRAME + 3), shown.said + mark, colour, "ma")


def _write(paper: Image.Image, place: tuple[int, int], text: str, colour: Colour, anchor: str = "la") -> None:
    ImageDraw.Draw(paper).text(place, text, colour, ImageFont.load_default(LETTERS), anchor)
