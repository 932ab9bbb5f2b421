"""A page row by row: the blocks it shows, beside the element that they became.

>>> from dom_parsing.page import read_page
>>> page = read_page("<nav>Home</nav><ul><li>A cat.<li>A dog.</ul>", "https://a.example/")
>>> [([block.text for block in row.blocks], row.reason) for row in rows_of(page.judged())]
[(['Home'], 'navigation'), (['A cat.', 'A dog.'], '')]
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dom_parsing.assemble import QUOTED, assemble
from dom_parsing.blocks import Block, Page
from dom_parsing.fallbacks import DOUBLED
from dom_parsing.records import Element


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Blocks that became one element, or blocks in a row that were left out for one reason.

    Attributes:
        blocks: In reading order; among them may be pictures that were left out for reasons of their own.
        element: What became of them; None where they were left out.
        within: Tag and classes of the part of the page by which a row was left out (`div.sidebar`); empty where it was
            left out for itself, or kept.
    """

    blocks: tuple[Block, ...]
    element: Element | None = None
    within: str = ""

    @property
    def reason(self) -> str:
        """Why the row was left out: that of its texts, if it has any; empty where it was kept."""
        if self.element is not None:
            return ""
        return next((block.reason for block in self.blocks if block.text), self.blocks[0].reason)


def rows_of(page: Page) -> list[Row]:
    """Return the rows of a page; their elements are those of its Document, in order.

    Args:
        page: From `ParsedPage.judged`. Pictures that are in the page by another block make no row.
    """
    rows = _Rows()
    for block in page.blocks:
        if block.reason != DOUBLED:
            rows.add(block)
    rows.end()
    return [row if row.element is not None else replace(row, within=_within(page, row)) for row in rows.done]


def _within(page: Page, row: Row) -> str:
    """The outermost part of the page that the row was left out with."""
    block = next(block for block in row.blocks if block.reason == row.reason)
    claimed, index = -1, block.region
    while index >= 0 and page.regions[index].reason == row.reason:
        claimed, index = index, page.regions[index].parent
    if claimed < 0:
        return ""
    return ".".join([page.regions[claimed].tag, *page.regions[claimed].label.split()])[:QUOTED]


@dataclass(slots=True)
class _Rows:
    """Rows so far, and the blocks that are still to become one."""

    done: list[Row] = field(default_factory=list)
    run: list[Block] = field(default_factory=list)
    lead: Block | None = None

    def add(self, block: Block) -> None:
        while self.run and not self.joins(block):
            self.close()
        self.run.append(block)
        if self.lead is None and not _is_omitted_picture(block):
            self.lead = block

    def joins(self, block: Block) -> bool:
        """Whether the block goes on with the run; omitted pictures part nothing, as in `assemble`."""
        if _is_omitted_picture(block):
            return True
        lead = self.lead
        if lead is None:
            return bool(block.reason)
        if block.image is not None and not block.reason:
            return False
        if block.reason or lead.reason:
            return lead.reason == block.reason
        return lead.image is None and _whole(lead) is not None and _whole(lead) is _whole(block)

    def close(self) -> None:
        """Make a row of the run; pictures behind it that were left out for another reason begin the next."""
        reason = self.lead.reason if self.lead is not None else None
        last = len(self.run) - 1
        while reason is not None and self.run[last].reason != reason:
            last -= 1
        row, self.run = self.run[: last + 1], self.run[last + 1 :]
        element = assemble(row)[0][0] if reason == "" else None
        self.done.append(Row(tuple(row), element))
        self.lead = None

    def end(self) -> None:
        while self.run:
            self.close()


def _is_omitted_picture(block: Block) -> bool:
    return bool(block.reason) and not block.text


def _whole(block: Block) -> object:
    return block.group.outer if block.group is not None else None
