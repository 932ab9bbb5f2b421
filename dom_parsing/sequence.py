r"""The M3W sequence: what a Document reads like to a Flamingo.

`<image>` stands where the image stands, `<EOC>` (end of chunk) before every image that has something before it and at
the end of the document: `text<EOC><image>text<EOC><image>text<EOC>` (Flamingo, arXiv 2204.14198, section 2.4).

A page may write `<image>` itself. Such text gets one backslash more than it has (`<image>` becomes `\<image>`,
`\<image>` becomes `\\<image>`) and loses it again in `parse`, so a page never gains or loses a token by what it says.

Whitespace is trimmed in one place only, at the edges of a text: whitespace at its end and line breaks at its start, by
`render` of every Text and by `parse` of every stretch between two marks. A text that ends in a backslash is followed by
one space, lest it escape the mark behind it; `parse` trims that space with the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from dom_parsing.records import Element, Text


class Mark(Enum):
    """The two tokens of the sequence."""

    IMAGE = "<image>"
    EOC = "<EOC>"


IMAGE = Mark.IMAGE

_WRITTEN = re.compile(r"\\*<(?:image|EOC)>")
_ESCAPED = re.compile(r"\\(\\*<(?:image|EOC)>)")
_MARKS = re.compile(r"(?<!\\)(<image>|<EOC>)")


def trim(text: str) -> str:
    """Return the text without whitespace at its end and line breaks at its start (its indentation stays)."""
    return text.rstrip().lstrip("\r\n")


def escape(text: str) -> str:
    r"""Return the text with one more backslash before every `<image>` and `<EOC>` it contains."""
    return _WRITTEN.sub(r"\\\g<0>", text)


def unescape(text: str) -> str:
    r"""Undo `escape`."""
    return _ESCAPED.sub(r"\1", text)


def stretches(elements: Iterable[Element]) -> list[str | Mark]:
    """Return the sequence as structure: texts between two images joined by an empty line, IMAGE for every image."""
    found: list[str | Mark] = []
    for element in elements:
        if not isinstance(element, Text):
            found.append(IMAGE)
            continue
        text = trim(element.text)
        if not text:
            continue
        if found and isinstance(found[-1], str):
            found[-1] += "\n\n" + text
        else:
            found.append(text)
    return found


def render(elements: Iterable[Element]) -> str:
    """Return the sequence as a string; an empty one for no elements.

    >>> from dom_parsing.records import Image
    >>> render([Text("A cat."), Image("https://a.example/cat.jpg"), Text("A dog.")])
    'A cat.<EOC><image>A dog.<EOC>'
    """
    written: list[str] = []
    for stretch in stretches(elements):
        if isinstance(stretch, Mark):
            written.append("<EOC><image>" if written else "<image>")
        else:
            text = escape(stretch)
            written.append(text + " " if text.endswith("\\") else text)
    return "".join(written) + Mark.EOC.value if written else ""


def parse(sequence: str) -> list[str | Mark]:
    r"""Return the texts and image marks of a rendered sequence, in order: `stretches` of what was rendered.

    >>> parse(r"Write \<image> so.<EOC><image><EOC>")
    ['Write <image> so.', <Mark.IMAGE: '<image>'>]
    """
    found: list[str | Mark] = []
    for part in _MARKS.split(sequence):
        if part == IMAGE.value:
            found.append(IMAGE)
        elif part != Mark.EOC.value and (text := trim(unescape(part))):
            found.append(text)
    return found
