"""What the walk leaves behind: the page as a flat list of blocks, each in a region and perhaps in a list or table."""

from __future__ import annotations

from dataclasses import dataclass, field

from dom_parsing.images import Choice
from dom_parsing.records import Image


@dataclass(slots=True, eq=False)
class Group:
    """A list or a table. Its blocks become one element, unless it is a table for layout.

    Attributes:
        parent: The list or table around it.
        is_table: It is a table.
        is_layout: A cell of it holds blocks.
        outer: The outermost list or data table that this one is a part of; None of a table for layout alone.
    """

    parent: Group | None
    is_table: bool
    is_layout: bool = False
    outer: Group | None = None


@dataclass(slots=True, eq=False)
class Block:
    """A paragraph, an image, or something that is neither: the atom that is kept or left out.

    Attributes:
        region: Index of the innermost region it stands in.
        text: The paragraph, or empty.
        linked: Characters of it that are inside links; of an image 1 where it is a link.
        tag: The block element that holds it.
        image: The picture, or None.
        choice: How the picture was chosen; of a block that is no picture None.
        group: The innermost list or table around it.
        line: Number of the item or row it stands in.
        cell: Number of the cell it stands in.
        preformatted: Its line breaks and spaces count.
        in_noscript: It stands in a `<noscript>`: a picture is a fallback for pages without scripts.
        reason: Why it is left out; empty where it is kept.
        links: Number of links that begin in it.
    """

    region: int
    text: str = ""
    linked: int = 0
    tag: str = ""
    image: Image | None = None
    choice: Choice | None = None
    group: Group | None = None
    line: int = 0
    cell: int = 0
    preformatted: bool = False
    in_noscript: bool = False
    reason: str = ""
    links: int = 0


@dataclass(slots=True, eq=False)
class Region:
    """A block element that holds others.

    Attributes:
        parent: Index of the region around it, -1 of the outermost.
        tag: Its tag.
        reason: Why it is not content, by its own account; empty where it gives none.
        is_main: The page calls it its main part.
        first: Index of its first block.
        last: Index behind its last block.
        label: Its class, as written.
    """

    parent: int
    tag: str
    reason: str
    is_main: bool
    first: int
    last: int = 0
    label: str = ""


@dataclass(slots=True, eq=False)
class Page:
    """The whole page in reading order; regions, lists and tables in the order in which they begin.

    Attributes:
        blocks: What it shows, and what it does not.
        regions: Its parts.
        groups: Its lists and tables.
        is_discussion: It says that it is a discussion: comments are what it is about.
    """

    blocks: list[Block] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    is_discussion: bool = False

    def settle_groups(self) -> None:
        """Set `outer` of every group, once all cells are known; parents come before their children."""
        for group in self.groups:
            around = group.parent.outer if group.parent is not None else None
            group.outer = around if around is not None or group.is_layout else group
