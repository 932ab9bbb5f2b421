"""Bounds checked before parsing: the parser is quadratic in several ways, and cannot be stopped.

In depth, as every opened paragraph looks for an open one up the whole stack; in attributes, because each new one is
compared with all before it, those of every `<body>` with those of the first; in options; in formatting elements left
open, which it opens again. Counting is cheap, and shows of all but a few pages that there is nothing to look for; those
few are read tag by tag.
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

STRIDES = (1 << 14, 1 << 12)
"""Bytes between two places where no tag is open, coarse first: wide ones suffice for all but large pages."""

HARMLESS_COMPARISONS = 1_000_000_000
"""Comparisons of attributes that the parser makes in two seconds."""

_SHORTEST_ATTRIBUTE = 3
_LOWER = 0x20
"""The bit that makes a letter of ASCII a small one."""

_REOPENED = FORMATTING - {"a"}
_FORMATTING = re.compile(rb"<(?:" + "|".join(sorted(_REOPENED)).encode() + rb")[ \t\n\r\f/]", re.IGNORECASE)
"""One with attributes: of those without, the parser opens three of a kind again, which is few."""

_SHELLS = ("body", "html")
_SHELL = re.compile(rb"<(?:body|html)[ \t\n\r\f/]", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"""[\s/]*+[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']*+))?""")

_BEGINNING = re.compile(rb"<[a-zA-Z/]")
_STEPS = 500
_TRIES = 8
_MOST_SPACES = 32
_SPACES = b" \t\n\r\f"

Bytes = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.intp]


def _initials(names: Iterable[str]) -> npt.NDArray[np.bool_]:
    """Which bytes these names begin with."""
    return np.isin(np.arange(256), [ord(name[0]) for name in names])


_FORMATTING_INITIALS = _initials(_REOPENED)
_SHELL_INITIALS = _initials(_SHELLS)


def check_before_parsing(html: bytes, settings: ExtractSettings) -> None:
    """Refuse a page that would keep the parser busy for long.

    Args:
        html: The page in UTF-8.
        settings: `max_nodes`, `max_depth`, `max_attributes`.

    Raises:
        UnreadableError: `too-many-nodes`, `too-deep` or `too-many-attributes`.
    """
    if not html:
        return
    page = np.frombuffer(html, np.uint8)
    brackets = np.flatnonzero(page == ord("<"))
    names = np.bitwise_or(page[np.minimum(brackets + 1, len(page) - 1)], np.uint8(_LOWER))
    many = len(brackets) > HARMLESS_TAGS
    if many or _may_reopen(html, brackets, names):
        check_nesting(html, settings)
    if many or _may_compare(html) or _may_compare_shells(html, brackets, names, settings.max_attributes):
        _check_attributes(html, settings.max_attributes)


def _may_reopen(html: bytes, brackets: Positions, names: Bytes) -> bool:
    tags = len(brackets)
    if tags * tags <= 4 * HARMLESS_REOPENED:
        return False
    candidates = brackets[_FORMATTING_INITIALS[names]]
    formatting = sum(_FORMATTING.match(html, start) is not None for start in candidates.tolist())
    return formatting * tags > HARMLESS_REOPENED


def _may_compare(html: bytes) -> bool:
    """Whether some tags may be so long that comparing their attributes takes long: no tag spans a place without one."""
    return all(_comparisons(html, stride) > HARMLESS_COMPARISONS for stride in STRIDES)


def _comparisons(html: bytes, stride: int) -> int:
    """At most so many comparisons, were all between two places without an open tag attributes of one tag."""
    sums = place = 0
    while place < len(html):
        following = _behind_tag(html, place, place + stride // 2, len(html))
        if following - place > 2 * stride:
            sums += _comparisons_within(html, place, following)
        else:
            sums += _squared(following - place)
        place = following
    return sums


def _comparisons_within(html: bytes, place: int, stop: int) -> int:
    """The same of a long stretch, such as of code: only what begins like a tag is one."""
    sums = 0
    for _ in range(_STEPS):
        begun = _BEGINNING.search(html, place, stop)
        if begun is None:
            return sums
        place = _behind_tag(html, place, begun.start(), stop)
        sums += _squared(place - begun.start())
    return sums + _squared(stop - place)


def _squared(length: int) -> int:
    return (length // _SHORTEST_ATTRIBUTE) ** 2


def _behind_tag(html: bytes, begin: int, start: int, stop: int) -> int:
    """The place behind a `>` that ends any tag open there, or is outside of all: it is surely no part of a value.

    Args:
        html: The page.
        begin: Where no tag is open.
        start: Where to look from.
        stop: The answer where none of the next few `>` is of that kind.
    """
    for _ in range(_TRIES):
        end = html.find(b">", start)
        if end < 0:
            break
        if not (_may_be_quoted(html, begin, end, b'"') or _may_be_quoted(html, begin, end, b"'")):
            return end + 1
        start = end + 1
    return stop


def _may_be_quoted(html: bytes, begin: int, end: int, quote: bytes) -> bool:
    """Whether the last quote before a place looks like the first of a value."""
    last = html.rfind(quote, begin, end)
    if last < 0:
        return False
    before = html[max(begin, last - _MOST_SPACES) : last].rstrip(_SPACES)
    return before.endswith(b"=") or (not before and last - begin >= _MOST_SPACES)


def _may_compare_shells(html: bytes, brackets: Positions, names: Bytes, bound: int) -> bool:
    """Whether all `<html>` and `<body>` tags together may have too many attributes: each joins those of the first."""
    length = 0
    for start in brackets[_SHELL_INITIALS[names]].tolist():
        if _SHELL.match(html, start):
            length += _behind_tag(html, start, start, len(html)) - start
            if length > _SHORTEST_ATTRIBUTE * bound:
                return True
    return False


def _check_attributes(html: bytes, bound: int) -> None:
    comparisons = shells = 0
    for tag, _ in tags_within(html):
        if tag.is_end or not tag.attributes:
            continue
        count = _count_attributes(tag.attributes, bound)
        comparisons += count * count
        shells += count if tag.name in _SHELLS else 0
        if max(count, shells) > bound or comparisons > HARMLESS_COMPARISONS:
            raise UnreadableError(
                "too-many-attributes", f"more than {bound} in one tag, or very many in all; raise max_attributes"
            )


def _count_attributes(written: bytes, bound: int) -> int:
    """Attributes of a tag, up to one more than the bound."""
    position = count = 0
    while count <= bound and (attribute := _ATTRIBUTE.match(written, position)):
        position, count = attribute.end(), count + 1
    return count
