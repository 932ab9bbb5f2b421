"""Texts and pages that pretend to be the sequence they become."""

from __future__ import annotations

import html

from hypothesis import strategies as st

_PIECES = (
    *("<image>", "<EOC>", "\\", "\\<image>", "\\\\<EOC>", "<ima", "ge>", "<EO", "C>", "<", ">", "image", "</image>"),
    *("<IMAGE>", "<|image|>", "&lt;image&gt;", "&", "<img src=x>", "<s>", "</s>", "<pad>", "a", "two words", "\u00e9"),
    *(" ", "\n", "\n\n", "\r", "\r\n", "\t", "\u00a0", "\u2028", "\u0085", "\u200b", "\u202e", "\U0001f408", "e\u0301"),
)
_LETTERS = st.characters(codec="utf-8", exclude_characters="\0")
texts = st.one_of(st.lists(st.sampled_from(_PIECES), max_size=8).map("".join), st.text(_LETTERS, max_size=12))

_TAGS = ("<b>", "</b>", "<i>", "<br>", "<p>", "</p>", "<div>", "</div>", "<pre>", "</pre>", "<li>", "<h1>", "<!---->")


def _in_numbers(text: str) -> str:
    """The text in character references, but for controls, which have none."""
    return "".join(f"&#{ord(letter)};" if letter.isprintable() else letter for letter in text)


_written = st.one_of(texts.map(html.escape), texts.map(_in_numbers))
pages = st.lists(st.one_of(_written, st.sampled_from(_TAGS), st.none()), max_size=24)
"""Pieces of markup, and None for a picture."""


def page_of(pieces: list[str | None]) -> str:
    """A page; its pictures are numbered from 0 and end in `.png`."""
    written = (f"<img src='{place}.png'>" if piece is None else piece for place, piece in enumerate(pieces))
    return "<body>" + "".join(written)


def pictures_of(pieces: list[str | None]) -> list[str]:
    """The names of the pictures of such a page."""
    return [f"{place}.png" for place, piece in enumerate(pieces) if piece is None]
