"""Shares."""

from __future__ import annotations


def share(part: float, whole: float) -> float:
    """Return part by whole, 0 where there is no whole: a signal is finite for every text."""
    return part / whole if whole else 0.0
