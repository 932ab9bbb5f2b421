"""A page side by side: left its blocks as we see them, right what was kept of each, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import groupby

from dags.markup import Markup, document, element, joined, link
from dags.page_counts import KEPT, Counts, count, summary
from dags.page_reasons import MEANINGS
from dom_parsing.blocks import Block
from dom_parsing.page import ParsedPage
from dom_parsing.records import Element, Image
from dom_parsing.rows import Row
from dom_parsing.sequence import Mark, escape, trim
from dom_parsing.tags import HEADINGS

STYLE = files("dags").joinpath("page_html.css")
COLOURS = 8
"""Reasons with a colour of their own: the first so many, in the order of the legend."""

FOLDED = 500
"""Characters of text left out in a row from which it is folded away."""

SHORT = 80
"""Characters up to which a block that was left out stands in one line with its neighbours."""


def side_by_side(page: ParsedPage, rows: Sequence[Row], *, images: bool) -> str:
    """Return a whole HTML page, without scripts.

    Args:
        page: The page.
        rows: Its rows, from `dom_parsing.rows.rows_of`.
        images: Whether a browser shall load the images that were kept; those left out it never loads.
    """
    counts = count(rows)
    view = _View({reason: f"r{min(place, COLOURS)}" for place, reason in enumerate(counts.reasons())}, images)
    title = page.head.title or page.url
    body = joined([view.header(title, page.url, counts), element("main", *view.rows(rows)), _foot(images)])
    return document(f"{title} - m3w", STYLE.read_text(encoding="utf-8"), body, images=images)


class _View:
    """Writes the parts of one view."""

    def __init__(self, colours: dict[str, str], images: bool) -> None:
        """Begin a view.

        Args:
            colours: A class of the style sheet for each reason.
            images: Whether kept images are loaded.
        """
        self.colours = colours
        self.images = images
        self.shown = 0
        self.numbered = 0

    def header(self, title: str, url: str, counts: Counts) -> Markup:
        """Title, URL, numbers, and what the colours mean."""
        lines = [joined([element("dt", label), element("dd", text)]) for label, text in summary(counts)[:1]]
        left_out = sum(counts.texts.values()) - counts.texts[KEPT], sum(counts.images.values()) - counts.images[KEPT]
        lines.append(
            joined([element("dt", "left out"), element("dd", f"{left_out[0]:,} of text, {left_out[1]:,} images")])
        )
        return element(
            "header",
            element("h1", title, dir="auto"),
            element("p", link(url, url), class_="url"),
            element("dl", *lines),
            self.bar(counts),
            self.legend(counts),
        )

    def bar(self, counts: Counts) -> Markup:
        """A bar of all characters of the page: kept, then by reason."""
        whole = max(1, sum(counts.characters.values()))
        parts, start = [], 0.0
        for reason in (KEPT, *counts.reasons()):
            share = 100 * counts.characters[reason] / whole
            name = f"{reason or 'kept'}: {share:.1f} % of the characters"
            colour = self.colours.get(reason, "keep")
            where = {"x": f"{start:.3f}%", "width": f"{share:.3f}%", "height": "100%"}
            parts.append(element("rect", element("title", name), class_=colour, **where))
            start += share
        return element("svg", *parts, class_="bar", role="img", aria_label="Share of the page's characters by fate")

    def legend(self, counts: Counts) -> Markup:
        """Every reason with its colour, its meaning and its numbers."""
        items = []
        for reason in counts.reasons():
            numbers = ((counts.texts[reason], "text"), (counts.images[reason], "image"))
            said = ", ".join(f"{number:,} {what}{'s' if number > 1 else ''}" for number, what in numbers if number)
            items.append(
                element(
                    "li",
                    self.label(reason),
                    element("span", MEANINGS.get(reason, ""), class_="meaning"),
                    element("span", said, class_="number"),
                )
            )
        return element("ul", *items, class_="legend")

    def label(self, reason: str) -> Markup:
        """The reason on its colour."""
        return element("span", reason, class_=f"label {self.colours[reason]}")

    def rows(self, rows: Sequence[Row]) -> Iterator[Markup]:
        """The two columns, row by row."""
        yield element(
            "div", element("h2", "The page, block by block"), element("h2", "What is kept"), class_="row columns"
        )
        elements = [row.element for row in rows if row.element is not None]
        ends = [following is None or isinstance(following, Image) for following in [*elements[1:], None]]
        for row in rows:
            if row.element is None:
                left, right, name = self.left_out(row), Markup(), f"row out {self.colours[row.reason]}"
            else:
                left, right, name = self.blocks(row.blocks), self.kept(row.element, ends[self.shown]), "row"
            yield element(
                "section", element("div", left, class_="left"), element("div", right, class_="right"), class_=name
            )

    def left_out(self, row: Row) -> Markup:
        """What was left out in a row; folded away where it is long."""
        length = sum(len(block.text) for block in row.blocks)
        said = self.label(row.reason)
        blocks = self.blocks(row.blocks, row.reason)
        if length < FOLDED:
            return joined([said, blocks])
        start = next(block.text for block in row.blocks if block.text)
        numbers = element("span", f"{len(row.blocks):,} blocks, {length:,} characters", class_="number")
        first = element("span", start[:SHORT], class_="start", dir="auto")
        return element("details", element("summary", said, numbers, first), blocks)

    def blocks(self, blocks: Sequence[Block], reason: str = "") -> Markup:
        """Blocks as we see them: each with its tag; pictures without URL that follow each other as one."""
        found = []
        for (text, why, nameless), some in groupby(
            blocks, lambda block: (bool(block.text), block.reason, not _url(block))
        ):
            together = list(some)
            if text:
                found += [self.text_block(block) for block in together]
            elif nameless:
                said = [f" x {len(together)}"] if len(together) > 1 else []
                own = [self.label(why)] if why != reason else [element("span", "image", class_="tag")]
                found.append(element("div", *own, *said, class_="block picture gone"))
            else:
                found += [self.picture_block(block, reason) for block in together]
        return joined(found)

    def text_block(self, block: Block) -> Markup:
        """A text, with its tag and how much of it is in links."""
        name = f"block {block.tag if block.tag in HEADINGS else ''} {'short' if len(block.text) <= SHORT else ''}"
        name += " pre" if block.preformatted else ""
        hint = f"{len(block.text):,} characters, {block.linked:,} in links"
        words = element("span", block.text, class_="words", dir="auto")
        return element(
            "div", element("span", block.tag, class_="tag"), words, class_=" ".join(name.split()), title=hint
        )

    def picture_block(self, block: Block, reason: str) -> Markup:
        """A picture by the name of its file."""
        url = _url(block)
        own = [self.label(block.reason)] if block.reason and block.reason != reason else []
        name = url.partition("?")[0].rstrip("/").rpartition("/")[2] or url
        tag = element("span", block.tag or "img", class_="tag")
        return element(
            "div", tag, *own, link(url, name, class_="file"), class_="block picture" + (" gone" if block.reason else "")
        )

    def kept(self, kept: Element, ends: bool) -> Markup:
        """An element as it stands in the sequence; `<EOC>` where it ends a chunk."""
        index = element("span", str(self.shown), class_="index")
        self.shown += 1
        eoc = [element("span", Mark.EOC.value, class_="mark")] if ends else []
        if isinstance(kept, Image):
            return joined([index, self.figure(kept), *eoc])
        return joined([index, element("p", escape(trim(kept.text)), *eoc, class_="words", dir="auto")])

    def figure(self, image: Image) -> Markup:
        """An image mark, the image or what stands for it, and what the page says of it."""
        self.numbered += 1
        mark = element("span", f"{Mark.IMAGE.value} {self.numbered}", class_="mark image")
        shown = element("img", src=image.url, alt=image.alt, loading="lazy") if self.images else Markup()
        size = f"{image.width} x {image.height}" if image.width and image.height else ""
        said = [
            joined([element("dt", name), element("dd", text, dir="auto")])
            for name, text in (("alt", image.alt), ("title", image.title), ("caption", image.caption), ("size", size))
            if text
        ]
        return element("figure", mark, shown, element("figcaption", link(image.url, image.url), element("dl", *said)))


def _url(block: Block) -> str:
    return block.choice.url if block.choice is not None else ""


def _foot(images: bool) -> Markup:
    said = "Images come from where the page has them." if images else "Images are not loaded; --images loads them."
    return element("footer", f"Made by m3w extract-page. Numbers on the right are those of m3w explain. {said}")
