"""One pass over the tree, without recursion: nodes to blocks, by the block and inline model of CSS."""

from __future__ import annotations

from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dom_parsing.block_elements import enter_block
from dom_parsing.blocks import Page
from dom_parsing.embedded import enter_embedded, enter_input, read_background
from dom_parsing.inline import INLINE, enter_hidden, pass_box, pass_over
from dom_parsing.lazy import Attributes
from dom_parsing.reader import Enter, Leave, Reader, skip, stay
from dom_parsing.regions import HIDING, is_hidden
from dom_parsing.settings import ExtractSettings
from dom_parsing.tags import BLOCKS, DROPPED, IMAGES, REPLACED
from dom_parsing.unreadable import UnreadableError

_TEXT = 2
"""Tag id of text nodes: lexbor's LXB_TAG__TEXT."""

_ENTERINGS: Mapping[str, Enter] = {
    **dict.fromkeys(BLOCKS, enter_block),
    **INLINE,
    "input": enter_input,
    **dict.fromkeys(("object", "embed"), enter_embedded),
    **dict.fromkeys(DROPPED, pass_over),
    **dict.fromkeys(REPLACED, pass_box),
}
"""What to do where an element begins; of others nothing."""

_WITHOUT_SCRIPTS = {tag: enter for tag, enter in _ENTERINGS.items() if tag != "noscript"}
"""The same where `<noscript>` is an element like any other."""


def walk(tree: LexborHTMLParser, base: str, settings: ExtractSettings) -> Page:
    """Return the page as blocks in reading order, nothing left out yet but what is no content by its tag.

    Args:
        tree: The parsed page.
        base: What its URLs are relative to.
        settings: `max_nodes`, `max_depth`, `max_images` and what `choose_image` reads.

    Raises:
        UnreadableError: `too-deep`, `too-many-nodes` or `too-many-images`.
    """
    reader = Reader(base, settings)
    if tree.root is not None:
        _run(tree.root, reader, settings)
    reader.flush()
    reader.page.settle_groups()
    return reader.page


def _run(root: LexborNode, reader: Reader, settings: ExtractSettings) -> None:
    """Walk the tree below and with `root`: down to the first child, on to the next, up where there is none."""
    enterings = _WITHOUT_SCRIPTS if settings.keep_noscript else _ENTERINGS
    hiding = frozenset() if settings.keep_hidden else HIDING
    budget, levels = settings.max_nodes, settings.max_depth
    open_elements: list[tuple[LexborNode, Leave]] = []
    read_text = reader.read_text
    enter = _enter_with_background if settings.background_images else _enter
    node: LexborNode | None = root
    while node is not None:
        budget -= 1
        if node.tag_id == _TEXT:
            text = node.text_content or ""
            if reader.parts or not text.isspace() or reader.place.preformatted:
                read_text(text)
        else:
            leave = enter(node, reader, enterings, hiding)
            child = None if leave is skip else node.first_child
            if child is not None:
                open_elements.append((node, leave))
                if budget < 0 or len(open_elements) > levels:
                    _refuse(budget, settings)
                node = child
                continue
            leave(reader)
        following = node.next if open_elements else None
        node = following if following is not None else _up(open_elements, reader)
    if budget < 0:
        _refuse(budget, settings)


def _enter(node: LexborNode, reader: Reader, enterings: Mapping[str, Enter], hiding: frozenset[str]) -> Leave:
    """Begin an element; return what its end does, `skip` where its children are not to be walked."""
    tag = node.tag or ""
    entering = enterings.get(tag)
    if entering is pass_over:
        return skip
    attributes = node.attributes
    if not hiding.isdisjoint(attributes) and is_hidden(tag, _to_the_eye(tag, attributes)):
        return enter_hidden(reader, node, tag, attributes)
    return stay if entering is None else entering(reader, node, tag, attributes)


def _enter_with_background(
    node: LexborNode, reader: Reader, enterings: Mapping[str, Enter], hiding: frozenset[str]
) -> Leave:
    leave = _enter(node, reader, enterings, hiding)
    if leave is not skip:
        read_background(reader, node, node.tag or "", node.attributes)
    return leave


def _to_the_eye(tag: str, attributes: Attributes) -> Attributes:
    """The attributes that can hide: a described picture kept from screen readers is a formula told in MathML too."""
    if tag in IMAGES and attributes.get("alt"):
        return {name: value for name, value in attributes.items() if name != "aria-hidden"}
    return attributes


def _up(open_elements: list[tuple[LexborNode, Leave]], reader: Reader) -> LexborNode | None:
    """End the innermost open elements up to one that another node follows; return that node, None at the end."""
    while open_elements:
        node, leave = open_elements.pop()
        leave(reader)
        if open_elements and (following := node.next) is not None:
            return following
    return None


def _refuse(budget: int, settings: ExtractSettings) -> None:
    if budget < 0:
        raise UnreadableError("too-many-nodes", f"more than {settings.max_nodes} nodes; raise max_nodes to read it")
    raise UnreadableError(
        "too-deep", f"more than {settings.max_depth} elements within each other; raise max_depth to read it"
    )
