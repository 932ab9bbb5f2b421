from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.extract import extract
from dom_parsing.records import Element, Image, Text
from dom_parsing.sequence import IMAGE, Mark, escape, parse, render, stretches, trim, unescape
from tests.dom_parsing.hostile import page_of, pages, pictures_of, texts
from tests.dom_parsing.placement import RAW, bare

CAT = Image("https://site.example/cat.jpg")
elements = st.lists(st.one_of(texts.map(Text), st.just(CAT)), max_size=12)
MARKS = re.compile(r"(?<!\\)(<image>|<EOC>)")


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
        ([Text("<ima"), Text("ge>")], "<ima\n\nge><EOC>"),
        ([Text("<ima"), CAT, Text("ge>")], "<ima<EOC><image>ge><EOC>"),
    ],
)
def test_render(page: list[Element], expected: str) -> None:
    assert render(page) == expected


@given(elements)
def test_parse_undoes_render(page: list[Element]) -> None:
    assert parse(render(page)) == stretches(page)


@given(elements)
def test_from_the_sequence_to_elements_and_back_is_the_identity(page: list[Element]) -> None:
    sequence = render(page)
    again: list[Element] = [Text(part) if isinstance(part, str) else CAT for part in parse(sequence)]
    assert render(again) == sequence
    assert stretches(again) == stretches(page)


@given(elements)
def test_every_image_stands_between_the_texts_it_stood_between(page: list[Element]) -> None:
    between: list[list[str]] = [[]]
    for element in page:
        if isinstance(element, Text):
            between[-1].append(trim(element.text))
        else:
            between.append([])
    joined = ["\n\n".join(filter(None, group)) for group in between]
    expected = [part for text in joined for part in (IMAGE, text) if part][1:]
    assert parse(render(page)) == expected


@given(elements)
def test_an_end_of_chunk_before_every_image_that_something_is_before_and_at_the_end(page: list[Element]) -> None:
    parts = [part for part in MARKS.split(render(page)) if part]
    assert parts.count("<image>") == page.count(CAT)
    for place, part in enumerate(parts):
        if part == "<image>":
            assert place == 0 or parts[place - 1] == "<EOC>"
        elif part == "<EOC>":
            assert parts[place + 1 : place + 2] in ([], ["<image>"])
    assert parts[-1:] == (["<EOC>"] if stretches(page) else [])


@given(pages)
def test_from_html_on_tokens_and_images_are_equal_in_number_and_order(pieces: list[str | None]) -> None:
    document = extract(page_of(pieces), "https://site.example/", settings=RAW)
    names = pictures_of(pieces)
    assert [image.url for image in document.images] == [f"https://site.example/{name}" for name in names]
    sequence = render(document.elements)
    parts = parse(sequence)
    assert parts.count(IMAGE) == MARKS.findall(sequence).count("<image>") == len(names)
    said = "".join("\0" if piece is None else html.unescape(re.sub(r"<[^>]*>", "", piece)) for piece in pieces)
    assert bare("".join("\0" if isinstance(part, Mark) else part for part in parts)) == bare(said)


@given(texts)
def test_unescape_undoes_escape_and_no_mark_is_left(text: str) -> None:
    assert unescape(escape(text)) == text
    assert MARKS.search(escape(text)) is None


@given(st.one_of(texts, st.text()))
def test_parse_reads_any_string(text: str) -> None:
    assert all(part is IMAGE or (isinstance(part, str) and part) for part in parse(text))
