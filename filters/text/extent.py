"""How much there is of a page: characters and images."""

from __future__ import annotations

from dom_parsing.records import Image
from filters.signals import SignalSpec
from filters.text.sample import Sample

INFINITE = float("inf")


def characters(sample: Sample) -> int:
    """Characters of the text, the empty lines between paragraphs included."""
    return len(sample.text)


def images(sample: Sample) -> int:
    """Images the page shows between its texts."""
    return sum(isinstance(element, Image) for element in sample.elements)


CHARACTERS: SignalSpec[Sample] = SignalSpec("characters", int, 0, INFINITE, characters)
IMAGES: SignalSpec[Sample] = SignalSpec("images", int, 0, INFINITE, images)
