"""Which blocks are the page's content: what regions say of themselves, the main part, and the density of links."""

from __future__ import annotations

from dataclasses import dataclass, field

from dom_parsing.blocks import Block, Group, Page
from dom_parsing.claims import settle_claims
from dom_parsing.leftovers import leave_out_leftovers
from dom_parsing.main_part import leave_out_surroundings
from dom_parsing.settings import ExtractSettings
from dom_parsing.tags import HEADINGS

LINKS = "link-density"
"""Reason of blocks that are lists of links."""


_MANY = 3
"""A long text within one or two links is a teaser or a sentence; one of so many links is a list of them."""


def choose_blocks(page: Page, settings: ExtractSettings) -> None:
    """Give every block that is not content its reason.

    Args:
        page: As the walk leaves it; its blocks are changed.
        settings: What to keep, and the bounds.
    """
    settle_claims(page, settings)
    if not settings.keep_boilerplate:
        leave_out_surroundings(page, settings)
        _leave_out_links(page, settings)
        leave_out_leftovers(page, settings)


def _leave_out_links(page: Page, settings: ExtractSettings) -> None:
    """Leave out lists, tables and blocks with nearly all characters in links, and the linked images among them.

    A long linked text is a text, and a heading that is a link is a heading unless other links follow it.
    """
    totals = _totals(page.blocks, settings)
    run = _Run()
    for block in page.blocks:
        if block.reason:
            continue
        if block.image is not None:
            run.add_image(block)
        elif _is_link_list(block, totals, settings):
            run.links.append(block)
        else:
            run.end(heads=len(block.text) >= settings.prose_characters)
    run.end()


@dataclass(slots=True)
class _Run:
    """Blocks of links with no other text between them, and the images among and beside them."""

    links: list[Block] = field(default_factory=list)
    images: list[Block] = field(default_factory=list)

    def add_image(self, block: Block) -> None:
        """Add an image: of a list of links if it is itself a link."""
        if block.linked:
            self.images.append(block)

    def end(self, *, heads: bool = False) -> None:
        """Leave out the run, if it is one; its last block stays if it is a heading and heads a text that follows."""
        if heads and len(self.links) > 1 and self.links[-1].tag in HEADINGS:
            self.links.pop()
        lone = len(self.links) == 1
        for block in self.links:
            block.reason = "" if lone and block.tag in HEADINGS else LINKS
        for block in self.images:
            block.reason = LINKS if len(self.links) > 1 else ""
        self.links, self.images = [], []


def _totals(blocks: list[Block], settings: ExtractSettings) -> dict[Group, tuple[int, int]]:
    """Characters, and those in links, of each list and data table."""
    totals: dict[Group, tuple[int, int]] = {}
    for block in blocks:
        whole = _whole(block)
        if whole is not None and block.text and not block.reason:
            length, linked = totals.get(whole, (0, 0))
            counted = block.linked if len(block.text) < settings.prose_characters else 0
            totals[whole] = (length + len(block.text), linked + counted)
    return totals


def _whole(block: Block) -> Group | None:
    """The list or data table that the block is judged with."""
    return block.group.outer if block.group is not None else None


def _is_link_list(block: Block, totals: dict[Group, tuple[int, int]], settings: ExtractSettings) -> bool:
    whole = _whole(block)
    length, linked = (len(block.text), block.linked) if whole is None else totals[whole]
    if whole is None and length >= settings.prose_characters:
        return block.links >= _MANY and linked > settings.link_density * length
    return linked > settings.link_density * length and length - linked < settings.link_list_characters
