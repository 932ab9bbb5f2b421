"""Signals of a single paragraph, each the document's signal of the same name."""

from __future__ import annotations

from filters.signals import SignalSpec
from filters.text.text_signals import DOCUMENT_SIGNALS, Sample

NAMES = ("words", "mean_word_length", "alphabetic_words", "stop_words", "language", "language_score")
PARAGRAPH_SIGNALS: dict[str, SignalSpec[Sample]] = {name: DOCUMENT_SIGNALS[name] for name in NAMES}
"""In the order in which rules are asked."""
