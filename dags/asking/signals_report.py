"""`m3w signals`: what each signal is, and how its values are distributed."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text as Styled

from dags.asking.changes import SIGNALS
from dags.asking.distributions import POINTS, Distribution, distributions
from dags.asking.histograms import draw
from dags.report import console
from dags.showing.visible import visible
from filters.signals import SignalSpec
from shards.dataset import Corpus


def show(corpus: Corpus, cut: str | None, names: Sequence[str], picture: Path | None) -> None:
    """Print how signals are distributed, or what a few of them are; draw them where a path is given.

    Where nothing has been extracted yet, what all of them are.

    Raises:
        ValueError: There is no signal of a name.
        DatasetError: The cut is not there, or a picture is wanted of nothing.
    """
    wanted = [full for name in names for full in _full_names(name)]
    if not corpus.documents.generations() and cut is None and picture is None:
        for where in wanted or _known():
            _print_meaning(where)
        console.print(
            f"  {corpus.root} has no documents yet: run `m3w extract`, and this shows their values", style="dim"
        )
        return
    found = [each for each in distributions(corpus, cut) if not wanted or f"{each.section}.{each.name}" in wanted]
    for section in SIGNALS:
        rows = [each for each in found if each.section == section]
        if rows:
            _print_section(section, rows, cut)
    for where in wanted:
        _print_meaning(where)
    if picture is not None:
        draw(found, picture)
        console.print(f"  picture: {picture}")


def _known() -> list[str]:
    return [f"{section}.{name}" for section, specs in SIGNALS.items() for name in specs]


def _full_names(name: str) -> list[str]:
    """Return a signal's name with its section, or sections: paragraphs have many of the signals that documents have.

    Raises:
        ValueError: There is none of this name.
    """
    known = _known()
    found = [each for each in known if name in (each, each.partition(".")[2])]
    if not found:
        near = get_close_matches(name, [*known, *(each.partition(".")[2] for each in known)], 1)
        raise ValueError(f"there is no signal {name!r}" + (f": did you mean {near[0]!r}?" if near else ""))
    return found


def _print_meaning(where: str) -> None:
    section, _, name = where.partition(".")
    spec = SIGNALS[section][name]
    console.print(Styled.assemble((where, "bold"), f": {_range(spec)}"))
    said = inspect.getdoc(spec.measure) if spec.measure else spec.about
    console.print("  " + (said or "").replace("\n", "\n  "), markup=False)


def _range(spec: SignalSpec[Any]) -> str:
    if spec.kind is str:
        return "a word"
    kind = "whole number" if spec.kind is int else "number"
    return f"a {kind} from {spec.low:g} to {spec.high:g}"


def _print_section(section: str, rows: Sequence[Distribution], cut: str | None) -> None:
    title = f"signals of {section}s, {len(rows[0].values):,} {section}s" + (f", cut {cut}" if cut else "")
    table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 1))
    table.add_column("signal")
    for heading in ("none", *(f"{point} %" if 0 < point < 100 else ("least", "most")[point > 0] for point in POINTS)):
        table.add_column(heading, justify="right")
    if cut:
        table.add_column("rule")
        table.add_column("broken by", justify="right")
    words = []
    for each in rows:
        if SIGNALS[section][each.name].kind is str:
            words.append(each)
            continue
        points: list[float | None] = [*each.points()] or [None] * len(POINTS)
        own = [str(each.bound or ""), f"{each.broken:,}" if each.bound else ""] if cut else []
        table.add_row(each.name, f"{each.values.null_count or ''}", *map(_plain, points), *own)
    console.print(table)
    for each in words:
        shown = ", ".join(f"{visible(value)} {count:,}" for value, count in each.words())
        rule = f"; rule: {each.bound}, broken by {each.broken:,}" if each.bound else ""
        console.print(f"  {each.name}: {shown or 'none'}{rule}", markup=False)


def _plain(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) and abs(value) >= 1000 else f"{value:.4g}"
