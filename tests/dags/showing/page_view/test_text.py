from __future__ import annotations

import io

import pytest
from rich.console import Console

from dags.showing.page_view.counts import count
from dags.showing.page_view.text import COLUMNS, paragraphs, show_summary, show_text
from dom_parsing.page import ParsedPage, read_page
from dom_parsing.records import Element, Image, Text
from dom_parsing.rows import rows_of
from dom_parsing.sequence import render

CAT = Image("https://a.example/cat.jpg", alt="Tom", width=4, height=3)
DOG = Image("https://a.example/dog.jpg", caption="Rex\n[red]runs[/red]")


def printed(page: ParsedPage, elements: list[Element], *, terminal: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=120, color_system=None, highlight=False, soft_wrap=True)
    show_text(console, page, elements)
    return out.getvalue()


def page(html: str = "<title>Two pets</title>") -> ParsedPage:
    return read_page(html, "https://a.example/")


def test_the_sequence_then_its_images() -> None:
    assert printed(page(), [Text("A cat."), CAT, Text("A dog."), Text("Look:"), DOG]) == (
        "Two pets\nhttps://a.example/\n\nA cat.<EOC>\n\n<image> 1  Tom\n\nA dog.\n\nLook:<EOC>\n\n"
        "<image> 2  Rex [red]runs[/red]<EOC>\n\nimages\n"
        "   1  https://a.example/cat.jpg\n      alt: Tom\n      size: 4 x 3\n"
        "   2  https://a.example/dog.jpg\n      caption: Rex [red]runs[/red]\n"
    )


def test_a_page_without_anything() -> None:
    assert printed(page(""), []) == "(no title)\nhttps://a.example/\n"


@pytest.mark.parametrize(
    "elements", [[Text("a"), Text("b")], [CAT, DOG], [Text("<image> 7 \\"), CAT, Text("\\<EOC>")], [Text(" "), DOG]]
)
def test_marks_are_those_of_a_shard(elements: list[Element]) -> None:
    plain = [Image(each.url) if isinstance(each, Image) else each for each in elements]
    shown = "\n\n".join(line.plain for line in paragraphs(plain))
    for number, _ in enumerate((each for each in plain if isinstance(each, Image)), 1):
        shown = shown.replace(f"\n\n<image> {number}", "<image>", 1).replace(f"<image> {number}", "<image>", 1)
    assert shown.replace("<image>\n\n", "<image>") == render(plain)


def test_a_page_never_moves_the_cursor() -> None:
    said = printed(page("<title>\x1b[2Jx</title>"), [Text("a\x1b]0;b\n\tc"), Image("https://a.example/", alt="\x9b1m")])
    assert "\x1b" not in said
    assert "\x9b" not in said
    assert "a\ufffd]0;b\n    c<EOC>" in said


def test_a_terminal_gets_lines_of_a_readable_length() -> None:
    long = [Text("word " * 100)]
    assert max(len(line) for line in printed(page(), long, terminal=True).splitlines()) <= COLUMNS
    assert max(len(line) for line in printed(page(), long).splitlines()) > COLUMNS


def test_the_summary() -> None:
    out = io.StringIO()
    rows = rows_of(page("<p>A cat.</p><nav>Home</nav>").judged())
    show_summary(Console(file=out, color_system=None), count(rows))
    assert out.getvalue() == "kept     1 block of text, 0 images\nleft out text:   navigation 1\n"
