"""Start tags, end tags and the stretches without any, found in a page's bytes as the HTML tokenizer finds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SLASHES = (b" /", b"'/", b'"/', b"\n/", b"\t/")
_RAW_NAMES = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
_TOKEN = re.compile(
    rb"<(?:!--(?:-?>|.*?(?:--!?>|\Z))|(?P<cdata>!\[CDATA\[)|[!?][^>]*|/[^a-zA-Z>][^>]*"
    rb"|(?P<end>/?)(?P<name>[a-zA-Z][^ \t\n\r\f/>]*+)"
    rb"(?P<attributes>(?:[ \t\n\r\f/]++|[^ \t\n\r\f/>][^ \t\n\r\f/>=]*+"
    rb"(?:[ \t\n\r\f]*+=[ \t\n\r\f]*+(?:\"[^\"]*+\"?|'[^']*+'?|[^ \t\n\r\f>\"'][^ \t\n\r\f>]*+)?)?)*+))",
    re.DOTALL,
)
_ENDS = {name: re.compile(rb"</" + name.encode() + rb"(?=[ \t\n\r\f/>])|\Z", re.IGNORECASE) for name in _RAW_NAMES}


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as it is written.

    Attributes:
        name: Lower case.
        is_end: It is an end tag.
        attributes: As written, for start tags.
    """

    name: str
    is_end: bool
    attributes: bytes

    @property
    def is_empty(self) -> bool:
        """It ends in a slash that is no part of a value: in drawings that ends the element."""
        return self.attributes == b"/" or self.attributes.endswith(_SLASHES)


class Tags:
    """The tags of a page in order; what the caller finds out about them says how to go on.

    Attributes:
        in_drawing: Set it while an `<svg>` or `<math>` may be open: scripts and the like are then no raw text.
    """

    def __init__(self, html: bytes) -> None:
        """Begin at the beginning of a page in UTF-8."""
        self.html = html
        self.in_drawing = False

    def __iter__(self) -> Iterator[Tag]:
        """Yield the tags; comments and raw text are passed over."""
        position = 0
        while match := _TOKEN.search(self.html, position):
            position = match.end()
            if match["name"]:
                name = match["name"].decode("ascii", "replace").lower()
                yield Tag(name, bool(match["end"]), match["attributes"])
                if name in _ENDS and not match["end"] and not self.in_drawing:
                    position = _end_of_raw_text(self.html, position, name)
            elif match["cdata"]:
                position = _behind(self.html, b"]]>" if self.in_drawing else b">", position)


def _end_of_raw_text(html: bytes, position: int, name: str) -> int:
    found = _ENDS[name].search(html, position)
    return found.start() if found else len(html)


def _behind(html: bytes, mark: bytes, position: int) -> int:
    found = html.find(mark, position)
    return found + len(mark) if found >= 0 else len(html)
