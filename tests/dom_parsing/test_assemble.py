from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.assemble import QUOTED, assemble
from dom_parsing.blocks import Block, Group
from dom_parsing.fallbacks import DOUBLED
from dom_parsing.images import Choice
from dom_parsing.records import Image, Omission, Text

CAT = Image("https://site.example/cat.jpg")


def text(words: str, reason: str = "", group: Group | None = None, line: int = 0, cell: int = 0) -> Block:
    return Block(0, words, reason=reason, group=group, line=line, cell=cell)


def image(reason: str = "") -> Block:
    return Block(0, image=CAT, choice=Choice(CAT.url), reason=reason)


def test_omitted_texts_in_a_row_make_one_and_say_where() -> None:
    blocks = [text("a"), text("b", "x"), image("x"), text("c", "x"), text("d", "y"), text("e"), image(), text("f", "x")]
    assert assemble(blocks) == (
        (Text("a"), Text("e"), CAT),
        (
            Omission(1, "x", text="b c"),
            Omission(1, "x", url=CAT.url),
            Omission(1, "y", text="d"),
            Omission(3, "x", text="f"),
        ),
    )


def test_an_omitted_text_is_quoted_not_kept() -> None:
    _, (omission,) = assemble([text("long " * 1000, "x"), text("more", "x")])
    assert len(omission.text) == QUOTED


def test_groups() -> None:
    listed, table = Group(None, False), Group(None, True)
    listed.outer, table.outer = listed, table
    blocks = [
        text("one", group=listed, line=1),
        text("more", group=listed, line=1),
        text("two", group=listed, line=2),
        text("a", group=table, line=3, cell=1),
        text("b", group=table, line=3, cell=2),
        text("c\nd", group=table, line=4, cell=3),
    ]
    assert assemble(blocks)[0] == (Text("one\nmore\ntwo"), Text("a | b\nc d"))


def test_what_is_doubled_is_no_omission() -> None:
    assert assemble([image(), image(DOUBLED)]) == ((CAT,), ())


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["", "", "x", "y"]))))
def test_nothing_is_lost_and_places_ascend(rows: list[tuple[bool, str]]) -> None:
    elements, omissions = assemble([text("t", reason) if is_text else image(reason) for is_text, reason in rows])
    assert len(elements) == sum(not reason for _, reason in rows)
    assert sum(bool(o.url) for o in omissions) == sum(bool(reason) and not is_text for is_text, reason in rows)
    assert [o.before for o in omissions] == sorted(o.before for o in omissions)
    assert all(0 <= o.before <= len(elements) for o in omissions)
