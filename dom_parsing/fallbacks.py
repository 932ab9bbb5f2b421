"""Pictures in `<noscript>`: the same ones as beside them for readers without scripts, or the only ones."""

from __future__ import annotations

import re

from dom_parsing.blocks import Block
from dom_parsing.data_urls import is_named

DOUBLED = "doubled"
"""Marks a block whose picture is in the page by another block; it is no omission."""

_SHOWS_NOTHING = frozenset({"data-url", "placeholder", "no-url"})
_SIZE = re.compile(r"[-_](?:[0-9]+x[0-9]+|[0-9]+w?|scaled|small|medium|large|thumb(?:nail)?|e[0-9]{8,})$")


def settle_fallbacks(blocks: list[Block]) -> None:
    """Leave every picture once: a fallback is marked as doubled where the same picture stands beside it.

    A fallback takes the place of a neighbour that shows nothing by itself (a spacer, inline data: beside a picture with
    an address the preview of it). Neighbours are the nearest blocks before and after it without shown text between; the
    same picture has the same URL, the same file name but for its size, or was itself to be loaded by scripts.
    """
    for index, block in enumerate(blocks):
        if block.in_noscript and block.image is not None:
            for step in (-1, 1):
                neighbour = _neighbour(blocks, index, step)
                if neighbour is not None and _settle(block, neighbour):
                    break


def _neighbour(blocks: list[Block], index: int, step: int) -> Block | None:
    """The next block in a direction, texts for pages without scripts passed over."""
    index += step
    while 0 <= index < len(blocks) and blocks[index].text and blocks[index].in_noscript:
        index += step
    return blocks[index] if 0 <= index < len(blocks) else None


def _settle(fallback: Block, neighbour: Block) -> bool:
    """Mark one of the two as doubled if they are the same picture; return whether they are."""
    if neighbour.in_noscript or neighbour.choice is None or neighbour.reason == DOUBLED:
        return False
    if neighbour.reason in _SHOWS_NOTHING or _previews(neighbour, fallback):
        neighbour.reason = DOUBLED
    elif not neighbour.reason and _same(fallback, neighbour):
        fallback.reason = DOUBLED
    else:
        return False
    return True


def _previews(shown: Block, fallback: Block) -> bool:
    if fallback.choice is None or shown.choice is None or shown.reason:
        return False
    return is_named(shown.choice.url) and not is_named(fallback.choice.url)


def _same(fallback: Block, shown: Block) -> bool:
    if fallback.choice is None or shown.choice is None:
        return False
    return shown.choice.lazy or _name(fallback.choice.url) == _name(shown.choice.url)


def _name(url: str) -> str:
    """The URL without query and size: `/a/cat-300x200.jpg` and `/a/cat.jpg` are one picture."""
    path = url.partition("?")[0]
    stem, _, ending = path.rpartition(".")
    return f"{_SIZE.sub('', stem.lower())}.{ending.lower()}"
