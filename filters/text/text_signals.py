"""Signals of a document's text. Words are what white space separates, as Gopher counts them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dom_parsing.records import Element, Image, Signal
from filters.signals import SignalSpec, measure_all
from filters.text import language_signals, obelics, perplexity, quality, shares
from filters.text.sample import DEFAULTS, Sample
from filters.text.settings import SignalSettings
from filters.text.stop_words import STOP_WORDS

ELLIPSES = re.compile(r"\.\.\.|…")
# From the first to the last letter or digit; linear in the word's length, as stripping `\W+$` by a pattern is not.
CORE = re.compile(r"\w(?:.*\w)?", re.DOTALL)


def _share(count: int, total: int) -> float:
    return count / total if total else 0.0


def words(sample: Sample) -> int:
    """Words of the text. Gopher keeps 50 to 100,000 (Rae et al. 2021, A.1.1)."""
    return len(sample.words)


def characters(sample: Sample) -> int:
    """Characters of the text, the empty lines between paragraphs included."""
    return len(sample.text)


def mean_word_length(sample: Sample) -> float:
    """Characters a word, on average; 0 for no words. Gopher keeps 3 to 10 (Rae et al. 2021, A.1.1)."""
    return _share(sum(map(len, sample.words)), len(sample.words))


def symbol_ratio(sample: Sample) -> float:
    """The larger of `#` a word and ellipses a word. Gopher keeps up to 0.1 (Rae et al. 2021, A.1.1)."""
    hashes, ellipses = sample.text.count("#"), len(ELLIPSES.findall(sample.text))
    return _share(max(hashes, ellipses), len(sample.words))


def alphabetic_words(sample: Sample) -> float:
    """Share of the words that have a letter in them. Gopher keeps 0.8 and more (Rae et al. 2021, A.1.1)."""
    return _share(sum(any(map(str.isalpha, word)) for word in sample.words), len(sample.words))


def stop_words(sample: Sample) -> int | None:
    """Different stop words of the text's own language in it; None for a language we have no list of.

    Gopher keeps 2 and more of eight English ones (Rae et al. 2021, A.1.1).
    """
    known = STOP_WORDS.get(sample.written_in)
    if known is None:
        return None
    return len(known & {core[0].lower() for word in set(sample.words) if (core := CORE.search(word))})


def images(sample: Sample) -> int:
    """Images the page shows between its texts."""
    return sum(isinstance(element, Image) for element in sample.elements)


INFINITE = float("inf")
DOCUMENT_SIGNALS: dict[str, SignalSpec[Sample]] = {
    spec.name: spec
    for spec in (
        SignalSpec("words", int, 0, INFINITE, words),
        SignalSpec("characters", int, 0, INFINITE, characters),
        SignalSpec("mean_word_length", float, 0, INFINITE, mean_word_length),
        SignalSpec("symbol_ratio", float, 0, INFINITE, symbol_ratio),
        SignalSpec("alphabetic_words", float, 0, 1, alphabetic_words),
        SignalSpec("stop_words", int, 0, INFINITE, stop_words),
        *language_signals.SPECS,
        *obelics.SPECS,
        *perplexity.SPECS,
        *quality.SPECS,
        *shares.DOCUMENT_SPECS,
        SignalSpec("images", int, 0, INFINITE, images),
    )
}
"""In the order in which rules are asked; `images` is asked again, last of all, for the images that are left."""


def measure(elements: Iterable[Element], settings: SignalSettings = DEFAULTS) -> dict[str, Signal]:
    """Return every document signal of a sequence of elements."""
    return measure_all(Sample(tuple(elements), settings), DOCUMENT_SIGNALS)
