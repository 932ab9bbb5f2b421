"""What a crawl says at its end of the hosts it asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rich.table import Table
from rich.text import Text

from dags.crawling.crawl_part import HEAD
from dags.report import console
from dags.showing.visible import visible
from dom_parsing.urls import hostname
from ingest.records import DROPPED, FAILED, KEPT
from shards.dataset import Generation
from shards.parts import read_rows

SHOWN = 10
COLUMNS = ("url", "outcome", "status", "size")


@dataclass
class HostTally:
    """What came of the URLs of one host, or of several.

    Attributes:
        outcomes: URLs by outcome.
        statuses: Responses by status.
        size: Bytes of the bodies as they were sent.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    size: int = 0

    def __add__(self, other: HostTally) -> HostTally:
        return HostTally(self.outcomes + other.outcomes, self.statuses + other.statuses, self.size + other.size)


def tally_hosts(generations: Iterable[Generation]) -> dict[str, HostTally]:
    """Return what came of the URLs of each host in some rounds."""
    hosts: defaultdict[str, HostTally] = defaultdict(HostTally)
    for generation in generations:
        for path in generation.paths(HEAD):
            for row in read_rows(path, COLUMNS):
                tally = hosts[hostname(row["url"])]
                tally.outcomes[row["outcome"]] += 1
                tally.size += row.get("size") or 0
                if row["status"]:
                    tally.statuses[row["status"]] += 1
    return dict(hosts)


def show_hosts(generations: Sequence[Generation]) -> None:
    """Print a table of the hosts asked in these rounds: those of most URLs, the others together, all of them."""
    hosts = sorted(tally_hosts(generations).items(), key=lambda item: (-item[1].outcomes.total(), item[0]))
    if not hosts:
        return
    table = Table(title="hosts of this run", title_justify="left", title_style="bold", box=None, padding=(0, 2))
    for heading in ("host", "URLs", KEPT, DROPPED, FAILED, "MB", "responses"):
        table.add_column(heading, justify="left" if heading in ("host", "responses") else "right")
    for name, tally in hosts[:SHOWN]:
        _add(table, visible(name), tally)
    others = [tally for _, tally in hosts[SHOWN:]]
    if others:
        _add(table, f"{len(others):,} others", sum(others, HostTally()))
    if len(hosts) > 1:
        _add(table, f"all {len(hosts):,}", sum((tally for _, tally in hosts), HostTally()))
    console.print(table)


def _add(table: Table, name: str, tally: HostTally) -> None:
    numbers = [tally.outcomes.total(), *(tally.outcomes[outcome] for outcome in (KEPT, DROPPED, FAILED))]
    statuses = ", ".join(f"{number:,} x {status}" for status, number in tally.statuses.most_common())
    table.add_row(Text(name), *(f"{number:,}" for number in numbers), f"{tally.size / 1e6:,.1f}", statuses)
