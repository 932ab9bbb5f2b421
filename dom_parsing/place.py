"""Where in the page the walk is."""

from __future__ import annotations

from dataclasses import dataclass, field

from dom_parsing.blocks import Block, Group


@dataclass(slots=True, eq=False)
class Figure:
    """A `<figure>` being read: its images wait for its caption, which may follow them."""

    images: list[Block] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Place:
    """What is true of all that the walk reaches until a list, a figure, an article or the like begins or ends.

    Never changed, but replaced: what is set aside at the beginning of a block holds again at its end.
    """

    group: Group | None = None
    preformatted: bool = False
    in_article: bool = False
    in_main: bool = False
    figure: Figure | None = None


NOWHERE = Place()
"""The place of a page's outermost element, and of hidden ones."""
