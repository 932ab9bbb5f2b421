"""FineWeb's rules (Penedo et al. 2024, arXiv 2406.17557, section 3.6) as signals. Lines are the ones with text."""

from __future__ import annotations

from filters.signals import SignalSpec
from filters.text.known_words import where_words_are_known
from filters.text.punctuation import TERMINAL
from filters.text.repetition import duplicate_characters
from filters.text.sample import Sample
from filters.text.share import share

INFINITE = float("inf")
SHORT = 30


def punctuated_lines(sample: Sample) -> float:
    """Share of lines whose last character ends a sentence in some script; 0 for none. FineWeb keeps 0.12 and more."""
    return share(sum(line[-1] in TERMINAL for line in sample.filled_lines), len(sample.filled_lines))


def short_lines(sample: Sample) -> float:
    """Share of lines of at most 30 characters; 0 for none. FineWeb keeps up to 0.67."""
    return share(sum(len(line) <= SHORT for line in sample.filled_lines), len(sample.filled_lines))


def repeated_line_characters(sample: Sample) -> float:
    """Characters of lines that came before, by all characters but newlines; 0 for none. FineWeb keeps up to 0.01."""
    return share(duplicate_characters(sample.filled_lines), len(sample.text) - sample.text.count("\n"))


@where_words_are_known
def newlines_per_word(sample: Sample) -> float:
    """Newlines by tokens, marks of punctuation among them; 0 for no tokens. FineWeb keeps up to 0.3."""
    return share(sample.text.count("\n"), len(sample.tokens))


SPECS: tuple[SignalSpec[Sample], ...] = (
    SignalSpec("punctuated_lines", float, 0, 1, punctuated_lines),
    SignalSpec("short_lines", float, 0, 1, short_lines),
    SignalSpec("repeated_line_characters", float, 0, 1, repeated_line_characters),
    SignalSpec("newlines_per_word", float, 0, INFINITE, newlines_per_word),
)
