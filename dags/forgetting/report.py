"""What forgetting says: what goes with what was asked for, what was done, and what is left to people."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from dags.forgetting.closure import Closure
from dags.forgetting.cuts import Cut, shards_of
from dags.forgetting.datasets import Rewritten
from dags.forgetting.undertaking import Undertaking
from dags.report import console
from dags.showing.visible import visible
from ingest.opt_outs.tombstones import Notice
from shards.dataset import Corpus

SHOWN = 20
DIGITS = 16


def show_closure(asked: Notice, closure: Closure) -> None:
    """Print what would go: what was asked for, and everything that goes with it, with the reason."""
    table = _table("to be forgotten")
    table.add_row("asked for", f"{len(asked.urls):,} URLs, {len(asked.prefixes):,} beginnings of URLs")
    table.add_row("of these at hand", f"{len(closure.pages):,} pages and images")
    table.add_row("twins under other URLs", f"{len(closure.twins):,}")
    table.add_row("images that no other page shows", f"{len(closure.images):,}")
    console.print(table)
    others = [*closure.twins.items(), *closure.images.items()]
    for url, why in others[:SHOWN]:
        console.print(Text(f"  {visible(url)}: {visible(why)}"))
    if len(others) > SHOWN:
        console.print(f"  and {len(others) - SHOWN:,} more")


def show_end(corpus: Corpus, undertaking: Undertaking, rewritten: Rewritten, again: Sequence[str]) -> None:
    """Print what was done, which shards are others now, and what is left to do."""
    table = _table("forgotten")
    table.add_row("pages and images asked for", f"{undertaking.pages:,}")
    table.add_row("twins", f"{undertaking.twins:,}")
    table.add_row("images that went with pages", f"{undertaking.images:,}")
    table.add_row("WARC records filled", f"{rewritten.records:,}")
    table.add_row("parts rewritten", f"{rewritten.parts:,}")
    table.add_row("cuts made again", ", ".join(again) or "none")
    for folder in rewritten.discarded:
        table.add_row("thrown away, unfinished", folder)
    table.add_row("tombstones", undertaking.path)
    console.print(table)
    changed = [line for cut in undertaking.cuts for line in _changes(corpus, cut)]
    if changed:
        _show_shards(changed)
    console.print(f"  next: m3w verify --corpus {corpus.root}", style="cyan", markup=False)


def _changes(corpus: Corpus, cut: Cut) -> list[tuple[str, str, str]]:
    """Return the shards of a cut that are others now: their names, SHA-256 then and now."""
    now = shards_of(corpus, cut.name)
    labels = sorted({*cut.shards, *now})
    found = [(f"{cut.name} {label}", cut.shards.get(label, ""), now.get(label, "")) for label in labels]
    return [each for each in found if each[1] != each[2]]


def _show_shards(changed: Sequence[tuple[str, str, str]]) -> None:
    table = Table(title="shards that changed", title_justify="left", title_style="bold", box=None, padding=(0, 2))
    for heading in ("shard", "SHA-256 then", "now"):
        table.add_column(heading)
    for name, then, now in changed:
        table.add_row(name, then[:DIGITS] or "none", now[:DIGITS] or "gone")
    console.print(table)
    console.print(
        "  Whoever has copied these shards, or trained on them, has to be told: copies do not forget. A training run "
        "that began with them does not go on with the new ones; begin another."
    )


def _table(title: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 2))
    table.add_column("")
    table.add_column("")
    return table
