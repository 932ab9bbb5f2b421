from __future__ import annotations

import pytest

from dags.showing.page_view.right import element_shown
from dom_parsing.blocks import Block
from dom_parsing.records import Image, Text
from dom_parsing.rows import Row

CAT = Row((Block(-1),), Image("https://a.example/cat.jpg", alt="Tom", width=4, height=3))


@pytest.mark.parametrize(
    ("text", "preformatted", "expected"),
    [
        ("A cat.\n", False, '<p class="words" dir="auto">A cat.</p>'),
        ("a  b", True, '<p class="words pre" dir="auto">a  b</p>'),
        ("<image> & <b>", False, '<p class="words" dir="auto">\\&lt;image&gt; &amp; &lt;b&gt;</p>'),
    ],
)
def test_a_text_is_what_the_sequence_has(text: str, preformatted: bool, expected: str) -> None:
    row = Row((Block(-1, text, preformatted=preformatted),), Text(text))
    assert element_shown(row, picture=0, ends=False, load=False) == expected


def test_a_chunk_ends_with_its_mark() -> None:
    mark = '<span class="mark">&lt;EOC&gt;</span>'
    assert element_shown(Row((Block(-1, "a"),), Text("a")), picture=0, ends=True, load=False).endswith(f"a{mark}</p>")
    assert mark in element_shown(CAT, picture=1, ends=True, load=False)
    assert mark not in element_shown(CAT, picture=1, ends=False, load=False)


def test_an_image_has_its_number_and_is_loaded_where_asked_for() -> None:
    still, loaded = (element_shown(CAT, picture=3, ends=False, load=load) for load in (False, True))
    assert "&lt;image&gt; 3" in still
    assert '<dt>alt</dt><dd dir="auto">Tom</dd><dt>size</dt><dd dir="auto">4 \u00d7 3</dd>' in still
    image = '<img src="https://a.example/cat.jpg" alt="Tom" loading="lazy">'
    assert loaded.replace(image, "") == still
    assert image in loaded
    assert "<dl>" not in element_shown(Row((), Image("https://a.example/a")), picture=1, ends=False, load=False)


def test_an_image_within_the_page_has_no_address_to_load_or_to_follow() -> None:
    name = f"data:sha256:{64 * '0'}"
    shown = element_shown(Row((Block(-1),), Image(name)), picture=1, ends=False, load=True)
    assert name in shown
    assert "<img" not in shown
    assert "href" not in shown
