"""The registry of the signals of a document, in the order in which rules are asked."""

from __future__ import annotations

from collections.abc import Iterable

from dom_parsing.records import Element, Signal
from filters.signals import SignalSpec, measure_all
from filters.text import c4, fineweb, gopher, repetition
from filters.text.extent import CHARACTERS, IMAGES
from filters.text.sample import DEFAULTS, Sample
from filters.text.settings import SignalSettings


def detected_language(sample: Sample) -> str:
    """ISO 639 code by fasttext's lid.176; `und` for a text without letters."""
    return sample.language[0]


def language_score(sample: Sample) -> float:
    """Probability that fasttext's lid.176 gives the language, 0 to 1."""
    return sample.language[1]


LANGUAGE: tuple[SignalSpec[Sample], ...] = (
    SignalSpec("language", str, 0, 0, detected_language),
    SignalSpec("language_score", float, 0, 1, language_score),
)
DOCUMENT_SIGNALS: dict[str, SignalSpec[Sample]] = {
    spec.name: spec
    for spec in (*gopher.SPECS, CHARACTERS, *LANGUAGE, *repetition.SPECS, *c4.SPECS, *fineweb.SPECS, IMAGES)
}
"""In the order in which rules are asked; `images` is asked again, last of all, for the images that are left."""


def measure(elements: Iterable[Element], settings: SignalSettings = DEFAULTS) -> dict[str, Signal]:
    """Return every document signal of a sequence of elements."""
    return measure_all(Sample(tuple(elements), settings), DOCUMENT_SIGNALS)
