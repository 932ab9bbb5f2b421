"""Rules: bounds on signals, read from a recipe and asked in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dom_parsing.records import Signal
from filters.signals import SignalSpec, Subject

Number = Annotated[float, Field(allow_inf_nan=False, strict=True)]


class Bound(BaseModel):
    """What a signal may be: `{ min = 50, max = 100_000 }` for numbers, `{ any_of = ["en"] }` for words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    min: Number | None = None
    max: Number | None = None
    any_of: tuple[str, ...] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _is_possible(self) -> Bound:
        if self.min is None and self.max is None and self.any_of is None:
            raise ValueError("a rule without a bound does nothing: give min, max or any_of, or leave the rule out")
        if self.any_of is not None and (self.min is not None or self.max is not None):
            raise ValueError("a rule has either any_of, for words, or min and max, for numbers")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min = {_plain(self.min)} is above max = {_plain(self.max)}: nothing could pass")
        return self

    def broken_by(self, value: Signal) -> str:
        """Return the side of the bound that the value breaks, as text, or an empty text.

        A signal that does not apply (None) breaks no rule; NaN breaks every one.
        """
        if value is None:
            return ""
        if self.any_of is not None:
            return "" if value in self.any_of else str(self)
        number = float(value)
        if self.min is not None and not number >= self.min:
            return f">= {_plain(self.min)}"
        if self.max is not None and not number <= self.max:
            return f"<= {_plain(self.max)}"
        return ""

    def __str__(self) -> str:
        if self.any_of is not None:
            return "any of " + ", ".join(self.any_of)
        sides = ((">=", self.min), ("<=", self.max))
        return " and ".join(f"{sign} {_plain(value)}" for sign, value in sides if value is not None)


def _plain(number: float) -> str:
    """Return a bound as a recipe would write it, with all of its digits: `50`, `0.65`, `1234567`."""
    return f"{number:.15g}"


Rules = Mapping[str, Bound]


def check_rules(rules: Rules, specs: Mapping[str, SignalSpec[Subject]], where: str) -> None:
    """Hold the rules of a recipe against the signals there are.

    Raises:
        ValueError: A rule names no signal, has the wrong kind of bound, or a bound that nothing can pass.
    """
    for name, bound in rules.items():
        if name not in specs:
            near = get_close_matches(name, specs, 1)
            hint = f"did you mean {near[0]!r}?" if near else "signals are: " + ", ".join(specs)
            raise ValueError(f"{where}.{name}: there is no such signal; {hint}")
        _check_kind(bound, specs[name], f"{where}.{name}")


def _check_kind(bound: Bound, spec: SignalSpec[Any], where: str) -> None:
    if (spec.kind is str) != (bound.any_of is not None):
        wanted = 'any_of = ["..."]' if spec.kind is str else "min and max"
        raise ValueError(f"{where} is {'a word' if spec.kind is str else 'a number'}: bound it with {wanted}")
    if spec.kind is str:
        _check_words(bound.any_of or (), spec.words, where)
        return
    if bound.min is not None and bound.min > spec.high:
        raise ValueError(
            f"{where}: min = {_plain(bound.min)} can never be reached, the signal ends at {_plain(spec.high)}"
        )
    if bound.max is not None and bound.max < spec.low:
        raise ValueError(
            f"{where}: max = {_plain(bound.max)} can never be kept, the signal starts at {_plain(spec.low)}"
        )


def _check_words(given: tuple[str, ...], known: tuple[str, ...], where: str) -> None:
    for word in given:
        if known and word not in known:
            raise ValueError(f"{where}: {word!r} is none of the words it can be: {', '.join(known)}")


def broken(signals: Mapping[str, Signal], rules: Rules, order: Mapping[str, Any]) -> Iterator[tuple[str, Signal, str]]:
    """Yield (signal, value, bound) of every broken rule, in the order of the registry, whatever the recipe's order."""
    for name in order:
        if name in rules and name in signals:
            side = rules[name].broken_by(signals[name])
            if side:
                yield name, signals[name], side
