from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from dags.showing.page_view.left import FOLDED, SHORT, blocks_shown, left_out
from dags.showing.page_view.legend import Palette
from dags.showing.page_view.markup import Markup
from dom_parsing.blocks import Block
from dom_parsing.images import Choice
from dom_parsing.rows import Row

PALETTE = Palette({"aside": "r0", "svg": "r1", "placeholder": "r2"})
SVG = Block(-1, reason="svg")


def read(made: Markup) -> LexborHTMLParser:
    return LexborHTMLParser(made.encode())


def classes(made: Markup) -> list[str]:
    return [node.attributes["class"] or "" for node in read(made).css(".block")]


def test_a_text_has_its_tag_its_looks_and_its_links() -> None:
    blocks = [
        Block(-1, "Pets", tag="h2"),
        Block(-1, "x" * (SHORT + 1), linked=7, tag="li"),
        Block(-1, "a  b", tag="pre", preformatted=True),
    ]
    made = blocks_shown(blocks, PALETTE)
    assert classes(made) == ["block h2 short", "block", "block short pre"]
    assert [node.text() for node in read(made).css(".tag")] == ["h2", "li", "pre"]
    assert read(made).css(".block")[1].attributes["title"] == "81 characters, 7 of them in links"


def test_a_picture_goes_by_the_name_of_its_file() -> None:
    urls = ("https://a.example/b/cat.jpg?w=2", "https://a.example/cats/", "https://a.example/")
    made = blocks_shown([Block(-1, tag="img", choice=Choice(url)) for url in urls], PALETTE)
    assert [node.text() for node in read(made).css("a")] == ["cat.jpg", "cats", "a.example"]
    assert [node.attributes["href"] for node in read(made).css("a")] == list(urls)
    assert classes(made) == ["block picture shown"] * 3


def test_drawings_in_a_row_are_one() -> None:
    made = blocks_shown([SVG, SVG, Block(-1, "a", reason="aside"), SVG], PALETTE, "aside")
    assert [node.text() for node in read(made).css(".picture")] == ["svg \u00d7 2", "svg"]
    assert blocks_shown([SVG], PALETTE, "svg") == ""


def test_a_reason_is_said_once_a_row_unless_a_picture_has_another() -> None:
    spacer = Block(-1, tag="img", choice=Choice("https://a.example/spacer.gif"), reason="placeholder")
    aside = Block(-1, tag="img", choice=Choice("https://a.example/cat.jpg"), reason="aside")
    made = left_out(Row((Block(-1, "a", reason="aside"), spacer, aside), within="div.side"), PALETTE)
    labels = [(node.text(), node.attributes["class"]) for node in read(made).css(".label")]
    assert labels == [("aside", "label r0"), ("placeholder", "label r2")]
    assert [node.text() for node in read(made).css(".within")] == ["div.side"]


def test_what_is_long_is_folded() -> None:
    for length, folded in ((FOLDED - 1, 0), (FOLDED, 1)):
        row = Row((SVG, Block(-1, "x" * length, reason="aside")))
        assert len(read(left_out(row, PALETTE)).css("details")) == folded
