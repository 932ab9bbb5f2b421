"""Scores: what a model says of a picture, of an image between its paragraphs, or of a document."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from ingest.records import FAILED, KEPT

SCORES = pa.schema(
    [
        ("signal", pa.string()),
        ("model", pa.string()),
        ("subject", pa.string()),
        ("element", pa.int32()),
        ("value", pa.float64()),
        ("outcome", pa.string()),
        ("reason", pa.string()),
        ("paragraphs", pa.list_(pa.int32())),
        ("similarities", pa.list_(pa.float32())),
    ]
)


@dataclass(frozen=True, slots=True)
class Score:
    """One value of one model.

    Attributes:
        signal: The signal.
        model: Digest of the model, with what steers it.
        subject: SHA-256 of a picture's bytes, or a document's id.
        element: Index of the image within the document; None where the score is of the picture or document.
        value: The signal's value; None where it does not apply (no paragraph to compare with), or failed.
        outcome: KEPT, or FAILED where the model could not be asked.
        reason: Why it failed: `damaged`, `not-finite`; empty where it did not.
        paragraphs: Of a similarity: indices of the paragraphs it was measured with.
        similarities: The similarity with each of them: rows of the matrix that retrieval placement starts from.
    """

    signal: str
    model: str
    subject: str
    element: int | None
    value: float | None
    outcome: str = KEPT
    reason: str = ""
    paragraphs: tuple[int, ...] = ()
    similarities: tuple[float, ...] = ()

    @property
    def judged_as(self) -> float | None:
        """The value that rules are asked about: NaN, which breaks every one, where the model could not be asked."""
        return self.value if self.outcome == KEPT else math.nan


def score(signal: str, model: str, subject: str, element: int | None, value: float | None) -> Score:
    """Return the score of a value; one that is not finite failed."""
    if value is not None and not math.isfinite(value):
        return Score(signal, model, subject, element, None, FAILED, "not-finite")
    return Score(signal, model, subject, element, value)


def score_row(each: Score) -> dict[str, Any]:
    """Return a score as a row of SCORES."""
    return asdict(each)


def score_from_row(row: Mapping[str, Any]) -> Score:
    """Return the score a row holds."""
    lists = {name: tuple(row.get(name) or ()) for name in ("paragraphs", "similarities")}
    return Score(**{**row, **lists})
