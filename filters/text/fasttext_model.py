"""Fasttext models by path, loaded once a process."""

from __future__ import annotations

from functools import cache
from typing import Any

import fasttext

LABEL = "__label__"
DIGITS = 4
"""Digits of a probability that are kept: processors differ beyond."""


@cache
def load_model(path: str) -> Any:
    """Return the model of a `.bin` or `.ftz` file.

    Raises:
        ValueError: There is no such file, or it is no fasttext model.
    """
    return fasttext.load_model(path)


def probability(score: float) -> float:
    """Return a model's score as a probability from 0 to 1, to DIGITS digits."""
    return min(1.0, max(0.0, round(float(score), DIGITS)))
