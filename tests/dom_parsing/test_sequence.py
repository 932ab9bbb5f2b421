from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.records import Element, Image, Text
from dom_parsing.sequence import IMAGE, Mark, escape, parse, render, stretches, unescape

CAT = Image("https://site.example/cat.jpg")

tricky = st.lists(
    st.sampled_from(["<image>", "<EOC>", "\\", "<", ">", "image", "EOC", " ", "\n", "a", "\\<image>", "\u2028"])
).map("".join)
elements = st.lists(st.one_of(st.builds(Text, st.one_of(tricky, st.text())), st.just(CAT)))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ([], ""),
        ([Text("a")], "a<EOC>"),
        ([CAT], "<image><EOC>"),
        ([CAT, CAT], "<image><EOC><image><EOC>"),
        ([Text("a"), CAT, Text("b"), CAT, Text("c")], "a<EOC><image>b<EOC><image>c<EOC>"),
        ([Text("a"), Text("b"), CAT], "a\n\nb<EOC><image><EOC>"),
        ([Text("an <image> and <EOC>")], r"an \<image> and \<EOC><EOC>"),
        ([Text(r"a \<image>")], r"a \\<image><EOC>"),
        ([Text("ends in \\"), CAT], "ends in \\ <EOC><image><EOC>"),
        ([Text("  x \n"), CAT], "  x<EOC><image><EOC>"),
        ([Text(" \n "), CAT], "<image><EOC>"),
    ],
)
def test_render(page: list[Element], expected: str) -> None:
    assert render(page) == expected


@given(elements)
def test_parse_undoes_render(page: list[Element]) -> None:
    assert parse(render(page)) == stretches(page)


@given(elements)
def test_as_many_marks_as_images_whatever_the_page_says(page: list[Element]) -> None:
    images = sum(isinstance(element, Image) for element in page)
    assert parse(render(page)).count(IMAGE) == images


@given(elements)
def test_an_end_of_chunk_before_every_image_but_the_first_of_nothing_and_at_the_end(page: list[Element]) -> None:
    written = render(page)
    assert written.endswith("<EOC>") or not stretches(page)
    marks = [part for part in stretches(page) if isinstance(part, Mark)]
    leading = bool(stretches(page)) and stretches(page)[0] is IMAGE
    plain = render([Text("") if isinstance(e, Text) else e for e in page])
    assert plain.count("<EOC>") == len(marks) - bool(marks) + bool(marks)
    assert written.startswith("<image>") == leading


@given(st.one_of(tricky, st.text()))
def test_unescape_undoes_escape(text: str) -> None:
    assert unescape(escape(text)) == text


@given(st.text())
def test_parse_reads_any_string(text: str) -> None:
    assert all(part is IMAGE or (isinstance(part, str) and part) for part in parse(text))
