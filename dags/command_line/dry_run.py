"""What a job would do, before it does it."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Table

from dags.job import Job
from dags.report import console
from shards import storage
from shards.dataset import Corpus


def show_plan(corpus: Corpus, job: Job, forecast: Mapping[str, str] | None = None) -> None:
    """Print what would be read, fetched and written."""
    table = Table(title=f"{job.dataset}: dry run, nothing is done", title_justify="left", box=None, padding=(0, 2))
    table.add_column("")
    table.add_column("")
    for what, number in (job.taken or {}).items():
        table.add_row("would read", f"{number:,} {what}")
    if job.units is not None:
        table.add_row("would write", f"{job.units:,} parts")
    for what, text in (forecast or {}).items():
        table.add_row(what, text)
    table.add_row("into", job.folder)
    table.add_row("fingerprint", job.fingerprint)
    begun = [name for name in storage.names_in(job.folder) if f".{job.fingerprint}." in name]
    if begun:
        table.add_row("already there", f"{len(begun)} files of this fingerprint, kept")
    console.print(table)
