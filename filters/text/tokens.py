"""Tokens: words and the marks between them, each by itself, as the heuristics of FineWeb count them.

Gopher does not say how it splits text (Rae et al. 2021, A.1.1). datatrove asks spaCy, which sets punctuation apart:
every comma is a token, and shares of tokens come out lower than shares of what white space separates. One pattern, for
every language that writes spaces, comes close to spaCy's English rules at a fraction of their cost. How close,
benchmarks/parity.py says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

COMBINING = frozenset(
    character
    for character in map(chr, range(0x300, 0x20000))
    if unicodedata.category(character)[0] == "M" and not "\ufe00" <= character <= "\ufe0f"
)
"""Vowel signs and accents that are characters of their own: they belong to a word, but to `re` they are no letters."""


def _pattern(combining: str) -> re.Pattern[str]:
    """Return the pattern of a token. Its alternatives stand in order, and it reads every run of marks once.

    Marks within a word stay in it but where spaCy splits: hyphens between two letters or two digits; a slash, colon,
    comma or equals sign before a letter.
    """
    return re.compile(
        r"(?:https?://|www\.)\S*[\w/]"
        r"|(?:[A-Z]\.)+"  # initials
        r"|\.\.+|--+"
        r"|['\u2019](?:s|re|ve|ll|m|d)\b"
        rf"|(?:(?<!\S)[-/@\\]++)?[\w{combining}]++"  # /path, -o, @name
        r"(?:(?:[/:,=](?![^\W\d_])|(?<=\d)-(?=[^\W\d_])|(?<=[^\W\d_])-(?=\d)|['\u2019](?!(?:s|re|ve|ll|m|d)\b)"
        rf"|[^\s\w{combining}/:,='\u2019\u2013\u2026-])+[\w{combining}]++)*"
        r"|[^\w\s]\ufe0f?"  # with what makes a picture of it
    )


TOKEN = _pattern("")
TOKEN_WITH_COMBINING = _pattern("".join(sorted(COMBINING)))
"""Three times as slow."""


def tokens_of(pieces: Iterable[str]) -> list[str]:
    """Return the words and marks of punctuation in what white space separates, in order."""
    tokens: list[str] = []
    for piece in pieces:
        if piece.isalpha():
            tokens.append(piece)
        else:
            plain = piece.isascii() or COMBINING.isdisjoint(piece)
            tokens += (TOKEN if plain else TOKEN_WITH_COMBINING).findall(piece)
    return tokens
