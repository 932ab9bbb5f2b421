"""The right column: what was kept, as it stands in the sequence."""

from __future__ import annotations

from dags.showing.page_view.markup import Markup, element, joined, link
from dom_parsing.data_urls import is_named
from dom_parsing.records import Image, Text
from dom_parsing.rows import Row
from dom_parsing.sequence import Mark, escape, trim


def element_shown(row: Row, *, picture: int, ends: bool, load: bool) -> Markup:
    """Return the element of a row.

    Args:
        row: One that was kept.
        picture: Number of the picture, if it is one.
        ends: It ends a chunk: `<EOC>` follows.
        load: Whether the image is loaded.
    """
    eoc = element("span", Mark.EOC.value, class_="mark") if ends else Markup()
    if isinstance(row.element, Image):
        return _figure(row.element, picture, eoc, load)
    assert isinstance(row.element, Text)
    name = "words pre" if all(block.preformatted for block in row.blocks if block.text) else "words"
    return element("p", escape(trim(row.element.text)), eoc, class_=name, dir="auto")


def _figure(image: Image, number: int, eoc: Markup, load: bool) -> Markup:
    """An image mark, the image if it is loaded, and what the page says of it; one of inline data has no address."""
    mark = element("span", f"{Mark.IMAGE.value} {number}", class_="mark image")
    loads = load and not is_named(image.url)
    shown = element("img", src=image.url, alt=image.alt, loading="lazy") if loads else Markup()
    size = f"{image.width} \u00d7 {image.height}" if image.width and image.height else ""
    said = (("caption", image.caption), ("alt", image.alt), ("title", image.title), ("size", size))
    facts = [joined([element("dt", name), element("dd", text, dir="auto")]) for name, text in said if text]
    address = link(image.url, image.url, class_="address", title=image.url)
    line = element("div", mark, address, eoc, class_="line")
    return element("figure", line, shown, element("dl", *facts) if facts else Markup())
