"""What given rules make of a whole cut: as shortlist and select do, document by document, with `filters.judgement`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from filters.columns.bounds import NONE, Codes, Column, Mask, first_broken
from filters.columns.cut import CutColumns, References, RuleSet
from filters.columns.spread import column, firsts, spread_of
from filters.columns.survival import (
    FAILED,
    FAILS,
    OPEN,
    PASSES,
    SAME_PAGE,
    SAME_TEXT,
    STAYS,
    UNKNOWN,
    fates,
)
from filters.duplicates.duplicates import PAGE, TEXT
from filters.images.image_signals import IMAGE_SIGNALS, REFERENCE_SIGNALS, SPREAD_SIGNALS
from filters.judgement import IMAGES, WORDS_PER_IMAGE, before_images
from filters.rules import Rules
from filters.safety.blocked import PAGE as BLOCKLIST
from filters.text.text_signals import DOCUMENT_SIGNALS

UNSEEN = "images not fetched"
REASONS = ("", *(f"document.{name}" for name in DOCUMENT_SIGNALS), BLOCKLIST, PAGE, TEXT, UNSEEN)
"""Names of what can become of a document, the first for those that stay."""


@dataclass(frozen=True)
class Outcome:
    """What rules make of a cut.

    Attributes:
        reason: For each document the index of its reason in REASONS.
        images: For each document the images that are left in it.
    """

    reason: Codes
    images: Codes

    @property
    def kept(self) -> Mask:
        """Which documents stay."""
        return np.equal(self.reason, 0)


@dataclass(frozen=True)
class Images:
    """The images of each document.

    Attributes:
        left: How many pass.
        shown: How many are in question before they are seen.
        unseen: Whether one was never fetched.
    """

    left: Codes
    shown: Codes
    unseen: Mask


def outcome(cut: CutColumns, rules: RuleSet) -> Outcome:
    """Return what the rules make of the cut."""
    broken = broken_by_text(cut.signals, rules.document, cut.number)
    broken[cut.blocked] = REASONS.index(BLOCKLIST) - 1
    members = broken == NONE
    images = _images(cut, members, rules.image)
    late = _broken_by_images(cut, images.left, rules.document)
    hopeless = _broken_by_images(cut, images.shown, before_images(rules.document))
    verdict = np.where(images.unseen, hopeless, late)
    passes = np.where(verdict != NONE, FAILS, np.where(images.unseen, UNKNOWN, PASSES)).astype(np.int8)
    fate = fates(cut.ties, members, passes)
    reason = np.where(members, verdict, broken) + 1  # NONE, no rule, is the first reason
    for state, name in ((OPEN, UNSEEN), (SAME_PAGE, PAGE), (SAME_TEXT, TEXT)):
        reason[fate == state] = REASONS.index(name)
    assert not ((reason == 0) & (fate == FAILED)).any(), "a document goes without a reason"
    return Outcome(reason, np.where(fate == STAYS, images.left, 0))


def broken_by_text(signals: Mapping[str, Column], rules: Rules, number: int) -> Codes:
    """Return for each document the first rule it breaks before its images are looked at; NONE where it breaks none."""
    early = {name: bound for name, bound in rules.items() if name not in (IMAGES, WORDS_PER_IMAGE)}
    return first_broken(signals, early | before_images(rules), DOCUMENT_SIGNALS, number)


def _broken_by_images(cut: CutColumns, counts: Codes, rules: Rules) -> Codes:
    """Return the first rule that each document breaks by the number of its images."""
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = cut.words / counts
    unknown = np.isnan(cut.words) | (counts == 0)
    columns = {IMAGES: column(counts), WORDS_PER_IMAGE: pa.chunked_array([pa.array(shares, mask=unknown)])}
    return first_broken(columns, rules, DOCUMENT_SIGNALS, len(counts))


def _images(cut: CutColumns, members: Mask, rules: Rules) -> Images:
    shown = _in_question(cut, members, rules)
    known = shown.picture != NONE
    had = known & _at(cut.pictures.had, shown.picture, False)
    bytes_of = np.where(had, _at(cut.pictures.bytes, shown.picture, NONE), NONE)
    places = pa.array(shown.picture[had])
    columns = {name: values.take(places) for name, values in cut.pictures.signals.items() if name in rules}
    where = pa.array(np.flatnonzero(had))
    columns |= {name: values.take(where) for name, values in _spread(cut, shown, bytes_of, rules).items()}
    fine = first_broken(columns, rules, IMAGE_SIGNALS, len(places)) == NONE
    passing, pictures = shown.document[had][fine], bytes_of[had][fine]
    return Images(
        left=np.bincount(passing[firsts(passing, pictures)], minlength=cut.number),
        shown=np.bincount(shown.document, minlength=cut.number),
        unseen=np.bincount(shown.document[~known], minlength=cut.number) > 0,
    )


def _in_question(cut: CutColumns, members: Mask, rules: Rules) -> References:
    """Return the images of the documents that text rules keep, but for those that go before they are fetched."""
    every = cut.references
    fine = first_broken(every.signals, rules, REFERENCE_SIGNALS, len(every.url)) == NONE
    shown = every.of(fine & members[every.document])
    spread = _spread(cut, shown, shown.url, rules)
    return shown.of(first_broken(spread, rules, SPREAD_SIGNALS, len(shown.url)) == NONE)


def _spread(cut: CutColumns, shown: References, pictures: Codes, rules: Rules) -> dict[str, Column]:
    if not SPREAD_SIGNALS.keys() & rules.keys():
        return {}
    return spread_of(pictures, cut.ties.component[shown.document], cut.hosts[shown.document])


def _at(values: Any, places: Codes, otherwise: Any) -> Any:
    """Return the values at some places; `otherwise` where a place is NONE."""
    return np.append(values, otherwise)[places]  # NONE is the last place
