"""How much of a picture is bars at its edges."""

from __future__ import annotations

import numpy as np

from filters.images.view import TOLERANCE, Levels, View
from filters.signals import SignalSpec


def letterbox(view: View) -> float:
    """Share of the picture taken up by bars of one colour along its edges, 0 to 1; 1 for a single colour.

    A bar is the rows from an edge inwards whose pixels are all within 8 levels of the median of the edge's own row, in
    each channel; first above and below, then left and right of what is between. Plain margins count as bars too.
    """
    width, height = view.pixels.size
    above, below = _bar(view.levels), _bar(view.levels[::-1])
    if above + below >= height:
        return 1.0
    between = view.levels[above : height - below].swapaxes(0, 1)
    left, right = _bar(between), _bar(between[::-1])
    if left + right >= width:
        return 1.0
    return 1 - (height - above - below) * (width - left - right) / (height * width)


def _bar(levels: Levels) -> int:
    """Return how many rows from the first one on are of its colour: [rows, columns, 3]."""
    edge = levels[0]
    if (np.ptp(edge, axis=0) > 2 * TOLERANCE).any():  # as in most pictures: no need to look any further
        return 0
    median = np.sort(edge, axis=0)[len(edge) // 2].astype(np.int16)
    low, high = np.maximum(median - TOLERANCE, 0).astype(np.uint8), np.minimum(median + TOLERANCE, 255).astype(np.uint8)
    plain = ((levels >= low) & (levels <= high)).all(axis=(1, 2))
    return len(plain) if plain.all() else int(plain.argmin())


SPECS: tuple[SignalSpec[View], ...] = (SignalSpec("letterbox", float, 0, 1, letterbox),)
