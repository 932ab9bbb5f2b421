"""How deep a page nests and how many nodes it makes, told from its tags: hardly ever less than what the parser finds.

An end tag counts only where it surely ends something: where its element is the innermost open one. Pages that end their
elements in another order than they began them therefore count for deeper than they are.

Formatting elements that are left open are opened again in each block (HTML standard, "reconstruct the active formatting
elements"): a thousand `<b>`, each with another attribute, and a thousand paragraphs are a million nodes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dom_parsing.markup import Tag, Tags
from dom_parsing.settings import ExtractSettings
from dom_parsing.tags import BLOCKS, words
from dom_parsing.unreadable import UnreadableError

FORMATTING = words("a b big code em font i nobr s small strike strong tt u")
MOST_OPTIONS = 20_000
"""The parser's time grows with the square of a page's options: this many take a second."""

MOST_ENDS = 4
"""End tags for each node that a page may have: more end nothing, and take their time."""

_ALIKE = 3
"""Of formatting elements that are left open with the same attributes, the parser opens so many again."""

_VOID = words(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr html head body"
)
_ENDLESS = words("p li dt dd tr td th thead tbody tfoot caption colgroup option optgroup")
"""Elements that end where the next of their kind begins: they nest only within others."""

_ENDING = (BLOCKS | words("button select object applet marquee template")) - _VOID - _ENDLESS - {"form"}
"""Elements whose end tag ends the endless ones within them."""

_DRAWINGS = words("svg math")
_NEVER_DRAWN = (
    _ENDING
    | _VOID
    | _ENDLESS
    | FORMATTING
    | words("span sub sup var ruby foreignobject desc title mi mo mn ms mtext annotation-xml")
)
"""Elements that end a drawing, or within which HTML begins again."""


def check_nesting(html: bytes, settings: ExtractSettings) -> None:
    """Refuse a page that nests too deep, or whose parser would open too many formatting elements again.

    Args:
        html: The page in UTF-8.
        settings: `max_depth`, `max_nodes`.

    Raises:
        UnreadableError: `too-deep` or `too-many-nodes`.
    """
    tally = _Tally()
    for tag, elements in tags_within(html):
        tally.add(tag, elements.reopened)
        if len(elements.names) > settings.max_depth:
            raise UnreadableError(
                "too-deep", f"more than {settings.max_depth} open elements; raise max_depth to read it"
            )
        if tally.nodes > settings.max_nodes or tally.ends > MOST_ENDS * settings.max_nodes:
            raise UnreadableError("too-many-nodes", f"more than {settings.max_nodes} nodes; raise max_nodes to read it")
        if tally.options > MOST_OPTIONS:
            raise UnreadableError("too-many-nodes", f"more than {MOST_OPTIONS} options in its lists")


@dataclass(slots=True)
class _Tally:
    """What the tags so far make: elements, options of lists, ends; and how many paragraphs wait for theirs."""

    nodes: int = 0
    options: int = 0
    ends: int = 0
    paragraphs: int = 0

    def add(self, tag: Tag, reopened: int) -> None:
        is_paragraph = tag.name == "p"
        if tag.is_end:
            self.ends += 1
            # The end of a paragraph that never began makes an empty one.
            self.nodes += is_paragraph and self.paragraphs <= 0
            self.paragraphs -= is_paragraph
        else:
            self.nodes += 1 + reopened
            self.options += tag.name == "option"
            self.paragraphs += is_paragraph


def tags_within(html: bytes) -> Iterator[tuple[Tag, OpenElements]]:
    """Yield the tags of a page in UTF-8, each with the elements that are open behind it."""
    elements, tags = OpenElements(), Tags(html)
    for tag in tags:
        if tag.is_end:
            elements.end(tag.name)
        else:
            elements.begin(tag)
        tags.in_drawing = elements.drawings > 0
        yield tag, elements


class OpenElements:
    """The elements that are open, as far as they can nest, the innermost last."""

    def __init__(self) -> None:
        self.names = [""]
        self.keys = [b""]
        self.holds_endless = [False]
        self.alike: Counter[bytes] = Counter()
        self.reopened = 0
        self.drawings = 0
        self.surely_drawing = False

    def begin(self, tag: Tag) -> None:
        """Note a start tag."""
        name = tag.name
        if name in _NEVER_DRAWN:
            self.surely_drawing = False
        if name in _ENDLESS:
            self.holds_endless[-1] = True
        elif name in _DRAWINGS:
            self.drawings += 1
            self.surely_drawing = True
            self._push(name, b"")
        elif name not in _VOID and not (tag.is_empty and self.surely_drawing):
            self._push(name, name.encode() + tag.attributes if name in FORMATTING else b"")

    def end(self, name: str) -> None:
        """Close the innermost element, if it is surely the one that the end tag means."""
        if name in _VOID or name in _ENDLESS:
            self.surely_drawing = False
        if name != self.names[-1] or len(self.names) == 1 or (self.holds_endless[-1] and name not in _ENDING):
            return
        self.names.pop()
        self.holds_endless.pop()
        key = self.keys.pop()
        if key:
            self.alike[key] -= 1
            self.reopened -= self.alike[key] < _ALIKE
        elif name in _DRAWINGS:
            self.drawings -= 1
            self.surely_drawing = False

    def _push(self, name: str, key: bytes) -> None:
        """Open an element; formatting elements have a key: their tag as written."""
        self.names.append(name)
        self.keys.append(key)
        self.holds_endless.append(False)
        if key:
            self.reopened += self.alike[key] < _ALIKE
            self.alike[key] += 1
