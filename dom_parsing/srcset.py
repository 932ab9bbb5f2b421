"""`srcset` as the WHATWG HTML standard reads it (section "Parsing a srcset attribute"), and the choice of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

MAX_CANDIDATES = 256
"""Candidates read of one attribute; real pages have a dozen."""

_PLAIN = re.compile(r"[ \t\n\f\r,]*+([^ \t\n\f\r]*+)(?<!,)[ \t\n\f\r]++([1-9][0-9]{0,8})w[ \t\n\f\r]*+(?:,|\Z)")
"""A candidate as nearly all are written: a URL and its width."""

_SKIPPED = re.compile(r"[ \t\n\f\r,]*")
_URL = re.compile(r"[^ \t\n\f\r]*")
_DESCRIPTORS = re.compile(r"(?:[^,(]|\([^)]*(?:\)|$))*")
_TOKEN = re.compile(r"(?:[^ \t\n\f\r(]|\([^)]*(?:\)|$))+")
_INTEGER = re.compile(r"[0-9]+", re.ASCII)
_FLOAT = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)


class Candidate(NamedTuple):
    """One image of a srcset: its URL as written, its width in pixels or else its density in pixels per CSS pixel."""

    url: str
    width: int | None = None
    density: float | None = None


def parse_srcset(value: str) -> list[Candidate]:
    """Return the valid candidates in order; invalid ones are dropped, as browsers do.

    A URL runs to the next whitespace and may contain commas; a comma at its very end separates candidates.

    >>> parse_srcset("a,b.jpg 320w, c.jpg 2x, d.jpg 1q")
    [Candidate(url='a,b.jpg', width=320, density=None), Candidate(url='c.jpg', width=None, density=2.0)]
    """
    found: list[Candidate] = []
    position = 0
    while len(found) < MAX_CANDIDATES:
        if plain := _PLAIN.match(value, position):
            found.append(Candidate(plain[1], int(plain[2])))
            position = plain.end()
            continue
        position = _end(_SKIPPED, value, position)
        if position >= len(value):
            break
        start, position = position, _end(_URL, value, position)
        url = value[start:position]
        written = ""
        if url.endswith(","):
            url = url.rstrip(",")
        else:
            start, position = position, _end(_DESCRIPTORS, value, position)
            written = value[start:position]
        candidate = _candidate(url, _TOKEN.findall(written))
        if candidate is not None:
            found.append(candidate)
    return found


def _end(pattern: re.Pattern[str], value: str, position: int) -> int:
    match = pattern.match(value, position)
    return match.end() if match else position


def _candidate(url: str, descriptors: Sequence[str]) -> Candidate | None:
    """The standard's descriptor parser: at most one of w and x; h only beside w; anything else is an error."""
    width: int | None = None
    density: float | None = None
    height: int | None = None
    for descriptor in descriptors:
        number, unit = descriptor[:-1], descriptor[-1]
        if unit == "w" and width is None and density is None and _positive(number):
            width = int(number)
        elif unit == "h" and height is None and density is None and _positive(number):
            height = int(number)
        elif unit == "x" and (width, density, height) == (None, None, None) and _FLOAT.fullmatch(number):
            density = float(number)
        else:
            return None
    if (height is not None and width is None) or (density is not None and density < 0):
        return None
    return Candidate(url, width, density)


def _positive(number: str) -> bool:
    return len(number) < 10 and _INTEGER.fullmatch(number) is not None and int(number) > 0


def choose(candidates: Sequence[Candidate], target_side: int, display_width: int | None = None) -> Candidate | None:
    """Return the candidate to fetch, None of no candidates.

    Of those whose width is known (a `w` descriptor, or a density where the image's declared display width is known) the
    smallest at least `target_side` pixels wide, else the widest. Where no width is known the smallest density of at
    least 1, else the largest: what a plain screen shows. Of equals the first wins.

    Args:
        candidates: As `parse_srcset` returns them.
        target_side: Pixels.
        display_width: Declared width of the image in CSS pixels, which turns densities into widths.
    """
    if not candidates:
        return None
    if display_width or any(candidate.width for candidate in candidates):
        sizes = [_pixels(candidate, display_width) for candidate in candidates]
        enough = float(target_side)
    else:
        sizes = [1.0 if candidate.density is None else candidate.density for candidate in candidates]
        enough = 1.0
    index = min(range(len(sizes)), key=lambda i: (sizes[i] < enough, sizes[i] if sizes[i] >= enough else -sizes[i]))
    return candidates[index]


def _pixels(candidate: Candidate, display_width: int | None) -> float:
    if candidate.width is not None:
        return candidate.width
    return (1.0 if candidate.density is None else candidate.density) * (display_width or 0)
