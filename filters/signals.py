"""What a signal is: a named, documented measurement with a range, in a registry whose order is the order of rules."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import pyarrow as pa

from dom_parsing.records import Signal

Subject = TypeVar("Subject")
INFINITE = float("inf")


@dataclass(frozen=True, slots=True)
class SignalSpec(Generic[Subject]):
    """One signal.

    Attributes:
        name: What recipes, columns and decisions call it.
        kind: `int`, `float` or `str`: the type of its column; every column may hold None (not applicable).
        low: Smallest value it can take.
        high: Largest value it can take.
        measure: The function; its docstring gives formula and source. None where the value comes from a whole corpus.
        needs: Key of the recipe's `[signals]` section without which it is None everywhere; empty for no need.
        words: Those that a word can be; empty where any can.
        about: What it is, where there is no `measure` whose docstring says it.
    """

    name: str
    kind: type[int] | type[float] | type[str]
    low: float
    high: float
    measure: Callable[[Subject], Signal] | None
    needs: str = ""
    words: tuple[str, ...] = ()
    about: str = ""

    @property
    def arrow_type(self) -> pa.DataType:
        """The type of the signal's column."""
        return {int: pa.int64(), float: pa.float64(), str: pa.string()}[self.kind]


def registry(*groups: Iterable[SignalSpec[Subject]]) -> dict[str, SignalSpec[Subject]]:
    """Return signals by name, in the order in which rules are asked."""
    return {spec.name: spec for group in groups for spec in group}


def measure_all(subject: Subject, specs: Mapping[str, SignalSpec[Subject]]) -> dict[str, Signal]:
    """Return every signal of the subject that can be measured from it alone.

    Raises:
        AssertionError: A signal came out as NaN or infinite: no bound could hold it.
    """
    values = {name: spec.measure(subject) for name, spec in specs.items() if spec.measure is not None}
    for name, value in values.items():
        assert not isinstance(value, float) or math.isfinite(value), f"signal {name} is {value}"
    return values


def arrow_struct(specs: Mapping[str, SignalSpec[Subject]]) -> pa.StructType:
    """Return the Arrow type of a record of signals: one typed, nullable field a signal."""
    return pa.struct([(name, spec.arrow_type) for name, spec in specs.items() if spec.measure is not None])
