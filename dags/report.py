"""What a job says at its end: its ledger as a table, where everything lies, what to run next."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from shards.ledger import Ledger
from shards.manifest import Manifest

WIDTH = 160
"""Characters of a line where the output is no terminal."""
console = Console(highlight=False, emoji=False, soft_wrap=True, width=None if sys.stdout.isatty() else WIDTH)


def show_ledgers(title: str, ledgers: Sequence[Ledger]) -> None:
    """Print ledgers as one table: a row for what went in, was kept, was dropped and failed, by reason."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 2))
    table.add_column("")
    table.add_column("reason")
    table.add_column("number", justify="right")
    table.add_column("share", justify="right")
    for ledger in ledgers:
        table.add_row(Text(f"{ledger.unit} in", style="bold"), "", f"{ledger.taken:,}", "")
        for name, reason, number in _lines(ledger):
            table.add_row(f"  {name}", reason, f"{number:,}", _percent(number, ledger.taken))
    console.print(table)


def show_finished(manifest: Manifest, folder: str, hints: Sequence[str]) -> None:
    """Print the ledgers of a finished dataset, where it lies, and what to run next."""
    show_ledgers(manifest.dataset, manifest.ledgers)
    files = [file for part in manifest.parts for file in part.files.values()]
    size = sum(file.size for file in files)
    console.print(
        f"  {len(files)} files, {size / 1e6:,.2f} MB in {folder} (fingerprint {manifest.provenance.fingerprint})"
    )
    for hint in hints:
        console.print(f"  next: {hint}", style="cyan", markup=False)


def _lines(ledger: Ledger) -> list[tuple[str, str, int]]:
    return [
        ("kept", "", ledger.tally.kept),
        *(("dropped", reason, number) for reason, number in ledger.tally.dropped.items()),
        *(("failed", reason, number) for reason, number in ledger.tally.failed.items()),
    ]


def _percent(number: int, total: int) -> str:
    return f"{100 * number / total:.1f} %" if total else ""
