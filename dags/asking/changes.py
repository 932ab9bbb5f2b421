"""Changes to the rules of a cut, as the command line says them: `document.words.min=100`, `image.entropy=off`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from filters.columns.cut import RuleSet
from filters.images.image_signals import IMAGE_SIGNALS
from filters.rules import Bound, Rules, check_rules
from filters.signals import SignalSpec
from filters.text.paragraph_signals import PARAGRAPH_SIGNALS
from filters.text.text_signals import DOCUMENT_SIGNALS

SIDES = ("min", "max", "any_of")
FORM = "write document.words.min=100, document.language.any_of=en,de or image.entropy=off"
SIGNALS: dict[str, Mapping[str, SignalSpec[Any]]] = {
    "paragraph": PARAGRAPH_SIGNALS,
    "document": DOCUMENT_SIGNALS,
    "image": IMAGE_SIGNALS,
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        section: `paragraph`, `document` or `image`.
        signal: Which signal's rule.
        side: `min`, `max` or `any_of`; empty where the rule goes.
        value: What it becomes, as said.
    """

    section: str
    signal: str
    side: str
    value: str


def parse(said: str) -> Change:
    """Read a change.

    Raises:
        ValueError: It has another form.
    """
    name, equals, value = (each.strip() for each in said.partition("="))
    section, _, rest = name.partition(".")
    rest = rest.removeprefix("rules.")
    signal, _, side = rest.partition(".")
    if not equals or not value or not signal or section not in SIGNALS:
        raise ValueError(f"--set {said!r} is no change of a rule: {FORM}")
    if side == "" and value == "off":
        return Change(section, signal, "", "")
    if side not in SIDES:
        raise ValueError(f"--set {said!r} names no side of a rule ({', '.join(SIDES)}): {FORM}")
    return Change(section, signal, side, value)


def changed(rules: RuleSet, changes: Iterable[Change]) -> RuleSet:
    """Return rules with changes.

    Raises:
        ValueError: A change names no signal, takes a rule away that is not there, or makes a bound nothing can pass.
    """
    found: dict[str, dict[str, Bound]] = {section: dict(getattr(rules, section)) for section in SIGNALS}
    for change in changes:
        section = found[change.section]
        if change.side:
            section[change.signal] = _with_side(section.get(change.signal), change)
        elif section.pop(change.signal, None) is None:
            raise ValueError(f"--set {change.section}.{change.signal}=off: the cut has no such rule")
        check_rules(section, SIGNALS[change.section], f"--set {change.section}")
    return RuleSet(**found)


def rules_from(settings: Mapping[str, Mapping[str, Mapping[str, object]]]) -> RuleSet:
    """Return the rules that a manifest says a dataset of a cut was made with; one of earlier versions has fewer."""
    return RuleSet(**{section: _rules(settings.get(f"{section}.rules", {})) for section in SIGNALS})


def _rules(plain: Mapping[str, Mapping[str, object]]) -> Rules:
    return {name: Bound.model_validate(bound) for name, bound in plain.items()}


def _with_side(bound: Bound | None, change: Change) -> Bound:
    where = f"--set {change.section}.{change.signal}.{change.side}={change.value}"
    sides = bound.model_dump(exclude_none=True) if bound else {}
    sides[change.side] = change.value.split(",") if change.side == "any_of" else _number(change.value, where)
    try:
        return Bound.model_validate(sides)
    except ValidationError as error:
        said = "; ".join(str(problem["msg"]).removeprefix("Value error, ") for problem in error.errors())
        raise ValueError(f"{where}: {said}") from error


def _number(text: str, where: str) -> float:
    try:
        return float(text.replace("_", ""))
    except ValueError as error:
        raise ValueError(f"{where}: {text!r} is no number") from error
