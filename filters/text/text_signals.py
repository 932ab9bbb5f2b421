"""The registry of the signals of a document, in the order in which rules are asked."""

from __future__ import annotations

from collections.abc import Iterable

from dom_parsing.records import Element, Signal
from filters.signals import SignalSpec, measure_all
from filters.text import c4, fineweb, gopher, language_signals, obelics, perplexity, quality, repetition, shares
from filters.text.extent import CHARACTERS, IMAGES
from filters.text.sample import DEFAULTS, Sample
from filters.text.settings import SignalSettings

DOCUMENT_SIGNALS: dict[str, SignalSpec[Sample]] = {
    spec.name: spec
    for spec in (
        *gopher.SPECS,
        CHARACTERS,
        *language_signals.SPECS,
        *repetition.SPECS,
        *c4.SPECS,
        *fineweb.SPECS,
        *obelics.SPECS,
        *perplexity.SPECS,
        *quality.SPECS,
        *shares.DOCUMENT_SPECS,
        IMAGES,
    )
}
"""In the order in which rules are asked; `images` is asked again, last of all, for the images that are left."""


def measure(elements: Iterable[Element], settings: SignalSettings = DEFAULTS) -> dict[str, Signal]:
    """Return every document signal of a sequence of elements."""
    return measure_all(Sample(tuple(elements), settings), DOCUMENT_SIGNALS)
