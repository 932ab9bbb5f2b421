"""A page side by side: left its blocks as we see them, right what was kept of each, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files

from dags.showing.page_view.counts import count
from dags.showing.page_view.left import blocks_shown, left_out
from dags.showing.page_view.legend import Palette, header, palette_of
from dags.showing.page_view.markup import Markup, document, element, joined
from dags.showing.page_view.right import element_shown
from dom_parsing.page import ParsedPage
from dom_parsing.records import Image
from dom_parsing.rows import Row

STYLE = files("dags.showing.page_view").joinpath("style.css")


def side_by_side(page: ParsedPage, rows: Sequence[Row], *, images: bool) -> str:
    """Return a whole HTML page, without scripts.

    Args:
        page: The page.
        rows: Its rows, from `dom_parsing.rows.rows_of`.
        images: Whether a browser shall load the images that were kept; those left out it never loads.
    """
    counts = count(rows)
    palette = palette_of(counts)
    title = page.head.title or page.url
    main = element("main", _columns(), *_rows(rows, palette, images))
    body = joined([header(title, page.url, counts, palette), main, _foot(images)])
    return document(f"{title} - m3w", STYLE.read_text(encoding="utf-8"), body, images=images)


def _columns() -> Markup:
    headings = element("h2", "The page, block by block"), element("h2", "What is kept")
    return element("div", *headings, class_="row columns")


def _rows(rows: Sequence[Row], palette: Palette, images: bool) -> Iterator[Markup]:
    pictures = 0
    kept = [row.element for row in rows if row.element is not None]
    following = iter([*kept[1:], None])
    for row in rows:
        if row.element is None:
            thin = "" if any(block.text for block in row.blocks) else " thin"
            yield _row(left_out(row, palette), Markup(), f"row out{thin} {palette.colours[row.reason]}")
            continue
        pictures += isinstance(row.element, Image)
        after = next(following)
        shown = element_shown(row, picture=pictures, ends=after is None or isinstance(after, Image), load=images)
        yield _row(blocks_shown(row.blocks, palette), shown, "row")


def _row(left: Markup, right: Markup, name: str) -> Markup:
    return element("section", element("div", left, class_="left"), element("div", right, class_="right"), class_=name)


def _foot(images: bool) -> Markup:
    loaded = "Images come from where the page has them." if images else "No image is loaded; with --images they are."
    return element("footer", f"Made by m3w extract-page. {loaded}")
