from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.whitespace import BREAK, collapse, preformatted

parts = st.lists(st.text(alphabet="ab \t\n\r\f\u00a0\u200b\u00ad" + BREAK, max_size=20))


@given(parts)
def test_a_collapsed_paragraph_is_tidy(given_parts: list[str]) -> None:
    text = collapse(given_parts)
    assert text == text.strip()
    assert not {"\t", "\r", "\f", BREAK, "\u200b", "\u00ad"} & set(text)
    assert "  " not in text
    assert all(line == line.strip() and line for line in text.split("\n")) or not text


@given(parts)
def test_collapsing_keeps_the_letters(given_parts: list[str]) -> None:
    letters = [c for c in "".join(given_parts) if c in "ab"]
    assert [c for c in collapse(given_parts) if c in "ab"] == letters
    assert [c for c in preformatted(given_parts) if c in "ab"] == letters


def test_no_break_spaces_are_no_white_space_within_a_paragraph() -> None:
    assert collapse(["a\u00a0\u2003 \n", "\tb\u3000c d\u00a0"]) == "a\u00a0\u2003 b\u3000c d"


def test_preformatted_keeps_inner_lines_and_indentation() -> None:
    assert preformatted(["\n \n  a\n\n b", "\t\n\n"]) == "  a\n\n b"
    assert preformatted(["a\r\nb\rc"]) == "a\nb\nc"
    assert preformatted([" \n "]) == ""
