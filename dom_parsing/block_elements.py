"""What each block element does: it parts paragraphs, opens regions, lists, tables and figures."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from selectolax.lexbor import LexborNode

from dom_parsing.blocks import Group, Region
from dom_parsing.lazy import Attributes
from dom_parsing.place import Figure, Place
from dom_parsing.reader import Leave, Reader
from dom_parsing.regions import POPUP, is_main, reason_of
from dom_parsing.tags import CELLS, LINES, LISTS, PARAGRAPHS, PREFORMATTED, TABLE_PARTS

MAX_CAPTION = 4000
"""Characters kept of a caption; every image of its figure carries it."""

MAX_CAPTIONS = 16
"""Captions read of one figure; those within each other say the same again."""

_GROUPING = LISTS | LINES | CELLS | TABLE_PARTS
_PLACING = PREFORMATTED | {"article", "main", "figure"}

_REMEMBERED = 200
"""Characters of a class or id of which a claim is remembered; real ones repeat, longer ones are rarely real."""


def enter_block(reader: Reader, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
    """End the paragraph before the block; what the block is holds until it ends."""
    if reader.parts:
        reader.flush()
    place = reader.place
    page = reader.page
    first = len(page.blocks)
    reader.around.append((reader.region, reader.tag, place, first))
    reason, main = _claims(tag, attributes, place)
    if reason or main or tag not in PARAGRAPHS:
        regions = page.regions
        regions.append(Region(reader.region, tag, reason, main, first, 0, attributes.get("class") or ""))
        reader.region = len(regions) - 1
    reader.tag = tag
    if main or tag in _PLACING:
        reader.place = _place_within(place, tag, main)
    if tag in _GROUPING or place.group is not None:
        _place_in_group(reader, tag)
    return leave_block


def _claims(tag: str, attributes: Attributes, place: Place) -> tuple[str, bool]:
    """Why the block is not content by its own account, and whether it is the main part."""
    if not attributes:
        return _claims_of(tag, "", "", "", place.in_article, place.in_main)
    get = attributes.get
    classes, identity = get("class") or "", get("id") or ""
    if len(classes) + len(identity) > _REMEMBERED:
        claims = reason_of(tag, attributes, place.in_article, place.in_main), is_main(tag, attributes)
    else:
        claims = _claims_of(tag, (get("role") or "")[:_REMEMBERED], classes, identity, place.in_article, place.in_main)
    if claims[0] == POPUP and place.figure is not None:
        return "", claims[1]  # named after what a click on the picture opens
    return claims


@lru_cache(maxsize=1 << 14)
def _claims_of(tag: str, role: str, classes: str, identity: str, in_article: bool, in_main: bool) -> tuple[str, bool]:
    named = {"role": role, "class": classes, "id": identity}
    attributes = {name: value for name, value in named.items() if value}
    return reason_of(tag, attributes, in_article, in_main), is_main(tag, attributes)


def _place_within(place: Place, tag: str, main: bool) -> Place:
    return Place(
        place.group,
        place.preformatted or tag in PREFORMATTED,
        place.in_article or tag == "article",
        place.in_main or main,
        Figure() if tag == "figure" else place.figure,
    )


def _place_in_group(reader: Reader, tag: str) -> None:
    """Begin a list or table, count items, rows and cells; blocks in a cell make the table one for layout."""
    group = reader.place.group
    if group is not None and group.is_table and (tag == "table" or tag not in TABLE_PARTS):
        group.is_layout = True
    if tag in LISTS or tag == "table":
        begun = Group(group, tag == "table")
        reader.page.groups.append(begun)
        reader.place = _with_group(reader.place, begun)
    elif tag == "caption" and group is not None:
        reader.place = _with_group(reader.place, group.parent)
    if tag in CELLS:
        reader.cell += 1
    elif tag in LINES:
        reader.line += 1


def _with_group(place: Place, group: Group | None) -> Place:
    return Place(group, place.preformatted, place.in_article, place.in_main, place.figure)


def leave_block(reader: Reader) -> None:
    """End the paragraph and the block."""
    if reader.parts:
        reader.flush()
    region, tag, figure = reader.region, reader.tag, reader.place.figure
    around, outer, place, first = reader.around.pop()
    if region != around:
        reader.page.regions[region].last = len(reader.page.blocks)
    if tag in LINES:
        reader.line += 1
    if figure is not None:
        _leave_in_figure(reader, figure, tag, first)
    reader.region, reader.tag, reader.place = around, outer, place


def _leave_in_figure(reader: Reader, figure: Figure, tag: str, first: int) -> None:
    """Note what a `<figcaption>` says; at the end of the figure give it to the images.

    Args:
        reader: At the end of a block.
        figure: The innermost figure.
        tag: The block that ends.
        first: Index of the block's first paragraph.
    """
    if tag == "figcaption":
        blocks = reader.page.blocks[first : first + MAX_CAPTION] if len(figure.captions) < MAX_CAPTIONS else ()
        said = " ".join(block.text[:MAX_CAPTION] for block in blocks if block.text and not block.reason)
        figure.captions.append(said[:MAX_CAPTION])
    elif tag == "figure":
        caption = " ".join(filter(None, figure.captions))[:MAX_CAPTION].strip()
        for block in figure.images:
            if block.image is not None and caption:
                block.image = replace(block.image, caption=caption)
