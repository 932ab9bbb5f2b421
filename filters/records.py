"""The record of a decision: what happened to a document or an element, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.records import DROPPED, KEPT

SHORTLIST, SELECT = "shortlist", "select"


@dataclass(frozen=True, slots=True)
class Decision:
    """The first rule broken, or that none was.

    Attributes:
        subject: The document's id.
        element: Index of the element it speaks of; None where it speaks of the document.
        stage: SHORTLIST (before images are fetched) or SELECT.
        rule: The broken rule, such as `document.words`; empty where kept.
        value: What was measured, as text; empty where kept.
        bound: What the recipe allows, as text (`>= 50`); empty where kept.
        outcome: KEPT or DROPPED.
    """

    subject: str
    element: int | None
    stage: str
    rule: str
    value: str
    bound: str
    outcome: str


def kept(subject: str, element: int | None, stage: str) -> Decision:
    """Return the decision of a subject that broke no rule."""
    return Decision(subject, element, stage, "", "", "", KEPT)


def dropped(subject: str, element: int | None, stage: str, rule: str, value: object, bound: str) -> Decision:
    """Return the decision of a subject that broke `rule`; numbers are written with six significant digits."""
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return Decision(subject, element, stage, rule, text, bound, DROPPED)
