"""Documents measured again under other rules on paragraphs, whose signals are not stored."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass

import pyarrow as pa

from dags.cutting.document_rows import Repeats, read_with_repeats
from dags.progress import State, shown
from dags.write import DOCUMENTS_A_PROCESS
from dom_parsing.tables import element_from_row
from filters.editing import REPEATED, TextRules, edit, signals_of_left
from filters.tables import EDITED
from shards.parts import read_rows


@dataclass(frozen=True)
class Editing:
    """Measures documents again: what they lose by rules on paragraphs, and what they were measured without.

    Attributes:
        rules: What texts must keep to.
        repeated: How many documents of its site say a paragraph, by document and element, where that breaks the rule.
    """

    rules: TextRules
    repeated: dict[str, Repeats]

    def measured(self, paths: Sequence[str], number: int) -> pa.Table:
        """Return the documents that have other signals than are stored, with these.

        Args:
            paths: Tables of documents.
            number: Documents in them: with many, each core gets a process.
        """
        done = 0
        tables: list[pa.Table] = []
        with shown("documents measured again", lambda: State(done, len(paths))):
            for table in self._each(paths, number):
                tables.append(table)
                done += 1
        return pa.concat_tables(tables) if tables else EDITED.empty_table()

    def _each(self, paths: Sequence[str], number: int) -> Iterator[pa.Table]:
        processes = min(len(paths), os.cpu_count() or 1)
        if number < DOCUMENTS_A_PROCESS or processes < 2:
            yield from map(self.measure_table, paths)
            return
        # A fork would inherit Arrow's threads in whatever state they are.
        with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
            waiting: list[Future[pa.Table]] = [pool.submit(self.measure_table, path) for path in paths]
            yield from (each.result() for each in as_completed(waiting))

    def measure_table(self, path: str) -> pa.Table:
        """Return the documents of one table that have other signals than are stored."""
        rows = []
        for row, _ in read_with_repeats(path, ()):
            elements = tuple(map(element_from_row, row["elements"]))
            edited = edit(row["id"], elements, row["signals"]["language"], self.repeated.get(row["id"], {}), self.rules)
            signals = signals_of_left(edited, row["signals"], self.rules)
            if edited.broken or signals != row["signals"]:
                rows.append({"id": row["id"], "signals": dict(signals)})
        return pa.Table.from_pylist(rows, schema=EDITED)


def repeated_in(paths: Sequence[str]) -> dict[str, Repeats]:
    """Return the paragraphs that a shortlist has dropped because too many documents of their site say them.

    Args:
        paths: Its tables of decisions. A paragraph that another rule drops first is not known to be repeated.
    """
    found: dict[str, dict[int, int]] = {}
    for path in paths:
        for row in read_rows(path, ("subject", "element", "rule", "value")):
            if row["rule"] == f"paragraph.{REPEATED}":
                found.setdefault(row["subject"], {})[row["element"]] = int(row["value"])
    return dict(found)
