"""A whole cut as columns, and what given rules make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from filters.columns.bounds import NONE, Codes, Column, Mask, first_broken, numbers_of
from filters.columns.spread import firsts, shown_by
from filters.columns.survival import (
    FAILS,
    OPEN,
    PASSES,
    SAME_PAGE,
    SAME_TEXT,
    STAYS,
    UNKNOWN,
    States,
    Ties,
    fates,
)
from filters.duplicates.duplicates import PAGE, TEXT
from filters.images.image_signals import IMAGE_SIGNALS
from filters.judgement import IMAGES, at_least
from filters.rules import Rules
from filters.text.text_signals import DOCUMENT_SIGNALS

UNSEEN = "images not fetched"
SPREAD = "documents"


@dataclass(frozen=True, slots=True)
class References:
    """Images where documents show them, by document and place.

    Attributes:
        document: Index of the document, in ascending order.
        url: Code of the URL.
        picture: Index into the facts; NONE where it was never fetched.
    """

    document: Codes
    url: Codes
    picture: Codes

    def of(self, which: Mask) -> References:
        """Return some of them."""
        return References(self.document[which], self.url[which], self.picture[which])


@dataclass(frozen=True, slots=True)
class Pictures:
    """What image URLs turned out to be.

    Attributes:
        had: Whether there are bytes of it.
        bytes: Code of the bytes: equal for equal bytes.
        signals: Signals by name.
    """

    had: Mask
    bytes: Codes
    signals: Mapping[str, Column]


@dataclass(frozen=True)
class CutColumns:
    """What is stored of a cut.

    Attributes:
        signals: Signals of the documents by name, as text rules see them.
        ties: What ties the documents.
        references: Their images.
        pictures: Facts about the images.
    """

    signals: Mapping[str, Column]
    ties: Ties
    references: References
    pictures: Pictures

    @cached_property
    def number(self) -> int:
        """Documents."""
        return len(self.ties.id)


@dataclass(frozen=True)
class RuleSet:
    """The rules of a recipe on documents and images."""

    document: Rules
    image: Rules


@dataclass(frozen=True)
class Outcome:
    """What rules make of a cut.

    Attributes:
        reason: For each document the index of its reason in `reasons()`.
        images: For each document the images that are left in it.
    """

    reason: Codes
    images: Codes

    @property
    def kept(self) -> Mask:
        """Which documents stay."""
        return np.equal(self.reason, 0)


def reasons() -> list[str]:
    """Return the names of the reasons, the first for documents that stay."""
    rules = [f"document.{name}" for name in DOCUMENT_SIGNALS]
    return ["", *rules, PAGE, TEXT, UNSEEN]


def outcome(cut: CutColumns, rules: RuleSet) -> Outcome:
    """Return what the rules make of the cut."""
    broken = broken_by_text(cut.signals, rules.document, cut.number)
    members = broken == NONE
    left, unseen, total = _images_left(cut, members, rules.image)
    late = _breaks_images(left, rules.document)
    hopeless = _breaks_images(total, at_least(rules.document))
    passes = np.where(unseen, np.where(hopeless, FAILS, UNKNOWN), np.where(late, FAILS, PASSES)).astype(np.int8)
    fate = fates(cut.ties, members, passes)
    return Outcome(_reasons_of(broken, fate), np.where(fate == STAYS, left, 0))


def broken_by_text(signals: Mapping[str, Column], rules: Rules, number: int) -> Codes:
    """Return for each document the first rule it breaks before its images are looked at; NONE where it breaks none."""
    early = {name: bound for name, bound in rules.items() if name != IMAGES} | at_least(rules)
    return first_broken(signals, early, DOCUMENT_SIGNALS, number)


def _images_left(cut: CutColumns, members: Mask, rules: Rules) -> tuple[Codes, Mask, Codes]:
    """Return for each document how many images pass, whether one was never fetched, and how many are in question."""
    shown = _in_question(cut, members, rules)
    known = shown.picture != NONE
    had = known & _at(cut.pictures.had, shown.picture, False)
    bytes_of = np.where(had, _at(cut.pictures.bytes, shown.picture, NONE), NONE)
    places = pa.array(shown.picture[had])
    columns = {name: column.take(places) for name, column in cut.pictures.signals.items() if name in rules}
    columns[SPREAD] = _column(shown_by(bytes_of, cut.ties.component[shown.document])[had])
    fine = first_broken(columns, rules, IMAGE_SIGNALS, len(places)) == NONE
    passing, pictures = shown.document[had][fine], bytes_of[had][fine]
    left = np.bincount(passing[firsts(passing, pictures)], minlength=cut.number)
    unseen = np.bincount(shown.document[~known], minlength=cut.number) > 0
    return left, unseen, np.bincount(shown.document, minlength=cut.number)


def _in_question(cut: CutColumns, members: Mask, rules: Rules) -> References:
    """Return the images of the documents that text rules keep, but for URLs that too many of them show."""
    shown = cut.references.of(members[cut.references.document])
    spread = _column(shown_by(shown.url, cut.ties.component[shown.document]))
    return shown.of(first_broken({SPREAD: spread}, rules, [SPREAD], len(shown.url)) == NONE)


def _at(values: Any, places: Codes, otherwise: Any) -> Any:
    """Return the values at some places; `otherwise` where a place is NONE."""
    return np.append(values, otherwise)[places]  # NONE is the last place


def _column(values: Codes) -> Column:
    return pa.chunked_array([pa.array(values)])


def _breaks_images(counts: Codes, rules: Rules) -> Mask:
    return np.not_equal(first_broken({IMAGES: _column(counts)}, rules, DOCUMENT_SIGNALS, len(counts)), NONE)


def _reasons_of(broken: Codes, fate: States) -> Codes:
    """Return the index of each document's reason; images are the last rule asked, whatever its place among signals."""
    names = reasons()
    reason = np.full(len(fate), names.index(f"document.{IMAGES}"), dtype=np.int64)
    reason[broken != NONE] = broken[broken != NONE] + 1
    for state, name in ((STAYS, ""), (OPEN, UNSEEN), (SAME_PAGE, PAGE), (SAME_TEXT, TEXT)):
        reason[fate == state] = names.index(name)
    return reason


def total(values: Column, which: Mask) -> int:
    """Return the sum of a column over some documents, nulls left out."""
    return int(np.nansum(numbers_of(values)[which]))
