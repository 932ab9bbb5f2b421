"""Signals of one paragraph: those of a document that make sense for so short a text."""

from __future__ import annotations

from filters.signals import SignalSpec
from filters.text.sample import Sample
from filters.text.text_signals import DOCUMENT_SIGNALS

SHARED = (
    "words",
    "characters",
    "mean_word_length",
    "alphabetic_words",
    "stop_words",
    "language",
    "language_score",
)
"""Measured as a document's are, in the order in which rules are asked."""

PARAGRAPH_SIGNALS: dict[str, SignalSpec[Sample]] = {name: DOCUMENT_SIGNALS[name] for name in SHARED}
