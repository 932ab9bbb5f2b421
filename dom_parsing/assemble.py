"""Blocks to elements: paragraphs of one list or table become one, what was left out is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dom_parsing.blocks import Block, Group
from dom_parsing.fallbacks import DOUBLED
from dom_parsing.records import Element, Omission, Text

QUOTED = 200
"""Characters of an omitted text that its Omission shows."""


@dataclass(slots=True)
class _Assembly:
    """Elements and omissions so far; blocks that are still to become one of either."""

    elements: list[Element] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)
    parted: bool = False
    together: list[Block] = field(default_factory=list)
    omitted: list[Block] = field(default_factory=list)
    omitted_at: int = 0

    def keep(self, block: Block) -> None:
        """Add a block to the elements."""
        self.end_omission()
        if block.image is not None:
            self.end_element()
            self.elements.append(block.image)
            return
        if self.together and (_element(block) is None or _element(block) is not _element(self.together[-1])):
            self.end_element()
        self.together.append(block)

    def leave_out(self, block: Block) -> None:
        """Add a block to the omissions; images and drawings do not part the omitted text around them."""
        if not block.text:
            if self.parted:
                self.end_element()
            url = block.choice.url if block.choice is not None else ""
            self.omissions.append(Omission(len(self.elements) + bool(self.together), block.reason, url=url))
            return
        self.end_element()
        if self.omitted and self.omitted[-1].reason != block.reason:
            self.end_omission()
        if not self.omitted:
            self.omitted_at = len(self.omissions)
            self.omissions.append(Omission(len(self.elements), block.reason))
        self.omitted.append(block)

    def end_element(self) -> None:
        """Make one element of the blocks that belong together."""
        if self.together:
            self.elements.append(Text("".join(_joined(self.together))))
            self.together = []

    def end_omission(self) -> None:
        """Make one omission of the texts left out in a row."""
        if self.omitted:
            text = " ".join(block.text[:QUOTED] for block in self.omitted[:QUOTED])[:QUOTED]
            self.omissions[self.omitted_at] = Omission(len(self.elements), self.omitted[0].reason, text=text)
            self.omitted = []


def assemble(blocks: Iterable[Block], *, parted: bool = False) -> tuple[tuple[Element, ...], tuple[Omission, ...]]:
    """Return the elements that stay and the omissions, in reading order.

    Omitted texts that follow each other for the same reason make one Omission; each omitted image makes its own.

    Args:
        blocks: Of the page, each with its reason.
        parted: An omitted image parts the list or table it stands in, as one that is shown does.
    """
    done = _Assembly(parted=parted)
    for block in blocks:
        if not block.reason:
            done.keep(block)
        elif block.reason != DOUBLED:
            done.leave_out(block)
    done.end_element()
    done.end_omission()
    return tuple(done.elements), tuple(done.omissions)


def _element(block: Block) -> Group | None:
    return block.group.outer if block.group is not None else None


def _joined(blocks: list[Block]) -> Iterator[str]:
    """The text of one element: a line a row or block of an item; cells are parted by a bar, their blocks by a space."""
    previous: Block | None = None
    for block in blocks:
        in_table = block.group is not None and block.group.is_table
        if previous is not None:
            if not in_table or previous.line != block.line or previous.preformatted or block.preformatted:
                yield "\n"
            else:
                yield " | " if in_table and previous.cell != block.cell else " "
        yield block.text.replace("\n", " ") if in_table and not block.preformatted else block.text
        previous = block
