"""What signals of text look at: a sequence of elements, with what several signals need computed once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dom_parsing.records import Element, Text
from filters.text import language
from filters.text.character_classes import CharacterCounts, CodePoints, code_points, count_characters
from filters.text.segmentation import words_of
from filters.text.settings import SignalSettings
from filters.text.special_characters import plain_words

DEFAULTS = SignalSettings()


@dataclass(frozen=True)
class Sample:
    """A sequence of elements with what several signals need, computed once.

    Attributes:
        elements: Texts and images, in order.
        settings: Paths of models and word lists.
        within: The language of the whole document, where the elements are a part of it: a paragraph is too short to
            tell whose stop words it should have.
    """

    elements: tuple[Element, ...]
    settings: SignalSettings = DEFAULTS
    within: str | None = None

    @cached_property
    def text(self) -> str:
        """All paragraphs, an empty line between two of them."""
        return "\n\n".join(element.text for element in self.elements if isinstance(element, Text))

    @cached_property
    def language(self) -> tuple[str, float]:
        """Language code and probability."""
        return language.identify(self.text, self.settings.language_model)

    @cached_property
    def written_in(self) -> str:
        """The language whose words and word lists count: the document's."""
        return self.language[0] if self.within is None else self.within

    @cached_property
    def words(self) -> list[str]:
        """Words as the language has them; what white space separates where it writes spaces."""
        return words_of(self.text, self.written_in)

    @cached_property
    def plain_words(self) -> list[str]:
        """Words in lower case, without special characters at their ends."""
        return plain_words(self.words)

    @cached_property
    def code_points(self) -> CodePoints:
        """Code points of the text."""
        return code_points(self.text)

    @cached_property
    def character_counts(self) -> CharacterCounts:
        """Characters of the text by kind."""
        return count_characters(self.code_points)
