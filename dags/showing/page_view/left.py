"""The left column: the page's blocks as we see them, those that were left out with their reason."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dags.showing.page_view.counts import numbered
from dags.showing.page_view.legend import Palette
from dags.showing.page_view.markup import Markup, element, joined, link
from dom_parsing.blocks import Block
from dom_parsing.rows import Row
from dom_parsing.tags import HEADINGS

FOLDED = 500
"""Characters of text left out in a row from which it is folded away."""

SHORT = 80
"""Characters up to which a block that was left out stands in one line with its neighbours."""


def left_out(row: Row, palette: Palette) -> Markup:
    """Return what was left out in a row: its reason, the part of the page it stood in, its blocks."""
    label = palette.label(row.reason)
    within = element("span", row.within, class_="within", title=row.within) if row.within else Markup()
    blocks = blocks_shown(row.blocks, palette, row.reason)
    length = sum(len(block.text) for block in row.blocks)
    if length < FOLDED:
        return joined([label, within, blocks])
    first = next(block.text for block in row.blocks if block.text)
    start = element("span", first[:FOLDED], class_="start", dir="auto")
    size = element("span", f"{numbered(len(row.blocks), 'block')}, {length:,} characters", class_="number")
    return element("details", element("summary", label, within, size, start), blocks)


def blocks_shown(blocks: Sequence[Block], palette: Palette, said: str = "") -> Markup:
    """Return blocks as we see them; pictures without URL that follow each other become one.

    Args:
        blocks: In reading order.
        palette: Colours of reasons.
        said: The reason that is shown already.
    """
    found: list[Markup] = []
    for (what, reason), some in groupby(blocks, lambda block: (_kind(block), block.reason)):
        together = list(some)
        label = palette.label(reason) if reason and reason != said else Markup()
        if what == "text":
            found += [_text(block) for block in together]
        elif what == "picture":
            found += [_picture(block, label) for block in together]
        elif label or len(together) > 1:
            times = f" \u00d7 {len(together)}" if len(together) > 1 else ""
            found.append(element("div", label, times, class_="block picture gone"))
    return joined(found)


def _kind(block: Block) -> str:
    if block.text:
        return "text"
    return "picture" if _url(block) else "nameless"


def _url(block: Block) -> str:
    return block.choice.url if block.choice is not None else ""


def _text(block: Block) -> Markup:
    """A text with its tag, and how much of it is in links as a hint."""
    kinds = ("block", block.tag if block.tag in HEADINGS else "", "short" if len(block.text) <= SHORT else "")
    name = " ".join(kind for kind in (*kinds, "pre" if block.preformatted else "") if kind)
    words = element("span", block.text, class_="words", dir="auto")
    hint = f"{len(block.text):,} characters, {block.linked:,} of them in links"
    return element("div", element("span", block.tag, class_="tag"), words, class_=name, title=hint)


def _picture(block: Block, label: Markup) -> Markup:
    """A picture by the name of its file."""
    url = _url(block)
    name = url.partition("?")[0].rstrip("/").rpartition("/")[2] or url
    file = link(url, name, class_="file", title=url)
    gone = "gone" if block.reason else "shown"
    return element(
        "div", element("span", block.tag or "img", class_="tag"), label, file, class_=f"block picture {gone}"
    )
