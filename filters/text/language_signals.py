"""The language of a document or paragraph as signals."""

from __future__ import annotations

from filters.signals import SignalSpec
from filters.text.sample import Sample


def language(sample: Sample) -> str:
    """ISO 639 code by fasttext's lid.176; `und` for a text without letters."""
    return sample.language[0]


def language_score(sample: Sample) -> float:
    """Probability that fasttext's lid.176 gives the language, 0 to 1; 0 for a text without letters.

    FineWeb keeps English from 0.65 on (Penedo et al. 2024), OBELICS from 0.8 on, of the text in lower case.
    """
    return sample.language[1]


SPECS: tuple[SignalSpec[Sample], ...] = (
    SignalSpec("language", str, 0, 0, language),
    SignalSpec("language_score", float, 0, 1, language_score),
)
