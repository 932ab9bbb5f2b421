"""Where the images of a corpus came from, and what the links to the others have become."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rich.table import Table

from dags.report import console
from ingest.records import KEPT

COLUMNS = ("outcome", "reason", "origin", "missed")


@dataclass(slots=True)
class Asked:
    """What one source was asked for.

    Attributes:
        had: Images that it had.
        missing: Images that it had not, or that may not be used, by reason.
    """

    had: int = 0
    missing: Counter[str] = field(default_factory=Counter)

    @property
    def number(self) -> int:
        """Images that it was asked for."""
        return self.had + self.missing.total()


def tally(rows: Iterable[Mapping[str, Any]]) -> dict[str, Asked]:
    """Return what each source was asked for, sources in the order in which they were asked.

    Args:
        rows: Those of image facts, with COLUMNS.
    """
    found: dict[str, Asked] = {}
    for row in rows:
        for each in row.get("missed") or ():
            source, _, reason = each.partition(": ")
            found.setdefault(source, Asked()).missing[reason] += 1
        source = row.get("origin")
        if source and row["outcome"] == KEPT:
            found.setdefault(source, Asked()).had += 1
        elif source:
            found.setdefault(source, Asked()).missing[row["reason"]] += 1
    return found


def show(asked: Mapping[str, Asked]) -> None:
    """Print a line a source: asked for, had, and why not the others."""
    if not asked:
        return
    table = Table(title="where images were found", title_justify="left", title_style="bold", box=None, padding=(0, 2))
    table.add_column("source")
    for name in ("asked for", "had", "share"):
        table.add_column(name, justify="right")
    table.add_column("the others")
    for source, each in asked.items():
        others = ", ".join(f"{reason} {number:,}" for reason, number in each.missing.most_common())
        table.add_row(source, f"{each.number:,}", f"{each.had:,}", f"{100 * each.had / each.number:.1f} %", others)
    console.print(table)
