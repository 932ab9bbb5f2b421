"""A whole cut as columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from filters.columns.bounds import Codes, Column, Mask, numbers_of
from filters.columns.survival import Ties
from filters.rules import Rules


@dataclass(frozen=True, slots=True)
class References:
    """Images where documents show them, by document and place.

    Attributes:
        document: Index of the document, in ascending order.
        url: Code of the URL.
        picture: Index into the facts; NONE where it was never fetched.
        signals: Signals of the reference by name.
    """

    document: Codes
    url: Codes
    picture: Codes
    signals: Mapping[str, Column] = field(default_factory=dict)

    def of(self, which: Mask) -> References:
        """Return some of them, without their signals."""
        return References(self.document[which], self.url[which], self.picture[which])


@dataclass(frozen=True, slots=True)
class Pictures:
    """What image URLs turned out to be.

    Attributes:
        had: Whether there are bytes of it.
        bytes: Code of the bytes: equal for equal bytes.
        signals: Signals of the file by name.
    """

    had: Mask
    bytes: Codes
    signals: Mapping[str, Column]


@dataclass(frozen=True)
class CutColumns:
    """What is stored of a cut.

    Attributes:
        signals: Signals of the documents by name, as text rules see them.
        words: Words of each document's text, NaN where those an image are not known.
        hosts: Rank of each document's host by name.
        ties: What ties the documents.
        references: Their images.
        pictures: Facts about the images.
        blocked: Documents that are dropped whatever the rules are.
    """

    signals: Mapping[str, Column]
    words: NDArray[np.float64]
    hosts: Codes
    ties: Ties
    references: References
    pictures: Pictures
    blocked: Mask

    @property
    def number(self) -> int:
        """Documents."""
        return len(self.words)


@dataclass(frozen=True)
class RuleSet:
    """The rules of a recipe on documents and images, and those on paragraphs that made documents what they are."""

    document: Rules
    image: Rules
    paragraph: Rules = field(default_factory=dict)


def total(values: Column, which: Mask) -> int:
    """Return the sum of a column over some documents, nulls left out."""
    return int(np.nansum(numbers_of(values)[which]))
