"""A page read again: by html5lib, BeautifulSoup and a walk of their own, to lay beside what `extract` makes of it.

Which elements begin lines is by the HTML standard (15.3, from "flow content" on), which are no content by
docs/placement.md. Nothing of `dom_parsing` is in it but the URL of an image tag, which is Chromium's to confirm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from dom_parsing.extract import extract
from dom_parsing.images import choose_image
from dom_parsing.records import Image, Omission, Text
from dom_parsing.tags import words
from dom_parsing.urls import normalise
from tests.dom_parsing.placement import RAW

_BLOCKS = words(
    "html body address blockquote center dialog div figure figcaption footer form header hr legend listing main p "
    "plaintext pre search xmp article aside h1 h2 h3 h4 h5 h6 hgroup nav section dir dd dl dt menu ol ul li table "
    "caption tbody thead tfoot tr td th fieldset details summary optgroup"
)
_NO_CONTENT = words(
    "head title script style template iframe frame frameset noframes noembed applet audio video canvas "
    "select datalist textarea progress meter svg annotation annotation-xml amp-ad amp-embed amp-iframe "
    "amp-analytics amp-sticky-ad amp-video amp-youtube"
)
_BOXES = words("svg iframe audio video canvas textarea select progress meter amp-iframe amp-video amp-youtube")
_HEADS = words("h1 h2 h3 h4 h5 h6 dt summary")
_PICTURES = frozenset({"img", "amp-img"})
_SILENT = frozenset({"button", "object"})
_PICTURE_FILE = re.compile(r"\.(jpe?g|png|gif|webp|avif|bmp)([?#]|$)", re.IGNORECASE)
_CELLS = frozenset({"td", "th"})
_PREFORMATTED = frozenset({"pre", "listing", "plaintext", "xmp"})
_UNSEEN = re.compile("[\u00ad\u200b\ufeff]")
_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in its place; its URL is empty where it has none that could be fetched."""

    url: str


@dataclass(slots=True)
class Reading:
    """What a page says and shows, in order.

    Attributes:
        tokens: Its words and pictures; a bar is no word, as bars part the cells of our tables.
        lines: Where a line begins, as indices of tokens.
        loose: Where one may begin: a cell, or a line within one. A row of a table of data is a single line of ours.
    """

    tokens: list[str | Picture] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    loose: set[int] = field(default_factory=set)

    def add_words(self, text: str) -> None:
        """Add the words of a line, or of a part of one that a picture ends."""
        self.tokens.extend(word for word in _UNSEEN.sub("", text).split() if word != "|")

    def breaks(self) -> set[int]:
        """Return where a line begins between two words: beside pictures one does anyway."""
        return {place for place in self.lines if self._parts_words(place)}

    def possible_breaks(self) -> set[int]:
        """Return where a line begins or may begin between two words."""
        return {place for place in self.lines | self.loose if self._parts_words(place)}

    def _parts_words(self, place: int) -> bool:
        beside = self.tokens[max(place - 1, 0) : place + 1]
        return len(beside) == 2 and not any(isinstance(token, Picture) for token in beside)


def is_same(soup: Reading, own: Reading) -> bool:
    """True of the same words and pictures in the same order, on the same lines but for what is loose."""
    return soup.tokens == own.tokens and soup.breaks() <= own.breaks() <= soup.possible_breaks()


def read_soup(html: bytes | str, url: str) -> Reading:
    """Read html5lib's tree.

    Args:
        html: The page; of bytes html5lib finds out the encoding by itself.
        url: What its links are relative to, unless it has a `<base>`.
    """
    soup = BeautifulSoup(html, "html5lib", multi_valued_attributes=None)
    declared = soup.find("base", href=True)
    base = normalise(str(declared["href"]).strip(), url) if isinstance(declared, Tag) else None
    return _Walk(base or url).read(soup)


def read_own(html: bytes | str, url: str) -> Reading:
    """Read what `extract` makes of a page in raw mode."""
    document = extract(html, url, settings=RAW)
    unfetched = [omission for omission in document.omissions if omission.reason != "svg"]
    omitted = {before: list(group) for before, group in groupby(unfetched, lambda omission: omission.before)}
    found = Reading()
    for index, element in enumerate((*document.elements, Text(""))):
        found.tokens.extend(map(_placed, omitted.get(index, ())))
        if isinstance(element, Image):
            found.tokens.append(_placed(element))
            continue
        for line in element.text.split("\n"):
            found.lines.add(len(found.tokens))
            found.add_words(line)
    return found


def _placed(image: Image | Omission) -> Picture:
    return Picture(image.url)


def _steps(soup: Tag) -> Iterator[tuple[PageElement, bool]]:
    """Yield text, and elements where they begin (True) and where they end; nothing of what is no content."""
    waiting: list[tuple[PageElement, bool]] = [(soup, True)]
    while waiting:
        node, begins = waiting.pop()
        if isinstance(node, Tag) and node.name in _NO_CONTENT:
            if node.name in _BOXES:
                yield NavigableString(" "), True
            continue
        yield node, begins
        if isinstance(node, Tag) and begins and _embedded(node):
            waiting.append((node, False))
        elif isinstance(node, Tag) and begins:
            waiting.append((node, False))
            waiting.extend((child, True) for child in reversed(node.contents))


class _Walk:
    """A walk over BeautifulSoup's tree."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.found = Reading()
        self.line = ""
        self.buttons = 0
        self.preformatted = 0
        self.in_cell = [False]

    def read(self, soup: BeautifulSoup) -> Reading:
        for node, begins in _steps(soup):
            if isinstance(node, Tag):
                self.pass_tag(node, begins)
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString) and not self.buttons:
                self.add_text(str(node))
        self.end_line()
        return self.found

    def add_text(self, text: str) -> None:
        first, *others = _LINE_END.split(text) if self.preformatted else [text]
        self.line += first
        for line in others:
            self.end_line()
            self.line = line

    def end_words(self) -> None:
        self.found.add_words(self.line)
        self.line = ""

    def end_line(self) -> None:
        self.end_words()
        (self.found.loose if self.in_cell[-1] else self.found.lines).add(len(self.found.tokens))

    def pass_tag(self, tag: Tag, begins: bool) -> None:
        if begins and (tag.name in _PICTURES or _embedded(tag)):
            self.end_words()
            self.found.tokens.append(Picture(_url(tag, self.base)))
        elif tag.name in _CELLS or tag.name == "table":
            self.pass_border(tag.name in _CELLS, begins)
        elif tag.name in _BLOCKS or (tag.name == "br" and not self.buttons):
            self.end_line()
        step = 1 if begins else -1
        if begins and not self.buttons and tag.name in ("button", "object", "embed", "input") and not _is_unseen(tag):
            self.line += " "
        self.buttons += step * (tag.name in _SILENT and not _heads(tag))
        self.preformatted += step * (tag.name in _PREFORMATTED)

    def pass_border(self, is_cell: bool, begins: bool) -> None:
        """The border of a cell is loose, as is what is within; a table's is as what is around it."""
        if begins != is_cell:
            self.end_line()
        if begins:
            self.in_cell.append(is_cell)
        else:
            self.in_cell.pop()
        if begins == is_cell:
            self.end_line()


def _is_unseen(tag: Tag) -> bool:
    return tag.name == "input" and str(tag.get("type") or "").strip().lower() == "hidden"


def _heads(tag: Tag) -> bool:
    """Whether a button is what heads a text: its words are read there."""
    around = tag.find_parent(list(_BLOCKS))
    return tag.name == "button" and around is not None and around.name in _HEADS


def _embedded(tag: Tag) -> str:
    """The URL, as written, of a picture that is embedded or a button; empty of all else."""
    kind = str(tag.get("type") or "").partition(";")[0].strip().lower()
    url = str(tag.get("data" if tag.name == "object" else "src") or "")
    if tag.name == "input":
        return url if kind == "image" else ""
    is_picture = kind.startswith("image/") if kind else bool(_PICTURE_FILE.search(url))
    return url if tag.name in ("object", "embed") and is_picture else ""


def _url(image: Tag, base: str) -> str:
    """The URL of a picture, by its attributes and those of the sources before it in its `<picture>`."""
    if embedded := _embedded(image):
        return choose_image({"src": embedded}, [], base, RAW).url
    within = image.parent is not None and image.parent.name == "picture"
    before = [node for node in image.previous_siblings if isinstance(node, Tag) and node.name == "source"]
    return choose_image(image.attrs, [source.attrs for source in reversed(before)] if within else [], base, RAW).url
