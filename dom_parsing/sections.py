"""Sections of one text: regions alike by tag and class that begin with headings of the same level."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from dom_parsing.blocks import Page, Region
from dom_parsing.tags import HEADINGS


class Sections:
    """Tells a section of a text from the text."""

    def __init__(self, page: Page) -> None:
        """Read where the page's texts stand.

        Args:
            page: Blocks and regions that have a reason count as absent.
        """
        self.page = page
        self.texts = [index for index, block in enumerate(page.blocks) if block.text and not block.reason]

    def is_one_of(self, index: int, siblings: Iterable[int]) -> bool:
        """Return whether a sibling of a region is a section like it.

        Headings that are links do not count: they head teasers, which stand beside a text.

        Args:
            index: Of the region.
            siblings: Indices of all regions within the same one.
        """
        region = self.page.regions[index]
        level = self._level(region)
        return bool(level) and any(
            (other.tag, other.label, other.reason) == (region.tag, region.label, "") and self._level(other) == level
            for other in (self.page.regions[sibling] for sibling in siblings if sibling != index)
        )

    def _level(self, region: Region) -> str:
        """The tag of the heading that the region begins with, empty where it begins otherwise or holds nothing else."""
        position = bisect_left(self.texts, region.first)
        following = self.texts[position : position + 2]
        if len(following) < 2 or following[1] >= region.last:
            return ""
        block = self.page.blocks[following[0]]
        return block.tag if block.tag in HEADINGS and not block.linked else ""
