"""Lists of links: ways to other pages, unless they are what the page is there for: an index, or cards of things."""

from __future__ import annotations

from dataclasses import dataclass, field

from dom_parsing.blocks import Block, Group, Page
from dom_parsing.scale import weight
from dom_parsing.settings import ExtractSettings
from dom_parsing.tags import HEADINGS

LINKS = "link-density"
"""Reason of blocks that are lists of links."""

_MANY = 3
"""A long text within one or two links is a teaser or a sentence; one of so many links is a list of them."""

_INDEX_LINKS = 2
"""An index has more than so many times the characters inside links as outside them."""

_CARD_LINES = 2
"""A card has at most so many linked lines beside its picture: what it shows, and perhaps who made it."""

_CARD_PROSE = 0.5
"""On a page of cards at most this share of the text outside links is prose."""


def leave_out_links(page: Page, settings: ExtractSettings) -> None:
    """Leave out lists, tables and blocks with nearly all characters in links, and the linked images among them.

    A long linked text is a text, and a heading that is a link is a heading unless other links follow it. An index keeps
    its links: a page of links without a text of its own, or whose `<main>` holds them. On a page with little prose a
    linked picture keeps the name that it stands with.

    Args:
        page: Its blocks are changed; those that have a reason already count as absent.
        settings: `link_density`, `link_list_characters`, `prose_characters`.
    """
    kept = [block for block in page.blocks if not block.reason]
    outside = [weight(block) for block in kept if block.text]
    unlinked = sum(outside)
    prose = sum(length for length in outside if length >= settings.prose_characters)
    linked = sum(block.linked for block in kept if block.text)
    no_text = prose < 2 * settings.prose_characters
    if linked > max(settings.prose_characters, _INDEX_LINKS * unlinked) and (no_text or _calls_main(page)):
        return
    totals = _totals(kept, settings)
    run = _Run(with_cards=prose < _CARD_PROSE * unlinked)
    for block in kept:
        if block.image is not None:
            run.add_image(block)
        elif _is_link_list(block, totals, settings):
            run.links.append(block)
        else:
            run.end(heads=len(block.text) >= settings.prose_characters)
    run.end()


def _calls_main(page: Page) -> bool:
    return any(region.is_main and not region.reason for region in page.regions)


@dataclass(slots=True)
class _Run:
    """Blocks of links with no other text between them, and the images among and beside them.

    Attributes:
        with_cards: A linked image with few links beside it is a card.
    """

    with_cards: bool
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
        if not (self.with_cards and self.images and len(self.links) <= _CARD_LINES):
            self._leave_out()
        self.links, self.images = [], []

    def _leave_out(self) -> None:
        lone = len(self.links) == 1
        for block in self.links:
            block.reason = "" if lone and block.tag in HEADINGS else LINKS
        for block in self.images:
            block.reason = LINKS if len(self.links) > 1 else ""


def _totals(blocks: list[Block], settings: ExtractSettings) -> dict[Group, tuple[int, int]]:
    """Characters, and those in links, of each list and data table."""
    totals: dict[Group, tuple[int, int]] = {}
    for block in blocks:
        whole = _whole(block)
        if whole is not None and block.text:
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
