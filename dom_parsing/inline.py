"""What each inline element does to the paragraph being read; blocks are in `block_elements`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from selectolax.lexbor import LexborNode

from dom_parsing.blocks import Block
from dom_parsing.images import Choice, choose_image, image_of
from dom_parsing.lazy import Attributes
from dom_parsing.place import NOWHERE
from dom_parsing.reader import Enter, Leave, Reader, skip, stay
from dom_parsing.regions import HIDDEN, NOSCRIPT
from dom_parsing.shown import may_show
from dom_parsing.tags import BLOCKS, HEADINGS, IMAGES
from dom_parsing.unreadable import UnreadableError

MAX_SOURCES = 64
"""Sources of one picture that are looked at; real ones have a dozen."""

_HEADS = HEADINGS | {"dt", "summary"}
_CHILDREN = 32
"""Children of a `<noscript>` among which a block is looked for."""

_AMP = "amp-img"
_STAND_INS = frozenset({"placeholder", "fallback"})
"""Attributes of what AMP shows until it has loaded something better."""


def pass_over(reader: Reader, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
    """Read nothing of the element."""
    return skip


def pass_box(reader: Reader, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
    """Read nothing of a box in the line, which parts the words on its sides."""
    reader.part_words()
    return skip


def enter_break(reader: Reader, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
    """Break the line."""
    reader.break_line()
    return skip


def enter_svg(reader: Reader, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
    """Note a drawing: it has no URL to fetch."""
    reader.part_words()
    reader.page.blocks.append(Block(reader.region, reason="svg"))
    return skip


def enter_link(reader: Reader, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
    """Count what follows as linked, until the link ends."""
    if "href" not in attributes:
        return stay
    reader.links += 1
    reader.begun += 1
    return leave_link


def leave_link(reader: Reader) -> None:
    """End a link."""
    reader.links -= 1


def enter_button(reader: Reader, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
    """Read the words on a button only where it is what heads a text, as of those that unfold one."""
    reader.part_words()
    return stay if reader.tag in _HEADS else enter_muted(reader, node, tag, attributes)


def enter_muted(reader: Reader, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
    """Read pictures but no text."""
    reader.muted += 1
    return leave_muted


def leave_muted(reader: Reader) -> None:
    """Read text again."""
    reader.muted -= 1


def enter_noscript(reader: Reader, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
    """Read text between paragraphs as a region of its own, text within a paragraph not at all; pictures as ever."""
    reader.noscripts += 1
    if reader.parts and not _holds_block(node):
        reader.muted += 1
        return _leave_muted_noscript
    reader.flush()
    reader.set_aside()
    reader.open_unseen(tag, NOSCRIPT)
    return _leave_noscript


def _holds_block(node: LexborNode) -> bool:
    child, looked_at = node.first_child, 0
    while child is not None and looked_at < _CHILDREN:
        if child.tag in BLOCKS:
            return True
        child, looked_at = child.next, looked_at + 1
    return False


def _leave_muted_noscript(reader: Reader) -> None:
    reader.noscripts -= 1
    reader.muted -= 1


def _leave_noscript(reader: Reader) -> None:
    reader.noscripts -= 1
    reader.flush()
    reader.close_region()
    reader.take_up()


def enter_picture(reader: Reader, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
    """Collect sources for the image of this picture."""
    reader.sources = []
    return leave_picture


def leave_picture(reader: Reader) -> None:
    """Forget the sources."""
    reader.sources = []


def enter_source(reader: Reader, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
    """Keep a source of the picture it stands in, if there may be a use for it."""
    settings = reader.settings
    if len(reader.sources) < MAX_SOURCES and may_show(attributes, settings.viewport_width) and _is_in_picture(node):
        reader.sources.append(attributes)
    return stay


def enter_image(reader: Reader, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
    """Put the picture where it stands; what turns out to be none is noted without ending the paragraph.

    An `<amp-img>` may hold others, which stand in for it until it is loaded; and the rest of its page, if its author
    took `<amp-img />` for its end.
    """
    if tag == _AMP and not _STAND_INS.isdisjoint(attributes):
        return skip
    choice = _choose(reader, node, attributes)
    if tag == "img" and _is_of_amp(reader, node, choice):
        return skip
    if not choice.reason or reader.settings.keep_hidden:
        reader.flush()
    elif choice.reason != HIDDEN:
        reader.part_words()
    block = Block(reader.region, tag=tag, choice=choice, in_noscript=reader.noscripts > 0, reason=choice.reason)
    if not choice.reason:
        place = reader.place
        block.image = image_of(attributes, choice)
        block.group = place.group
        block.linked = min(reader.links, 1)
        if place.figure is not None:
            place.figure.images.append(block)
    reader.page.blocks.append(block)
    return stay


def _is_of_amp(reader: Reader, node: LexborNode, choice: Choice) -> bool:
    """Whether it is the image that a server has put into an `<amp-img>` to be shown at once."""
    parent = node.parent
    if parent is None or parent.tag != _AMP or not reader.page.blocks:
        return False
    around = reader.page.blocks[-1].choice
    return around is not None and bool(choice.url) and around.url == choice.url


def _choose(reader: Reader, node: LexborNode, attributes: Attributes) -> Choice:
    """What stands where an image tag stands."""
    reader.images += 1
    if reader.images > reader.settings.max_images:
        bound = reader.settings.max_images
        raise UnreadableError("too-many-images", f"more than {bound} images; raise max_images to read it")
    sources: Sequence[Attributes] = reader.sources
    if not sources:
        return choose_image(attributes, (), reader.base, reader.settings)
    if reader.settings.srcset == "browser":
        # To browsers they are those of its parent alone.
        return choose_image(attributes, sources if _is_in_picture(node) else (), reader.base, reader.settings)
    reader.sources = []  # a second image, as where a picture was never ended, is another one
    return choose_image(attributes, sources, reader.base, reader.settings)


def _is_in_picture(node: LexborNode) -> bool:
    parent = node.parent
    return parent is not None and parent.tag == "picture"


def enter_hidden(reader: Reader, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
    """Read hidden content apart, so that the paragraph around it closes over it."""
    if tag in IMAGES:
        choice = _choose(reader, node, attributes)
        reader.page.blocks.append(Block(reader.region, tag=tag, choice=choice, reason=HIDDEN))
        return skip
    if tag in BLOCKS:
        reader.flush()
    reader.set_aside()
    parts, linked, links, sources = reader.parts, reader.linked, reader.links, reader.sources
    reader.parts, reader.linked, reader.links, reader.sources = [], 0, 0, []
    reader.open_unseen(tag, HIDDEN)
    reader.place = NOWHERE

    def leave(reader: Reader) -> None:
        reader.flush()
        reader.close_region()
        reader.take_up()
        reader.parts, reader.linked, reader.links, reader.sources = parts, linked, links, sources

    return leave


INLINE: Mapping[str, Enter] = {
    "a": enter_link,
    "br": enter_break,
    "svg": enter_svg,
    "picture": enter_picture,
    "source": enter_source,
    **dict.fromkeys(IMAGES, enter_image),
    "button": enter_button,
    "noscript": enter_noscript,
}
"""What to do where an inline element begins; of others nothing."""
