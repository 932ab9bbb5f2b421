"""What signals of text look at: a sequence of elements, with what several signals need computed once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from dom_parsing.records import Element, Text
from filters.text import language
from filters.text.c4_lines import Line, read_lines
from filters.text.character_classes import CharacterCounts, CodePoints, code_points, count_characters
from filters.text.punctuation import PUNCTUATION
from filters.text.repeats import Repeats, repeats
from filters.text.segmentation import UNSPACED, words_of
from filters.text.sentences import count_sentences
from filters.text.settings import SignalSettings
from filters.text.special_characters import plain_words
from filters.text.tokens import tokens_of

DEFAULTS = SignalSettings()
PARAGRAPH_BREAK = re.compile(r"\n{2,}")


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

    @cached_property
    def tokens(self) -> list[str]:
        """Words and the marks between them, each by itself; words only where the language writes no spaces."""
        return self.words if self.written_in in UNSPACED else tokens_of(self.words)

    @cached_property
    def unlettered(self) -> list[str]:
        """The tokens without a letter."""
        return [token for token in self.tokens if not (token.isalpha() or any(map(str.isalpha, token)))]

    @cached_property
    def marks(self) -> list[str]:
        """The tokens that are punctuation and nothing else."""
        return [token for token in self.unlettered if PUNCTUATION.issuperset(token)]

    @cached_property
    def repeats(self) -> Repeats:
        """What repeated n-grams of tokens hold."""
        return repeats(self.tokens)

    @cached_property
    def lines(self) -> list[str]:
        """What any line break of Unicode separates, without the breaks."""
        return self.text.splitlines()

    @cached_property
    def separate_lines(self) -> list[str]:
        """What one or more newlines separate; the empty lines before the first and after the last stand at the end."""
        edges = [""] * (self.text.startswith("\n") + self.text.endswith("\n"))
        return [line for line in self.text.split("\n") if line] + edges or [""]

    @cached_property
    def paragraphs(self) -> list[str]:
        """What two or more newlines separate."""
        text = self.text.strip()
        return PARAGRAPH_BREAK.split(text) if "\n\n\n" in text else text.split("\n\n")

    @cached_property
    def filled_lines(self) -> list[str]:
        """What newlines separate, without the lines that are empty or white space."""
        return [line for line in self.text.split("\n") if line.strip()]

    @cached_property
    def c4_lines(self) -> list[Line]:
        """What C4 finds in each line that is not empty."""
        return list(read_lines(self.lines, self.count_sentences))

    def count_sentences(self, line: str) -> int:
        """Return the number of sentences of a line."""
        return count_sentences(line)
