"""One pass over the tree, without recursion: nodes to blocks, by the block and inline model of CSS."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dom_parsing.block_reader import BlockReader
from dom_parsing.blocks import Page
from dom_parsing.lazy import Attributes
from dom_parsing.reader import Leave, skip, stay
from dom_parsing.regions import HIDING, is_hidden
from dom_parsing.settings import ExtractSettings
from dom_parsing.tags import DROPPED, IMAGES
from dom_parsing.unreadable import UnreadableError

_TEXT = 2
"""Tag id of text nodes: lexbor's LXB_TAG__TEXT."""


def walk(tree: LexborHTMLParser, base: str, settings: ExtractSettings) -> Page:
    """Return the page as blocks in reading order, nothing left out yet but what is no content by its tag.

    Args:
        tree: The parsed page.
        base: What its URLs are relative to.
        settings: `max_nodes`, `max_depth`, `max_images` and what `choose_image` reads.

    Raises:
        UnreadableError: `too-deep`, `too-many-nodes` or `too-many-images`.
    """
    reader = BlockReader(base, settings)
    if tree.root is not None:
        _run(tree.root, reader, settings)
    reader.page.settle_groups()
    return reader.page


def _run(root: LexborNode, reader: BlockReader, settings: ExtractSettings) -> None:
    """Walk the tree below and with `root`: down to the first child, on to the next, up where there is none."""
    max_depth, budget = settings.max_depth, settings.max_nodes
    open_elements: list[tuple[LexborNode, Leave]] = []
    node: LexborNode | None = root
    while node is not None:
        budget -= 1
        if node.tag_id == _TEXT:
            text = node.text_content or ""
            if reader.parts or not text.isspace() or reader.place.preformatted:
                reader.read_text(text)
        else:
            leave = _enter(node, reader)
            child = None if leave is skip else node.first_child
            if child is not None:
                open_elements.append((node, leave))
                if budget < 0 or len(open_elements) > max_depth:
                    _refuse(budget, settings)
                node = child
                continue
            leave()
        following = node.next if open_elements else None
        node = following if following is not None else _up(open_elements)
    if budget < 0:
        _refuse(budget, settings)
    reader.flush()


def _enter(node: LexborNode, reader: BlockReader) -> Leave:
    """Begin an element; return what its end does, `skip` where its children are not to be walked."""
    tag = node.tag or ""
    if tag in DROPPED:
        return skip
    entering = reader.enterings.get(tag)
    attributes = node.attributes
    if (
        attributes
        and not reader.settings.keep_hidden
        and not HIDING.isdisjoint(attributes)
        and is_hidden(tag, _to_the_eye(tag, attributes))
    ):
        return reader.enter_hidden(node, tag, attributes)
    return stay if entering is None else entering(node, tag, attributes)


def _to_the_eye(tag: str, attributes: Attributes) -> Attributes:
    """The attributes that can hide: a described picture kept from screen readers is a formula told in MathML too."""
    if tag in IMAGES and attributes.get("alt"):
        return {name: value for name, value in attributes.items() if name != "aria-hidden"}
    return attributes


def _up(open_elements: list[tuple[LexborNode, Leave]]) -> LexborNode | None:
    """End the innermost open elements up to one that another node follows; return that node, None at the end."""
    while open_elements:
        node, leave = open_elements.pop()
        leave()
        following = node.next
        if following is not None and open_elements:
            return following
    return None


def _refuse(budget: int, settings: ExtractSettings) -> None:
    if budget < 0:
        raise UnreadableError("too-many-nodes", f"more than {settings.max_nodes} nodes; raise max_nodes to read it")
    raise UnreadableError(
        "too-deep", f"more than {settings.max_depth} elements within each other; raise max_depth to read it"
    )
