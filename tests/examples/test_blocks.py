from __future__ import annotations

import html

from hypothesis import given
from hypothesis import strategies as st

from examples.site.blocks import Shown, items, leave_out, p, pre, table, terms, text_of, wrap
from examples.site.images import captioned, img, lazy

WORDS = st.lists(st.text(alphabet="abcäöü<>&\"'#", min_size=1, max_size=8), min_size=1, max_size=12)


@given(WORDS)
def test_text_of_undoes_escaping_and_collapses_whitespace(words: list[str]) -> None:
    markup = " \n\t ".join(f"<em>{html.escape(word)}</em>" for word in words)
    assert text_of(markup) == " ".join(words)


def test_breaks_are_newlines_and_soft_hyphens_and_comments_vanish() -> None:
    assert text_of("Quay Street <br> Salt&shy;marsh<!-- no -->!") == "Quay Street\nSaltmarsh!"


def test_lists_and_tables_are_one_text_each() -> None:
    assert items("ul", ("<b>one</b>", "two")).shows == ("one\ntwo",)
    assert terms((("a", "b"), ("c", "d"))).shows == ("a\nb\nc\nd",)
    assert table("Title", ("x", "y"), (("1", "2"), ("3", "4"))).shows == ("Title", "x | y\n1 | 2\n3 | 4")


def test_preformatted_text_keeps_its_spaces() -> None:
    block = pre("a  <b>\n   c")
    assert block.shows == ("a  <b>\n   c",)
    assert "a  &lt;b&gt;\n   c" in block.html


def test_a_caption_belongs_to_every_image_of_its_figure_and_is_a_text() -> None:
    block = captioned("Two &amp; two", img("/a.png"), img("/b.png", "b"))
    assert block.shows == (
        Shown("/a.png", caption="Two & two"),
        Shown("/b.png", "b", caption="Two & two"),
        "Two & two",
    )


def test_an_alt_text_is_written_escaped_and_told_plain() -> None:
    block = img("/a.png", "a cat&#39;s &lt;face&gt;")
    assert 'alt="a cat&#39;s &lt;face&gt;"' in block.html
    assert block.shows == (Shown("/a.png", "a cat's <face>"),)


def test_what_is_left_out_keeps_its_images_as_dropped() -> None:
    block = leave_out(wrap("<aside>", (p("text"), img("/a.png", "a")), "</aside>"), "aside")
    assert block.shows == (Shown("/a.png", "a", rule="aside"),)


def test_a_lazy_image_with_a_noscript_copy_counts_once() -> None:
    block = lazy("/a.png", noscript=True)
    assert block.html.count("/a.png") == 2
    assert block.shows == (Shown("/a.png"),)
