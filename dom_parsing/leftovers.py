"""What is left of parts that went: headings of nothing, and texts that the page says a second time."""

from __future__ import annotations

from dom_parsing.blocks import Block, Page
from dom_parsing.regions import UNSEEN
from dom_parsing.settings import ExtractSettings
from dom_parsing.tags import HEADINGS

BARE = "bare-heading"
"""Reason of headings whose whole section was left out."""

REPEATED = "repeated"
"""Reason of paragraphs that the page has said before, and of headings that it has just said, word by word."""

_HEADLINE = "h1"


def leave_out_leftovers(page: Page, settings: ExtractSettings) -> None:
    """Give texts said before the reason REPEATED, then headings of nothing the reason BARE.

    Args:
        page: Its blocks are changed; those that have a reason already count as absent.
        settings: `repeated_characters`.
    """
    _leave_out_repeated(page.blocks, settings.repeated_characters)
    _leave_out_bare_headings(page.blocks)


def _leave_out_repeated(blocks: list[Block], least: int) -> None:
    """Leave out a paragraph said before; code and tables say things twice for a reason of their own."""
    said: dict[str, int] = {}
    before: Block | None = None
    for block in blocks:
        if block.reason or not block.text:
            continue
        if before is not None and block.text == before.text:
            _leave_out_doubled(before, block)
        before = block if block.tag in HEADINGS else None
        if len(block.text) < least or block.preformatted or (block.group is not None and block.group.is_table):
            continue
        if said.setdefault(block.text, block.region) != block.region:
            block.reason = REPEATED


def _leave_out_doubled(first: Block, second: Block) -> None:
    """Leave out the lesser of two headings alike without a text between: it stands in a bar above, or in a summary.

    Headings of one level below `<h1>` name things of one name, a shirt in two colours.
    """
    if second.tag in HEADINGS and (second.tag != first.tag or first.tag == _HEADLINE):
        (first if second.tag < first.tag else second).reason = REPEATED


def _leave_out_bare_headings(blocks: list[Block]) -> None:
    """Leave out a heading where only what is left out stands between it and the next one of its level or above.

    A heading with nothing at all behind it stays, as does an `<h1>`: pages are named by it.
    """
    level, gone = "h0", False
    for block in reversed(blocks):
        if block.reason:
            gone = gone or bool(block.text and block.reason not in UNSEEN)
        elif block.tag in HEADINGS and block.text:
            if gone and block.tag != _HEADLINE and block.tag >= level:
                block.reason = BARE
            else:
                level, gone = block.tag, False
        else:
            level, gone = "h7", False
