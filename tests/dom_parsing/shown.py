"""A page's elements in a few words, for tests."""

from __future__ import annotations

from dom_parsing.extract import extract
from dom_parsing.records import Text

PAGE = "https://site.example/blog/post/"


def read(html: str) -> list[str]:
    """Texts as they are; images as `[file]`, with their caption behind a colon."""
    shown = []
    for element in extract(html, PAGE).elements:
        if isinstance(element, Text):
            shown.append(element.text)
        else:
            name = element.url.rpartition("/")[2]
            shown.append(f"[{name}: {element.caption}]" if element.caption else f"[{name}]")
    return shown
