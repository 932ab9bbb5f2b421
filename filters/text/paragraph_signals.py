"""Signals of one paragraph: those of a document that make sense for so short a text."""

from __future__ import annotations

from collections.abc import Iterable

from dom_parsing.records import Signal, Text
from filters.signals import SignalSpec, measure_all
from filters.text import language_signals, obelics, perplexity, quality, shares
from filters.text.sample import DEFAULTS, Sample
from filters.text.settings import SignalSettings
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


def measure_paragraph(
    text: str, names: Iterable[str], language: str | None, settings: SignalSettings = DEFAULTS
) -> dict[str, Signal]:
    """Return some signals of one paragraph.

    Args:
        text: The paragraph.
        names: Signals to measure: those that a recipe has rules on.
        language: The whole document's, for word lists and for what a word is; None to tell it from the paragraph.
        settings: Paths of models and word lists.
    """
    return measure_all(Sample((Text(text),), settings, language), {name: PARAGRAPH_SIGNALS[name] for name in names})
