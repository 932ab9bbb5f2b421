from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.assemble import QUOTED, assemble
from dom_parsing.blocks import Block, Group, Page, Region
from dom_parsing.fallbacks import DOUBLED
from dom_parsing.images import Choice
from dom_parsing.page import read_page
from dom_parsing.records import Image, Text
from dom_parsing.rows import Row, rows_of
from tests.dom_parsing.test_real_pages import PAGES

CAT = Image("https://site.example/cat.jpg")


def text(words: str, reason: str = "", group: Group | None = None, region: int = -1) -> Block:
    return Block(region, words, reason=reason, group=group)


def picture(reason: str = "", region: int = -1) -> Block:
    return Block(region, image=CAT, choice=Choice(CAT.url), reason=reason)


def listed() -> Group:
    group = Group(None, False)
    group.outer = group
    return group


def shapes(rows: list[Row]) -> list[tuple[int, str, object]]:
    return [(len(row.blocks), row.reason, row.element) for row in rows]


def test_a_row_is_an_element_or_what_was_left_out_in_a_row() -> None:
    blocks = [text("a"), text("b"), picture(), text("c", "x"), text("d", "x"), text("e", "y")]
    expected = [(1, "", Text("a")), (1, "", Text("b")), (1, "", CAT), (2, "x", None), (1, "y", None)]
    assert shapes(rows_of(Page(blocks))) == expected


def test_items_of_a_list_share_a_row_with_the_drawings_between_them() -> None:
    group = listed()
    blocks = [text("a", group=group), picture("svg"), text("b", group=group), picture("svg"), text("c")]
    assert shapes(rows_of(Page(blocks))) == [(3, "", Text("a\nb")), (1, "svg", None), (1, "", Text("c"))]


def test_pictures_left_out_for_another_reason_go_with_what_follows() -> None:
    blocks = [text("a", "x"), picture("x"), picture("y"), text("b", "y"), picture("z")]
    assert shapes(rows_of(Page(blocks))) == [(2, "x", None), (2, "y", None), (1, "z", None)]


def test_a_text_speaks_for_the_drawings_before_it() -> None:
    assert [row.reason for row in rows_of(Page([picture("svg"), text("a", "x")]))] == ["x"]


def test_what_is_doubled_makes_no_row() -> None:
    assert shapes(rows_of(Page([picture(), picture(DOUBLED)]))) == [(1, "", CAT)]


def test_a_row_names_the_outermost_part_it_was_left_out_with() -> None:
    regions = [
        Region(-1, "body", "", False, 0, 3),
        Region(0, "div", "aside", False, 0, 2, "side  bar"),
        Region(1, "ul", "aside", False, 0, 2, "links"),
        Region(0, "div", "aside", False, 2, 3, "x" * 1000),
    ]
    blocks = [text("a", "aside", region=2), text("b", "link-density", region=2), text("c", "aside", region=3)]
    first, second, third = rows_of(Page(blocks, regions))
    assert (first.within, second.within, len(third.within)) == ("div.side.bar", "", QUOTED)
    assert rows_of(Page([text("d", region=2)], regions))[0].within == ""


@given(st.lists(st.tuples(st.sampled_from("tpg"), st.sampled_from(["", "", "x", "y", DOUBLED]))))
def test_rows_hold_every_block_once_and_the_elements_of_the_document(kinds: list[tuple[str, str]]) -> None:
    group = listed()
    made = {"t": text, "g": lambda words, reason: text(words, reason, group), "p": lambda _, reason: picture(reason)}
    blocks = [made[kind](f"words {number}", reason) for number, (kind, reason) in enumerate(kinds)]
    rows = rows_of(Page(blocks))
    assert [block for row in rows for block in row.blocks] == [block for block in blocks if block.reason != DOUBLED]
    assert tuple(row.element for row in rows if row.element is not None) == assemble(blocks)[0]
    for row in rows:
        texts = {block.reason for block in row.blocks if block.text}
        assert len(texts) <= 1
        assert texts <= {row.reason}


@pytest.mark.skipif(not PAGES.exists(), reason="../shared/data/pages is not there")
def test_rows_of_real_pages_are_their_documents() -> None:
    files = sorted((PAGES / "wcxb").glob("html/*.html.gz"))[::15]
    assert len(files) >= 20
    for file in files:
        page = read_page(gzip.decompress(file.read_bytes()), "https://site.example/a/b")
        assert (
            tuple(row.element for row in rows_of(page.judged()) if row.element is not None) == page.document().elements
        )
