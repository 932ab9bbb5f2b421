"""Reads many WARC records by range: neighbours in one read, and ahead of need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from dom_parsing.records import RecordRef
from shards import storage

GAP = 64 * 1024
LARGEST_RANGE = 16 * 1024 * 1024
READERS = 4
WINDOW = 64

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Range:
    """Bytes of one file that hold several records."""

    path: str
    offset: int
    length: int
    refs: tuple[RecordRef, ...]


def coalesce(refs: Iterable[RecordRef], gap: int = GAP, largest: int = LARGEST_RANGE) -> list[Range]:
    """Return few ranges that hold all the records.

    Args:
        refs: The records, in any order, repeated or not.
        gap: Bytes between two records that are read for nothing rather than asked for twice.
        largest: Bytes of a range of several records, and of all of them together: an index of anyone's making may name
            the same bytes many times over.
    """
    ranges: list[Range] = []
    taken = 0
    for ref in sorted(set(refs)):
        last = ranges[-1] if ranges else None
        end = ref.offset + ref.length
        if (
            last
            and last.path == ref.path
            and ref.offset <= last.offset + last.length + gap
            and max(end - last.offset, taken + ref.length) <= largest
        ):
            taken += ref.length
            length = max(last.length, end - last.offset)
            ranges[-1] = Range(last.path, last.offset, length, (*last.refs, ref))
        else:
            taken = ref.length
            ranges.append(Range(ref.path, ref.offset, ref.length, (ref,)))
    return ranges


def read_range(span: Range, resolve: Callable[[str], str]) -> dict[RecordRef, bytes]:
    """Return the bytes of each record of a range.

    Raises:
        EOFError: The file ends before the range does.
    """
    with storage.open_to_read(resolve(span.path)) as stream:
        stream.seek(span.offset)
        data = stream.read(span.length)
    if len(data) < span.length:
        raise EOFError(
            f"{span.path} ends before byte {span.offset + span.length}: it is not the file its rows describe"
        )
    return {ref: data[ref.offset - span.offset :][: ref.length] for ref in span.refs}


def read_ahead(
    items: Iterable[Item],
    refs_of: Callable[[Item], Sequence[RecordRef]],
    resolve: Callable[[str], str],
    window_size: int = WINDOW,
) -> Iterator[tuple[Item, dict[RecordRef, bytes]]]:
    """Yield each item with the bytes of its records, reading the next window of items meanwhile."""
    source = iter(items)
    with ThreadPoolExecutor(READERS) as pool:
        upcoming = _begin(pool, list(islice(source, window_size)), refs_of, resolve)
        while upcoming[0]:
            window, futures = upcoming
            upcoming = _begin(pool, list(islice(source, window_size)), refs_of, resolve)
            found: dict[RecordRef, bytes] = {}
            for future in futures:
                found.update(future.result())
            for item in window:
                yield item, {ref: found[ref] for ref in refs_of(item)}


def _begin(
    pool: ThreadPoolExecutor,
    window: list[Item],
    refs_of: Callable[[Item], Sequence[RecordRef]],
    resolve: Callable[[str], str],
) -> tuple[list[Item], list[Future[dict[RecordRef, bytes]]]]:
    spans = coalesce(ref for item in window for ref in refs_of(item))
    return window, [pool.submit(read_range, span, resolve) for span in spans]
