"""What a word is: what white space separates, or, where a language writes none, what ICU's dictionaries find.

ICU's word boundaries (Unicode Standard Annex 29, with dictionaries for Chinese and Japanese, Thai, Lao, Khmer and
Burmese) come with icu4py, whose wheels hold the library and its data: nothing is downloaded, and the same release cuts
alike everywhere.
"""

from __future__ import annotations

from icu4py.breakers import WordBreaker

UNSPACED = frozenset({"zh", "wuu", "yue", "ja", "th", "lo", "km", "my"})
"""Languages (as lid.176 names them) that are written without spaces between words and that ICU has a dictionary for."""

UNSUPPORTED = frozenset({"bo", "dz"})
"""Languages that are written without spaces between words and that nothing here can cut."""


def has_words(language: str) -> bool:
    """Return whether the words of a language can be told apart; where not, signals that count words are None."""
    return language not in UNSUPPORTED


def words_of(text: str, language: str) -> list[str]:
    """Return the words of a text.

    Args:
        text: Any text.
        language: ISO 639 code; one that is unknown is taken for a language that writes spaces.

    Returns:
        What white space separates, punctuation included. In UNSPACED languages every segment that ICU finds and that
        has a letter or digit in it: there punctuation and spaces are segments of their own, and are no words.
    """
    if language not in UNSPACED:
        return text.split()
    return [segment for segment in WordBreaker(text, language) if any(map(str.isalnum, segment))]
