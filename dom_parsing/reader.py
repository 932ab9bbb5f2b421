"""What each inline element does to the paragraph being read; blocks are in `block_reader`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from selectolax.lexbor import LexborNode

from dom_parsing.blocks import Block, Page, Region
from dom_parsing.images import Choice, choose_image, image_of
from dom_parsing.lazy import Attributes
from dom_parsing.place import Place
from dom_parsing.regions import HIDDEN, NOSCRIPT
from dom_parsing.settings import ExtractSettings
from dom_parsing.tags import BLOCKS, IMAGES
from dom_parsing.unreadable import UnreadableError
from dom_parsing.whitespace import BREAK, collapse, preformatted

Leave = Callable[[], None]
Enter = Callable[[LexborNode, str, Attributes], Leave]


def skip() -> None:
    """Is the answer to entering an element whose children are not to be walked."""


def stay() -> None:
    """Is the answer to entering an element whose end changes nothing."""


class Reader:
    """The page so far, and the paragraph being read."""

    def __init__(self, base: str, settings: ExtractSettings) -> None:
        """Begin a page.

        Args:
            base: What its URLs are relative to.
            settings: `max_images`, and what `choose_image` reads.
        """
        self.base = base
        self.settings = settings
        self.page = Page()
        self.place = Place()
        self.parts: list[str] = []
        self.linked = 0
        self.links = 0
        self.begun = 0
        self.muted = 0
        self.noscripts = 0
        self.line = 0
        self.cell = 0
        self.images = 0
        self.sources: list[Attributes] = []
        self.enterings: dict[str, Enter] = {
            "a": self.enter_link,
            "br": self.enter_break,
            "svg": self.enter_svg,
            "picture": self.enter_picture,
            "source": self.enter_source,
            **dict.fromkeys(IMAGES, self.enter_image),
            "button": self.enter_muted,
            "noscript": self.enter_noscript,
        }
        if settings.keep_noscript:
            del self.enterings["noscript"]

    def read_text(self, text: str) -> None:
        """Add text to the paragraph; white space before its first word is nothing, and not to be given."""
        if self.muted:
            return
        self.parts.append(text)
        if self.links:
            self.linked += len(text.strip())

    def flush(self) -> None:
        """End the paragraph, if one has begun."""
        if not self.parts:
            return
        place = self.place
        text = preformatted(self.parts) if place.preformatted else collapse(self.parts)
        if text:
            linked, in_noscript = min(self.linked, len(text)), self.noscripts > 0
            block = Block(
                place.region, text, linked, place.tag, None, None, place.group, self.line, self.cell, place.preformatted
            )
            block.in_noscript = in_noscript
            block.links = self.begun
            self.page.blocks.append(block)
        self.parts = []
        self.linked = 0
        self.begun = 0

    def enter_break(self, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
        """Break the line."""
        if self.parts and not self.muted:
            self.parts.append(BREAK)
        return skip

    def enter_svg(self, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
        """Note a drawing: it has no URL to fetch."""
        self.page.blocks.append(Block(self.place.region, reason="svg"))
        return skip

    def enter_link(self, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
        """Count what follows as linked, until the link ends."""
        if "href" not in attributes:
            return stay
        self.links += 1
        self.begun += 1
        return self.leave_link

    def leave_link(self) -> None:
        """End a link."""
        self.links -= 1

    def enter_muted(self, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
        """Read pictures but no text."""
        self.muted += 1
        return self.leave_muted

    def leave_muted(self) -> None:
        """Read text again."""
        self.muted -= 1

    def enter_noscript(self, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
        """Read text between paragraphs as a region of its own, text within a paragraph not at all; pictures as ever."""
        self.noscripts += 1
        around = self.place
        within = bool(self.parts)
        self.muted += within
        if not within:
            self.place = replace(around, region=self.open_region(tag, NOSCRIPT, False), tag=tag)

        def leave() -> None:
            self.noscripts -= 1
            self.muted -= within
            if not within:
                self.flush()
                self.page.regions[self.place.region].last = len(self.page.blocks)
            self.place = around

        return leave

    def enter_picture(self, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
        """Collect sources for the image of this picture."""
        self.sources = []
        return self.leave_picture

    def leave_picture(self) -> None:
        """Forget the sources."""
        self.sources = []

    def enter_source(self, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
        """Keep a source of the picture it stands in."""
        parent = node.parent
        if parent is not None and parent.tag == "picture":
            self.sources.append(attributes)
        return skip

    def enter_image(self, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
        """Put the picture where it stands; what turns out to be none is noted without ending the paragraph."""
        choice = self.choose(attributes, self.sources_of(node))
        block = Block(self.place.region, tag=tag, choice=choice, in_noscript=self.noscripts > 0, reason=choice.reason)
        if not choice.reason or self.settings.keep_hidden:
            self.flush()
        if not choice.reason:
            block.image = image_of(attributes, choice)
            block.group = self.place.group
            block.linked = min(self.links, 1)
            if self.place.figure is not None:
                self.place.figure.images.append(block)
        self.page.blocks.append(block)
        return skip

    def sources_of(self, node: LexborNode) -> Sequence[Attributes]:
        """Return the sources of an image tag; to browsers they are those of its parent alone."""
        if self.sources and self.settings.srcset == "browser":
            parent = node.parent
            return self.sources if parent is not None and parent.tag == "picture" else ()
        return self.sources

    def choose(self, attributes: Attributes, sources: Sequence[Attributes]) -> Choice:
        """Return what stands where an image tag stands."""
        self.images += 1
        if self.images > self.settings.max_images:
            bound = self.settings.max_images
            raise UnreadableError("too-many-images", f"more than {bound} images; raise max_images to read it")
        return choose_image(attributes, sources, self.base, self.settings)

    def enter_hidden(self, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
        """Read hidden content apart, so that the paragraph around it closes over it."""
        if tag in IMAGES:
            choice = self.choose(attributes, self.sources_of(node))
            self.page.blocks.append(Block(self.place.region, tag=tag, choice=choice, reason=HIDDEN))
            return skip
        if tag in BLOCKS:
            self.flush()
        around, parts, linked, links = self.place, self.parts, self.linked, self.links
        self.parts, self.linked, self.links = [], 0, 0
        region = self.open_region(tag, HIDDEN, False)
        self.place = Place(region, tag)

        def leave() -> None:
            self.flush()
            self.page.regions[region].last = len(self.page.blocks)
            self.place, self.parts, self.linked, self.links = around, parts, linked, links

        return leave

    def open_region(self, tag: str, reason: str, main: bool, label: str = "") -> int:
        """Begin a region within the present one; return its index."""
        self.page.regions.append(Region(self.place.region, tag, reason, main, len(self.page.blocks), label=label))
        return len(self.page.regions) - 1
