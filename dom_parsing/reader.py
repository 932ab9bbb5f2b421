"""The page so far, and the paragraph being read: what elements do to it is in `inline` and `block_elements`."""

from __future__ import annotations

from collections.abc import Callable

from selectolax.lexbor import LexborNode

from dom_parsing.blocks import Block, Page, Region
from dom_parsing.lazy import Attributes
from dom_parsing.place import NOWHERE, Place
from dom_parsing.settings import ExtractSettings
from dom_parsing.whitespace import BREAK, collapse, preformatted


class Reader:
    """The page so far, and the paragraph being read.

    Attributes:
        base: What its URLs are relative to.
        settings: Bounds and policies.
        page: What has been read.
        region: Index of the innermost open region, -1 outside all.
        tag: The innermost open block.
        place: What else holds there.
        around: What elements that are still open have set aside, to be taken up where they end.
        parts: Texts of the paragraph being read.
        linked: Characters of it inside links.
        begun: Links that begin in it.
        links: Open links.
        muted: Open elements whose text is not read.
        noscripts: Open `<noscript>`.
        line: Number of the present item or row.
        cell: Number of the present cell.
        images: Images so far, shown or not.
        sources: Attributes of the `<source>` elements so far in the open `<picture>`.
    """

    __slots__ = (
        "around",
        "base",
        "begun",
        "cell",
        "images",
        "line",
        "linked",
        "links",
        "muted",
        "noscripts",
        "page",
        "parts",
        "place",
        "region",
        "settings",
        "sources",
        "tag",
    )

    def __init__(self, base: str, settings: ExtractSettings) -> None:
        """Begin a page.

        Args:
            base: What its URLs are relative to.
            settings: Bounds and policies.
        """
        self.base = base
        self.settings = settings
        self.page = Page()
        self.region = -1
        self.tag = ""
        self.place = NOWHERE
        self.around: list[tuple[int, str, Place, int]] = []
        self.parts: list[str] = []
        self.linked = self.begun = self.links = 0
        self.muted = self.noscripts = 0
        self.line = self.cell = self.images = 0
        self.sources: list[Attributes] = []

    def read_text(self, text: str) -> None:
        """Add text to the paragraph; white space before its first word is nothing, and not to be given."""
        if self.muted:
            return
        self.parts.append(text)
        if self.links:
            self.linked += len(text.strip())

    def break_line(self) -> None:
        """Break the line, where one has begun."""
        if self.parts and not self.muted:
            self.parts.append(BREAK)

    def part_words(self) -> None:
        """Part the words before and after something that is seen, but not read: a drawing, a control, a player."""
        if self.parts and not self.muted:
            self.parts.append(" ")

    def flush(self) -> None:
        """End the paragraph, if one has begun."""
        parts = self.parts
        if not parts:
            return
        place = self.place
        text = preformatted(parts) if place.preformatted else collapse(parts)
        if text:
            self.page.blocks.append(
                Block(
                    self.region,
                    text,
                    min(self.linked, len(text)),
                    self.tag,
                    None,
                    None,
                    place.group,
                    self.line,
                    self.cell,
                    place.preformatted,
                    self.noscripts > 0,
                    "",
                    self.begun,
                )
            )
        self.parts = []
        self.linked = self.begun = 0

    def open_unseen(self, tag: str, reason: str) -> None:
        """Begin a region of what readers do not see within the present one."""
        regions = self.page.regions
        regions.append(Region(self.region, tag, reason, False, len(self.page.blocks)))
        self.region = len(regions) - 1
        self.tag = tag

    def close_region(self) -> None:
        """End the present region; the caller takes up the one around it."""
        self.page.regions[self.region].last = len(self.page.blocks)

    def set_aside(self) -> None:
        """Note where the walk is, for the end of the element that begins."""
        self.around.append((self.region, self.tag, self.place, len(self.page.blocks)))

    def take_up(self) -> None:
        """Go back to where the walk was when the innermost element that set it aside began."""
        self.region, self.tag, self.place, _ = self.around.pop()


Leave = Callable[[Reader], None]
Enter = Callable[[Reader, LexborNode, str, Attributes], Leave]


def skip(reader: Reader) -> None:
    """Is the answer to entering an element whose children are not to be walked."""


def stay(reader: Reader) -> None:
    """Is the answer to entering an element whose end changes nothing."""
