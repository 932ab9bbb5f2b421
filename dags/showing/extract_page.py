"""`m3w extract-page`: one page for people, as text or side by side with what was left out."""

from __future__ import annotations

from pathlib import Path

from dags.recipe import Recipe
from dags.report import console
from dags.showing.page_source import NOWHERE, forbids, read_source
from dags.showing.page_view.counts import count
from dags.showing.page_view.side_by_side import side_by_side
from dags.showing.page_view.text import show_summary, show_text
from dom_parsing.page import ParsedPage
from dom_parsing.records import Image
from dom_parsing.rows import Row, rows_of
from shards import storage


def show_page(source: str, url: str, recipe: Recipe, html: Path | None, images: bool) -> None:
    """Print a page, or write a view of it.

    Args:
        source: URL or path of the page.
        url: Of the page in a file.
        recipe: How to fetch and read it.
        html: Where the view goes; None to print the page.
        images: Whether the view loads images.

    Raises:
        ValueError: The page can't be had or read, or the arguments don't fit.
    """
    if images and html is None:
        raise ValueError("--images is for the view that --html OUT.html writes: give both")
    page = read_source(source, url, recipe)
    rows = rows_of(page.judged())
    if html is None:
        show_text(console, page, [row.element for row in rows if row.element is not None])
        console.print()
    else:
        with storage.published(str(html.resolve())) as stream:
            stream.write(side_by_side(page, rows, images=images).encode())
    show_summary(console, count(rows))
    for note in _notes(page, recipe, rows):
        console.print(f"note: {note}", style="yellow", markup=False)
    if html is not None:
        console.print(f"written to {html}", markup=False)


def _notes(page: ParsedPage, recipe: Recipe, rows: list[Row]) -> list[str]:
    """What a reader should know of the page besides."""
    forbidden, images_forbidden = forbids(page, recipe), forbids(page, recipe, "image")
    notes = [f"{forbidden}: a crawl or an extraction leaves this page out"] if forbidden else []
    if images_forbidden and not forbidden:
        notes.append(f"{images_forbidden}: an extraction leaves the images of this page out")
    pictures = [row.element.url for row in rows if isinstance(row.element, Image)]
    if page.url == NOWHERE and any(each.startswith(NOWHERE) for each in pictures):
        notes.append(f"addresses below {NOWHERE} are relative in the file: give --url, the page's own")
    return notes
