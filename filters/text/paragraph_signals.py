"""Signals of one paragraph: those of a document that make sense for so short a text."""

from __future__ import annotations

from filters.signals import SignalSpec
from filters.text import language_signals, obelics, perplexity, quality, shares
from filters.text.sample import Sample
from filters.text.text_signals import DOCUMENT_SIGNALS

SHARED = (
    *("words", "characters", "mean_word_length", "alphabetic_words", "stop_words"),
    *("longest_word", "punctuated_lines", "javascript_lines", "policy_lines"),
)
"""Measured as a document's are."""

PARAGRAPH_SIGNALS: dict[str, SignalSpec[Sample]] = {
    spec.name: spec
    for spec in (
        *(DOCUMENT_SIGNALS[name] for name in SHARED),
        *language_signals.SPECS,
        *obelics.PARAGRAPH_SPECS,
        *perplexity.SPECS,
        *quality.SPECS,
        *shares.SPECS,
    )
}
"""In the order in which rules are asked."""
