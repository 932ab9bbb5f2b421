"""The frontier as Arrow tables: what a crawl knows of a million pages is not held as a million objects.

All tables have the schema FRONTIER; none of these functions changes the one it is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dom_parsing.urls import hostname
from ingest.discovery.frontier import merge
from ingest.records import Frontier
from ingest.tables import FRONTIER, frontier_from_row, frontier_row

ROWS_AT_ONCE = 50_000
"""Rows that are looked at, or held as objects, at the same time."""


def table_of(entries: Iterable[Frontier]) -> pa.Table:
    """Return entries as a table."""
    return pa.Table.from_pylist([frontier_row(entry) for entry in entries], schema=FRONTIER)


def entries_of(table: pa.Table) -> Iterator[Frontier]:
    """Yield the entries of a table, of earlier versions' too."""
    for batch in table.to_batches(max_chunksize=1000):
        yield from map(frontier_from_row, batch.to_pylist())


def up_to_date(table: pa.Table) -> pa.Table:
    """Return a table with all of today's columns."""
    return table if table.schema.equals(FRONTIER) else table_of(entries_of(table))


def tables_of(entries: Iterable[Frontier]) -> Iterator[pa.Table]:
    """Yield the entries in tables of bounded size, what is found again within one merged."""
    held: dict[str, Frontier] = {}
    for entry in entries:
        known = held.get(entry.page)
        if known is None:
            held[entry.page] = entry
        elif known != entry:
            held[entry.page] = merge((known, entry))
        if len(held) >= ROWS_AT_ONCE:
            yield table_of(held.values())
            held.clear()
    if held:
        yield table_of(held.values())


def due_in(table: pa.Table, until: str) -> pa.Table:
    """Return what is due of it, and need not wait longer than until then."""
    return table.filter(pc.and_(table["due"], pc.less_equal(table["not_before"], until)))


def nearest(tables: Iterable[pa.Table], limit: int) -> pa.Table:
    """Return the entries of the smallest depth, of these of the smallest page, as many as the limit allows."""
    table = pa.concat_tables([FRONTIER.empty_table(), *tables])
    return table.take(_order(table, "depth", "page")[:limit])


def asked_of_each_host(tables: Iterable[pa.Table], most: int) -> Iterator[Frontier]:
    """Yield what one round asks of each host, at most so many, in an order that mixes hosts and is always the same."""
    table = pa.concat_tables(tables)
    table = table.take(_order(table, "kind", "depth", "page"))
    asked: Counter[str] = Counter()
    chosen = []
    for index, url in enumerate(_values(table["url"])):
        host = hostname(url)
        asked[host] += 1
        if asked[host] <= most:
            chosen.append(index)
    yield from entries_of(table.take(np.array(chosen, np.int64)))


def split(table: pa.Table, column: str, bucket: Callable[[str], int]) -> Iterator[tuple[int, pa.Table]]:
    """Yield the rows of each bucket, which the values of a column decide."""
    buckets = np.fromiter(map(bucket, _values(table[column])), np.int64, len(table))
    order = np.argsort(buckets, kind="stable")
    numbers, starts = np.unique(buckets[order], return_index=True)
    for number, rows in zip(numbers.tolist(), np.split(order, starts)[1:], strict=True):
        yield number, table.take(rows)


def merged(tables: Sequence[pa.Table]) -> pa.Table:
    """Return one row for each page, in the order of the pages (see `merge`); those in one row only stay as they are."""
    table = pa.concat_tables([FRONTIER.empty_table(), *tables])
    order = _order(table, "page")
    return pa.concat_tables([FRONTIER.empty_table(), *(_merged(table.take(rows)) for rows in _slices(table, order))])


def _slices(table: pa.Table, order: npt.NDArray[np.int64]) -> Iterator[npt.NDArray[np.int64]]:
    """Yield an order of rows in slices, no page in two of them."""
    pages, start = table["page"], 0
    while start < len(order):
        end = min(start + ROWS_AT_ONCE, len(order))
        while end < len(order) and pages[order[end]] == pages[order[end - 1]]:
            end += 1
        yield order[start:end]
        start = end


def _merged(ordered: pa.Table) -> pa.Table:
    pages = ordered["page"]
    again = pc.equal(pages[1:], pages[:-1]).to_numpy()
    several = np.append(again, False) | np.append(False, again)
    if not several.any():
        return ordered
    groups = groupby(entries_of(ordered.filter(pa.array(several))), attrgetter("page"))
    table = pa.concat_tables([ordered.filter(pa.array(~several)), table_of(merge(group) for _, group in groups)])
    return table.take(_order(table, "page"))


def _order(table: pa.Table, *columns: str) -> npt.NDArray[np.int64]:
    keys = [(name, "ascending") for name in columns]
    found: npt.NDArray[np.int64] = pc.sort_indices(table.select(columns), sort_keys=keys).to_numpy().astype(np.int64)
    return found


def _values(column: pa.ChunkedArray) -> Iterator[str]:
    for chunk in column.chunks:
        for start in range(0, len(chunk), ROWS_AT_ONCE):
            yield from chunk.slice(start, ROWS_AT_ONCE).to_pylist()
