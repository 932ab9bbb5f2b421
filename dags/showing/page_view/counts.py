"""How much of a page was kept, and how much went for which reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from dom_parsing.rows import Row

KEPT = ""
"""The reason of what was kept."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers by reason; what was kept is under KEPT.

    Attributes:
        texts: Blocks of text.
        characters: Characters of these.
        images: Pictures, and what stands where one might.
    """

    texts: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)
    images: Counter[str] = field(default_factory=Counter)

    def reasons(self) -> list[str]:
        """Return why anything was left out: what took most text first, then most images, then by name."""
        found = {*self.texts, *self.images} - {KEPT}
        return sorted(found, key=lambda reason: (-self.characters[reason], -self.images[reason], reason))


def count(rows: Iterable[Row]) -> Counts:
    """Count the blocks of a page."""
    counts = Counts()
    for block in (block for row in rows for block in row.blocks):
        if block.text:
            counts.texts[block.reason] += 1
            counts.characters[block.reason] += len(block.text)
        else:
            counts.images[block.reason] += 1
    return counts


def summary(counts: Counts) -> list[tuple[str, str]]:
    """Return what was kept and left out as lines of a label and a text."""
    dropped = [_by_reason(counts.texts, counts.reasons()), _by_reason(counts.images, counts.reasons())]
    lines = [("kept", f"{numbered(counts.texts[KEPT], 'block')} of text, {numbered(counts.images[KEPT], 'image')}")]
    lines += [("left out", f"{what} {by}") for what, by in zip(("text:  ", "images:"), dropped, strict=True) if by]
    return lines


def _by_reason(numbers: Counter[str], reasons: Iterable[str]) -> str:
    return ", ".join(f"{reason} {numbers[reason]:,}" for reason in reasons if numbers[reason])


def numbered(number: int, what: str) -> str:
    """Return a number of things in words: `1 image`, `2,000 images`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
