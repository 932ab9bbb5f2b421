"""What each block element does: it parts paragraphs, opens regions, lists, tables and figures."""

from __future__ import annotations

from dataclasses import replace

from selectolax.lexbor import LexborNode

from dom_parsing.blocks import Group
from dom_parsing.lazy import Attributes
from dom_parsing.place import Figure, Place
from dom_parsing.reader import Leave, Reader
from dom_parsing.regions import POPUP, is_main, reason_of
from dom_parsing.settings import ExtractSettings
from dom_parsing.tags import BLOCKS, CELLS, LINES, LISTS, PARAGRAPHS, PREFORMATTED, TABLE_PARTS

MAX_CAPTION = 4000
"""Characters kept of a caption; every image of its figure carries it."""

_GROUPING = LISTS | LINES | CELLS | TABLE_PARTS


class BlockReader(Reader):
    """The page so far, and the blocks that are open."""

    def __init__(self, base: str, settings: ExtractSettings) -> None:
        """Begin a page; see `Reader`."""
        super().__init__(base, settings)
        self.around: list[tuple[Place, int]] = []
        self.enterings.update(dict.fromkeys(BLOCKS, self.enter_block))

    def enter_block(self, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
        """End the paragraph before the block; what the block is holds until it ends."""
        if self.parts:
            self.flush()
        around = self.place
        reason = reason_of(tag, attributes, around.in_article, around.in_main)
        if reason == POPUP and around.figure is not None:
            # Named after what a click on the picture opens.
            reason = ""
        main = is_main(tag, attributes)
        opens = reason or main or tag not in PARAGRAPHS
        self.around.append((around, len(self.page.blocks)))
        self.place = Place(
            self.open_region(tag, reason, main, attributes.get("class") or "") if opens else around.region,
            tag,
            around.group,
            around.preformatted or tag in PREFORMATTED,
            around.in_article or tag == "article",
            around.in_main or main,
            Figure() if tag == "figure" else around.figure,
        )
        if around.group is not None or tag in _GROUPING:
            self.place_in_group(tag)
        return self.leave_block

    def place_in_group(self, tag: str) -> None:
        """Begin a list or table, count items, rows and cells; blocks in a cell make the table one for layout."""
        group = self.place.group
        if group is not None and group.is_table and (tag == "table" or tag not in TABLE_PARTS):
            group.is_layout = True
        if tag in LISTS or tag == "table":
            self.place.group = Group(group, tag == "table")
            self.page.groups.append(self.place.group)
        elif tag == "caption" and group is not None:
            self.place.group = group.parent
        if tag in CELLS:
            self.cell += 1
        elif tag in LINES:
            self.line += 1

    def leave_block(self) -> None:
        """End the paragraph and the block."""
        if self.parts:
            self.flush()
        place = self.place
        around, first = self.around.pop()
        if place.region != around.region:
            self.page.regions[place.region].last = len(self.page.blocks)
        if place.tag in LINES:
            self.line += 1
        if place.figure is not None:
            self.leave_in_figure(place.figure, place.tag, first)
        self.place = around

    def leave_in_figure(self, figure: Figure, tag: str, first: int) -> None:
        """Note what a `<figcaption>` says; at the end of the figure give it to the images.

        Args:
            figure: The innermost figure.
            tag: The block that ends.
            first: Index of the block's first paragraph.
        """
        if tag == "figcaption":
            blocks = self.page.blocks[first : first + MAX_CAPTION]
            figure.captions.append(" ".join(block.text for block in blocks if block.text and not block.reason))
        elif tag == "figure":
            caption = " ".join(filter(None, figure.captions[:MAX_CAPTION]))[:MAX_CAPTION].strip()
            for block in figure.images:
                if block.image is not None and caption:
                    block.image = replace(block.image, caption=caption)
