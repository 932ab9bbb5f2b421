"""Duplicates: which documents say the same, and which of them stays.

Two relations tie documents: captures of one page, and texts that are (nearly) the same. Whatever is tied, however many
steps apart, is one *component* and is judged together. The members of a component stand in a fixed order: latest
captures of their pages by id, then older captures, later ones first. A member stays if it breaks no other rule and no
member that stays is tied to it directly. So a duplicate never costs the last good copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from dom_parsing.records import RecordRef
from filters.duplicates.minhash import Signature, similarity

PAGE, TEXT = "duplicate.page", "duplicate.text"


class DuplicateSettings(BaseModel):
    """How near duplicates are found.

    With 14 bands of 8 rows, two texts of similarity 0.8 meet in a band with probability 0.92; those that meet are tied
    where the estimate from 112 places, whose standard error is then 0.04, reaches `similarity`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    near_text: bool = Field(default=True, description="Look for near duplicates; exact ones are always found.")
    shingle: int = Field(default=5, ge=1, le=50, description="Words a shingle.")
    bands: int = Field(default=14, ge=1, le=256, description="Bands of a signature.")
    rows: int = Field(default=8, ge=1, le=64, description="Places a band.")
    similarity: float = Field(default=0.8, gt=0, le=1, description="Estimated Jaccard similarity that ties two texts.")


@dataclass(frozen=True, slots=True)
class Member:
    """A document within its component.

    Attributes:
        id: The document.
        page: Its page.
        text: The cluster of (nearly) equal texts it belongs to: the smallest id in it.
        fetched_at: When it was captured; ISO 8601, so that text order is time order.
    """

    id: str
    page: str
    text: str
    fetched_at: str


def in_order(members: Iterable[Member]) -> list[Member]:
    """Return the members in the order in which they may stay."""
    members = list(members)
    latest: dict[str, Member] = {}
    for member in sorted(members, key=lambda member: member.id):
        best = latest.get(member.page)
        if best is None or member.fetched_at > best.fetched_at:
            latest[member.page] = member
    first = sorted(latest.values(), key=lambda member: member.id)
    chosen = {member.id for member in first}
    older = sorted((member for member in members if member.id not in chosen), key=lambda member: member.id)
    return first + sorted(older, key=lambda member: member.fetched_at, reverse=True)


class Captured(Protocol):
    """Anything read from a capture."""

    @property
    def fetched_at(self) -> str:
        """WARC-Date."""

    @property
    def source(self) -> RecordRef | None:
        """Its WARC record."""


Capture = TypeVar("Capture", bound=Captured)


def in_preference(captures: Iterable[Capture]) -> list[Capture]:
    """Return captures of equal content (one id) in the order in which they may speak for it: the latest first."""
    by_place = sorted(captures, key=lambda capture: capture.source or RecordRef("", 0, 0))
    return sorted(by_place, key=lambda capture: capture.fetched_at, reverse=True)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a member: it stays (rule is empty), or it is a duplicate of `witness` by `rule`."""

    id: str
    rule: str = ""
    witness: str = ""


def survivors(members: Sequence[Member], passes: Mapping[str, bool | None]) -> Iterator[Verdict]:
    """Yield a verdict for every member that breaks no other rule, as far as its images have been seen.

    Args:
        members: All members of a component, in order.
        passes: Whether each breaks no other rule; None where its images were not fetched, since a twin stays.
    """
    by_page: dict[str, str] = {}
    by_text: dict[str, str] = {}
    for member in members:
        if passes[member.id] is False:
            continue
        if member.page in by_page:
            yield Verdict(member.id, PAGE, by_page[member.page])
        elif member.text in by_text:
            yield Verdict(member.id, TEXT, by_text[member.text])
        else:
            by_page[member.page] = by_text[member.text] = member.id
            yield Verdict(member.id)


def undecided(members: Sequence[Member], passes: Mapping[str, bool | None], *, sparing: bool = True) -> list[str]:
    """Return the members whose images must be seen before the survivors are known, in order.

    Args:
        members: All members of a component, in order.
        passes: Whether each breaks no other rule; None where that can't be said before its images are fetched.
        sparing: Let an undecided member stand for those tied to it, which are then asked for only should it fail.
    """
    pages: set[str] = set()
    texts: set[str] = set()
    wanted = []
    for member in members:
        if member.page in pages or member.text in texts or passes[member.id] is False:
            continue
        if passes[member.id] is None:
            wanted.append(member.id)
        if passes[member.id] or sparing:
            pages.add(member.page)
            texts.add(member.text)
    return wanted


def stars(group: Sequence[tuple[str, Signature]], threshold: float) -> Iterator[tuple[str, str]]:
    """Yield edges between the texts of one band that are similar enough, a star around each hub.

    Args:
        group: Id and signature of each candidate, sorted by id.
        threshold: Least estimated similarity.
    """
    waiting = list(group)
    while waiting:
        (hub, signature), *others = waiting
        waiting = []
        for other in others:
            if similarity(signature, other[1]) >= threshold:
                yield hub, other[0]
            else:
                waiting.append(other)
