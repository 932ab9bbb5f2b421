"""How much text a region of the page holds, in constant time a question: sums over the blocks before each block."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dom_parsing.blocks import Block, Region


def weight(block: Block) -> int:
    """Characters of a block outside links."""
    return len(block.text) - block.linked if block.text else 0


class Scale:
    """Characters of regions: all of them, those outside links (weight), those of prose."""

    def __init__(self, blocks: Iterable[Block], counts: Callable[[Block], bool], prose_characters: int) -> None:
        """Weigh the blocks that count.

        Args:
            blocks: All blocks of the page.
            counts: Whether a block weighs anything.
            prose_characters: A block of at least so many characters outside links is prose.
        """
        length = weight = prose = 0
        self.lengths, self.weights, self.proses = [0], [0], [0]
        for block in blocks:
            if block.text and counts(block):
                characters = len(block.text)
                unlinked = characters - block.linked
                length += characters
                weight += unlinked
                prose += unlinked if unlinked >= prose_characters else 0
            self.lengths.append(length)
            self.weights.append(weight)
            self.proses.append(prose)

    def length(self, region: Region | None = None) -> int:
        """Characters in the region; in the whole page for None."""
        return _between(self.lengths, region)

    def weight(self, region: Region | None = None) -> int:
        """Characters outside links in the region; in the whole page for None."""
        return _between(self.weights, region)

    def prose(self, region: Region | None = None) -> int:
        """Characters of prose in the region; in the whole page for None."""
        return _between(self.proses, region)

    def around(self, region: Region) -> tuple[int, int]:
        """Characters outside links above the region and below it."""
        return self.weights[region.first], self.weights[-1] - self.weights[region.last]


def _between(sums: list[int], region: Region | None) -> int:
    return sums[-1] if region is None else sums[region.last] - sums[region.first]
