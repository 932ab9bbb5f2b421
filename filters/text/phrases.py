"""Entries of word lists that are more than one word: `two girls`, or what ICU cuts a listed Chinese word into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TypeAlias

from filters.text.segmentation import words_of
from filters.text.special_characters import plain_words

Phrases: TypeAlias = Mapping[str, tuple[tuple[str, ...], ...]]


@cache
def phrases_in(listed: frozenset[str], language: str) -> Phrases:
    """Return the entries of two words and more by their first word, as `plain_words` would give them.

    An entry of which only one word is left without its digits and marks (`type 2`) is no phrase.
    """
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in sorted(listed):
        words = tuple(plain_words(words_of(entry, language)))
        if len(words) > 1:
            found.setdefault(words[0], []).append(words)
    return {first: tuple(each) for first, each in found.items()}


def count_listed(words: Sequence[str], listed: frozenset[str], phrases: Phrases) -> int:
    """Return how many of the words are listed, by themselves or within a phrase; each counts once."""
    if phrases.keys().isdisjoint(words):
        return sum(word in listed for word in words)
    hits: set[int] = set()
    for place, word in enumerate(words):
        if word in listed:
            hits.add(place)
        for phrase in phrases.get(word, ()):
            if tuple(words[place : place + len(phrase)]) == phrase:
                hits.update(range(place, place + len(phrase)))
    return len(hits)
