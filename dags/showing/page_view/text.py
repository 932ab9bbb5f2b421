"""A page as text on a terminal: the sequence as shards hold it, its images numbered and listed below."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count as numbers
from itertools import pairwise

from rich.console import Console
from rich.text import Text as Styled

from dags.showing.page_view.counts import Counts, summary
from dags.showing.visible import visible, visible_lines
from dom_parsing.page import ParsedPage
from dom_parsing.records import Element, Image, Text
from dom_parsing.sequence import Mark, escape, trim

COLUMNS = 100
"""Longest line on a terminal, in characters; elsewhere a paragraph is one line."""

MARK, QUIET = "cyan", "dim"


def show_text(console: Console, page: ParsedPage, elements: Sequence[Element]) -> None:
    """Print title, URL, sequence and images.

    Args:
        console: Where.
        page: The page.
        elements: What was kept of it.
    """
    _show(console, Styled(visible(page.head.title) or "(no title)", "bold"))
    _show(console, Styled(page.url, QUIET))
    for paragraph in paragraphs(elements):
        _show(console, Styled())
        _show(console, paragraph)
    images = [element for element in elements if isinstance(element, Image)]
    if images:
        _show(console, Styled("\nimages", "bold"))
    for number, image in enumerate(images, 1):
        _show(console, Styled.assemble((f"{number:>4}  ", MARK), image.url))
        for line in _described(image):
            _show(console, Styled(f"      {line}", QUIET))


def show_summary(console: Console, counts: Counts) -> None:
    """Print what was kept, and what was left out for which reason."""
    for label, text in summary(counts):
        _show(console, Styled.assemble((f"{label:<9}", "bold"), text))


def paragraphs(elements: Sequence[Element]) -> list[Styled]:
    r"""Return the sequence, a line or several for each element: `text<EOC>`, `<image> 1`.

    What a page itself writes as `<image>` has a backslash, as in `KEY.txt` of a shard.
    """
    shown = [element for element in elements if isinstance(element, Image) or trim(element.text)]
    order = numbers(1)
    found: list[Styled] = []
    for element, following in pairwise([*shown, None]):
        if isinstance(element, Text):
            written = escape(trim(element.text))
            line = Styled(visible_lines(written + " " if written.endswith("\\") else written))
        else:
            said = element.caption or element.alt if element else ""
            line = Styled.assemble((Mark.IMAGE.value, MARK), (f" {next(order)}", MARK), (f"  {_line(said)}", QUIET))
            line.rstrip()
        if following is None or isinstance(following, Image):
            line.append(Mark.EOC.value, QUIET)
        found.append(line)
    return found


def _described(image: Image) -> list[str]:
    size = f"{image.width} x {image.height}" if image.width and image.height else ""
    said = (("alt", image.alt), ("title", image.title), ("caption", image.caption), ("size", size))
    return [f"{name}: {_line(text)}" for name, text in said if text]


def _line(text: str) -> str:
    return visible(" ".join(text.split()))


def _show(console: Console, line: Styled) -> None:
    if console.is_terminal:
        console.print(line, soft_wrap=False, width=min(console.width, COLUMNS))
    else:
        console.print(line)
