"""Signals beside the bounds of a cut's rules."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Table
from rich.text import Text as Styled

from dags.showing.visible import visible
from dom_parsing.records import Signal
from filters.rules import Rules

BROKEN = "red"


def bounds_table(stored: Mapping[str, Signal], left: Mapping[str, Signal] | None, rules: Rules) -> Table:
    """Return a table of a document's signals: value, value of what rules on paragraphs left, bound.

    Args:
        stored: Signals of the whole document.
        left: Signals of what is left of it; None where nothing was taken away.
        rules: Rules on documents; they judge what is left.
    """
    table = Table(box=None, padding=(0, 2))
    for heading in ("signal", "value", *(["of what is left"] if left is not None else []), "bound"):
        table.add_column(heading, justify="left" if heading in ("signal", "bound") else "right")
    judged = stored if left is None else left
    for name in dict.fromkeys([*stored, *judged]):
        style = BROKEN if name in rules and rules[name].broken_by(judged.get(name)) else ""
        values = [stored.get(name), *([left.get(name)] if left is not None else [])]
        cells = (name, *map(short, values), str(rules.get(name, "")))
        table.add_row(*(Styled(visible(cell), style) for cell in cells))
    return table


def beside_bounds(signals: Mapping[str, Signal], rules: Rules) -> str:
    """Return the signals that rules ask for beside their bounds: `words 12 (>= 4), punctuation 0.1 (>= 0.001)`."""
    return ", ".join(f"{name} {short(signals[name])} ({rules[name]})" for name in rules if name in signals)


def short(value: Signal) -> str:
    """Return a signal as people read it; `-` where it does not apply."""
    if value is None:
        return "-"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
