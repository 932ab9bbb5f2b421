"""Bounds checked before parsing: the parser is quadratic in several ways, and cannot be stopped.

In depth, as every opened paragraph looks for an open one up the whole stack; in attributes, because each new one is
compared with all before it, those of every `<body>` with those of the first; in options; in formatting elements left
open, which it opens again. Counting is cheap, and shows of all but a few pages that there is nothing to look for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from dom_parsing.nesting import FORMATTING, check_nesting, tags_within
from dom_parsing.settings import ExtractSettings
from dom_parsing.unreadable import UnreadableError

HARMLESS_TAGS = 20_000
"""A page of no more tags costs the parser less than half a second however they nest; of 741 real pages one has more."""

HARMLESS_REOPENED = 1_000_000
"""Nodes that come at most of formatting elements opened again: of each one in every other tag."""

LONG_TAG = 1_000
"""Characters; shorter tags have too few attributes to matter."""

HARMLESS_COMPARISONS = 1_000_000_000
"""Comparisons of attributes that the parser makes in two seconds."""

_SHORTEST_ATTRIBUTE = 3
_BRACKET = ord("<")
_LOWER = 0x20
"""The bit that makes a letter of ASCII a small one."""

_REOPENED = FORMATTING - {"a"}
_FORMATTING = re.compile(rb"<(?:" + "|".join(sorted(_REOPENED)).encode() + rb")[ \t\n\r\f/]", re.IGNORECASE)
"""One with attributes: of those without, the parser opens three of a kind again, which is few."""

_SHELL = re.compile(rb"<(?:body|html)[ \t\n\r\f/]", re.IGNORECASE)
_NAME = re.compile(rb"[a-zA-Z][^\s/>]*")
_ATTRIBUTE = re.compile(rb"""[\s/]*[^\s/>=][^\s/>=]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']*))?""")

Bytes = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.intp]


def _initials(names: Iterable[str]) -> npt.NDArray[np.bool_]:
    """Which bytes these names begin with."""
    return np.isin(np.arange(256), [ord(name[0]) for name in names])


_FORMATTING_INITIALS = _initials(_REOPENED)
_SHELL_INITIALS = _initials(("body", "html"))


def check_before_parsing(html: bytes, settings: ExtractSettings) -> None:
    """Refuse a page that would keep the parser busy for long.

    Args:
        html: The page in UTF-8.
        settings: `max_nodes`, `max_depth`, `max_attributes`.

    Raises:
        UnreadableError: `too-many-nodes`, `too-deep` or `too-many-attributes`.
    """
    page = np.frombuffer(html, np.uint8)
    brackets = np.flatnonzero(page == _BRACKET)
    names = _beginnings(page, brackets)
    tags = len(brackets)
    if tags > HARMLESS_TAGS or _may_reopen(html, brackets, names):
        check_nesting(html, settings)
    if _count_shell_attributes(html, brackets, names, settings.max_attributes) > settings.max_attributes:
        raise _too_many_attributes(settings.max_attributes)
    # Counted first as if code held tags (`a<b` does not), which is quick; exactly only where that is too much.
    lengths = np.diff(brackets, append=len(html)) - 1
    long = np.flatnonzero(lengths >= LONG_TAG)
    if sum((int(length) // _SHORTEST_ATTRIBUTE) ** 2 for length in lengths[long]) > HARMLESS_COMPARISONS:
        counts = (_count_attributes(html, int(start) + 1, settings.max_attributes) for start in brackets[long])
        if _are_too_many(counts, settings.max_attributes):
            _check_attributes(html, settings.max_attributes)


def _beginnings(page: Bytes, brackets: Positions) -> Bytes:
    """The byte behind each bracket, a letter as a small one."""
    behind = np.minimum(brackets + 1, max(len(page) - 1, 0))
    return np.bitwise_or(page[behind], np.uint8(_LOWER))


def _may_reopen(html: bytes, brackets: Positions, names: Bytes) -> bool:
    tags = len(brackets)
    if tags * tags <= 4 * HARMLESS_REOPENED:
        return False
    candidates = brackets[_FORMATTING_INITIALS[names]]
    formatting = sum(_FORMATTING.match(html, start) is not None for start in candidates.tolist())
    return formatting * tags > HARMLESS_REOPENED


def _count_shell_attributes(html: bytes, brackets: Positions, names: Bytes, bound: int) -> int:
    """Attributes of all `<html>` and `<body>` tags: each is compared with those of the first."""
    shells = (start for start in brackets[_SHELL_INITIALS[names]].tolist() if _SHELL.match(html, start))
    return sum(_count_attributes(html, start + 1, bound) for start in shells)


def _are_too_many(counts: Iterable[int], bound: int) -> bool:
    """True of the attributes of tags where one has more than the bound, or their squares add up to much."""
    comparisons = 0
    for count in counts:
        comparisons += count * count
        if count > bound or comparisons > HARMLESS_COMPARISONS:
            return True
    return False


def _check_attributes(html: bytes, bound: int) -> None:
    long_tags = (tag for tag, _ in tags_within(html) if len(tag.attributes) >= LONG_TAG // 2)
    if _are_too_many((_count_attributes(b"<p" + tag.attributes, 1, bound) for tag in long_tags), bound):
        raise _too_many_attributes(bound)


def _count_attributes(html: bytes, start: int, bound: int) -> int:
    """Attributes of the tag whose name begins at `start`, up to one more than the bound."""
    name = _NAME.match(html, start)
    if name is None or start == 0:
        return 0
    position, count = name.end(), 0
    while count <= bound and (attribute := _ATTRIBUTE.match(html, position)):
        position, count = attribute.end(), count + 1
    return count


def _too_many_attributes(bound: int) -> UnreadableError:
    return UnreadableError(
        "too-many-attributes", f"more than {bound} in one tag, or very many in all; raise max_attributes"
    )
