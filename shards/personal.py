"""A document as it is written to a shard: with placeholders for personal data, where a recipe wants that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from dom_parsing.records import Document, Element, Text
from filters.safety.personal import PersonalSettings, without_personal_data


def anonymised(document: Document, kept: Collection[int], settings: PersonalSettings) -> tuple[Document, Counter[str]]:
    """Return a document with placeholders in its title, its texts, and the words about its images.

    URLs stay as they are: they are where things come from, and how they are found when somebody wants them gone.

    Args:
        document: The whole document.
        kept: Indices of the elements that are written; the others are left alone.
        settings: What stands in the place of what.

    Returns:
        The document, and how many of each kind were replaced.
    """
    if not settings.replaces:
        return document, Counter()
    counts: Counter[str] = Counter()

    def clean(text: str) -> str:
        cleaned, found = without_personal_data(text, settings)
        counts.update(found)
        return cleaned

    def element_of(element: Element) -> Element:
        if isinstance(element, Text):
            return Text(clean(element.text))
        return replace(element, alt=clean(element.alt), title=clean(element.title), caption=clean(element.caption))

    written = frozenset(kept)
    elements = (element_of(each) if index in written else each for index, each in enumerate(document.elements))
    return replace(document, title=clean(document.title), elements=tuple(elements)), counts
