"""How much a page's script says in a character: bounds in characters are meant for alphabets."""

from __future__ import annotations

from collections.abc import Iterable

from dom_parsing.blocks import Block
from dom_parsing.settings import ExtractSettings

_FIRST_DENSE = "\u2e80"
"""Ideographs, kana and syllables of Hangul begin here; alphabets stand before."""

_TIMES = 3
"""A translation from English to Chinese has about a third of its characters."""

_IN_CHARACTERS = (
    "prose_characters",
    "main_prose",
    "link_list_characters",
    "repeated_characters",
    "hidden_page_characters",
)


def fit_to_script(blocks: Iterable[Block], settings: ExtractSettings) -> ExtractSettings:
    """Return the settings, their bounds in characters a third where most of the text is written in dense characters.

    Args:
        blocks: Of the page; the character in the middle of a block stands for it.
        settings: As they suit alphabets.
    """
    alphabetic = dense = 0
    for block in blocks:
        text = block.text
        if text:
            if text.isascii() or text[len(text) // 2] < _FIRST_DENSE:
                alphabetic += len(text)
            else:
                dense += _TIMES * len(text)
    if dense <= alphabetic:
        return settings
    return settings.model_copy(update={name: -(-getattr(settings, name) // _TIMES) for name in _IN_CHARACTERS})
