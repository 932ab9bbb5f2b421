"""Gopher's quality rules (Rae et al. 2021, arXiv 2112.11446, A.1.1) as signals of tokens.

The paper does not say what a word is. We read it as datatrove does, and so FineWeb: a mark of punctuation is a token;
the number of words and their mean length leave out tokens that are punctuation only; the ratios have all tokens below.
Where that reading drops good pages for their commas, there is a signal each: `alphabetic_words`, `alphabetic_tokens`.
"""

from __future__ import annotations

from filters.signals import SignalSpec
from filters.text.known_words import where_words_are_known
from filters.text.sample import Sample
from filters.text.share import share
from filters.text.stop_words import STOP_WORDS

INFINITE = float("inf")
BULLETS = ("•", "-")
ELLIPSES = ("...", "…")


@where_words_are_known
def words(sample: Sample) -> int:
    """Tokens that are more than punctuation. Gopher keeps 50 to 100,000."""
    return len(sample.tokens) - len(sample.marks)


@where_words_are_known
def mean_word_length(sample: Sample) -> float:
    """Characters by words, of tokens that are more than punctuation; 0 for none. Gopher keeps 3 to 10."""
    characters = sum(map(len, sample.tokens)) - sum(map(len, sample.marks))
    return share(characters, len(sample.tokens) - len(sample.marks))


@where_words_are_known
def hash_ratio(sample: Sample) -> float:
    """`#` by tokens; 0 for none. Gopher keeps up to 0.1."""
    return share(sample.text.count("#"), len(sample.tokens))


@where_words_are_known
def ellipsis_ratio(sample: Sample) -> float:
    """`...` and `…` by tokens; 0 for none. Gopher keeps up to 0.1."""
    return share(sum(map(sample.text.count, ELLIPSES)), len(sample.tokens))


def bullet_lines(sample: Sample) -> float:
    """Share of lines, empty ones included, that begin with `•` or `-` after white space. Gopher keeps up to 0.9."""
    return share(sum(line.lstrip().startswith(BULLETS) for line in sample.lines), len(sample.lines))


def ellipsis_lines(sample: Sample) -> float:
    """Share of lines, empty ones included, that end with `...` or `…` before white space. Gopher keeps up to 0.3."""
    return share(sum(line.rstrip().endswith(ELLIPSES) for line in sample.lines), len(sample.lines))


@where_words_are_known
def alphabetic_words(sample: Sample) -> float:
    """Share of words, punctuation not counted, with a letter in them; 0 for none.

    The paper's reading: "80% of words in a document contain at least one alphabetic character".
    """
    return share(len(sample.tokens) - len(sample.unlettered), len(sample.tokens) - len(sample.marks))


@where_words_are_known
def alphabetic_tokens(sample: Sample) -> float:
    """Share of tokens, punctuation counted, with a letter in them; 0 for none.

    datatrove's reading of the paper's rule, with the paper's 0.8: FineWeb was made with it.
    """
    return share(len(sample.tokens) - len(sample.unlettered), len(sample.tokens))


def stop_words(sample: Sample) -> int | None:
    """Different stop words of the text's own language among its tokens; None for a language we have no list of.

    Gopher keeps 2 and more of eight English ones. A capital makes another token, as in datatrove: titles and lists of
    names hold stop words, but in capitals.
    """
    known = STOP_WORDS.get(sample.written_in)
    return None if known is None else len(known.intersection(sample.tokens))


SPECS: tuple[SignalSpec[Sample], ...] = (
    SignalSpec("words", int, 0, INFINITE, words),
    SignalSpec("mean_word_length", float, 0, INFINITE, mean_word_length),
    SignalSpec("hash_ratio", float, 0, INFINITE, hash_ratio),
    SignalSpec("ellipsis_ratio", float, 0, INFINITE, ellipsis_ratio),
    SignalSpec("bullet_lines", float, 0, 1, bullet_lines),
    SignalSpec("ellipsis_lines", float, 0, 1, ellipsis_lines),
    SignalSpec("alphabetic_words", float, 0, 1, alphabetic_words),
    SignalSpec("alphabetic_tokens", float, 0, 1, alphabetic_tokens),
    SignalSpec("stop_words", int, 0, INFINITE, stop_words),
)
