"""`m3w captures`: what a crawl has got, as a table, and one capture's headers or body."""

from __future__ import annotations

import heapq
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal

from rich.text import Text as Styled

from dags.crawling.crawl_part import HEAD
from dags.report import console
from dags.showing.cut_explanation import COLOURS
from dags.showing.visible import visible, visible_lines
from dom_parsing.urls import normalise, page_id
from ingest.warc.warc_reader import WarcRecord, read_records
from shards import storage
from shards.dataset import Corpus
from shards.lookup import find_rows
from shards.parts import read_rows

Shown = Literal["row", "headers", "body"]
Row = Mapping[str, Any]
HEADINGS = ("round", "when", "status", "type", "bytes", "outcome", "why", "url")
NUMBERS = frozenset({"round", "status", "bytes"})
COLUMNS = ("fetched_at", "outcome", "reason", "status", "media_type", "consent", "url", "repeats", "size")


@dataclass(frozen=True, slots=True)
class Wish:
    """Which captures are wanted, and what of them.

    Attributes:
        url: Of one page; empty for all.
        date: What the date of the capture begins with, such as `2026-11-21T15`; empty for any.
        outcome: `kept`, `dropped` or `failed`; empty for any.
        limit: The most rows of a table: the latest.
        shown: The table, or of the latest capture that has them its HTTP headers or its payload.
    """

    url: str = ""
    date: str = ""
    outcome: str = ""
    limit: int = 100
    shown: Shown = "row"


def show(corpus: Corpus, wish: Wish) -> None:
    """Print captures.

    Raises:
        ValueError: There are none of this kind, or the archive does not hold what they name.
        DatasetError: Nothing was crawled.
    """
    corpus.captures.require()
    if wish.shown != "row" and not wish.url:
        raise ValueError(f"--{wish.shown} is for one capture: name its URL")
    found = list(_of_page(corpus, wish.url) if wish.url else _latest(corpus, wish))
    rows = [row for row in found if _is_wanted(row, wish)]
    if not rows:
        about = ", ".join(filter(None, (wish.url, wish.date, wish.outcome))) or "of any kind"
        raise ValueError(
            f"{corpus.captures.folder} has no captures ({about}): m3w captures without arguments lists all"
        )
    if wish.shown == "row":
        _print_table(rows[-wish.limit :])
    elif wish.shown == "headers":
        _print_headers(_record(corpus, _last_with_source(rows)))
    else:
        _write_body(_record(corpus, _with_body(_last_with_source(rows), found)))


def _of_page(corpus: Corpus, url: str) -> list[Row]:
    """Return the captures of one page, the earliest first."""
    address = normalise(url)
    if address is None:
        raise ValueError(f"{url!r} is no http(s) URL: write it whole, such as https://example.org/page")
    return sorted(find_rows(corpus.captures, HEAD, "page", [page_id(address)]), key=_when)


def _latest(corpus: Corpus, wish: Wish) -> list[Row]:
    wanted = (row for row in _rows(corpus) if _is_wanted(row, wish))
    return sorted(heapq.nlargest(wish.limit, wanted, key=_when), key=_when)


def _rows(corpus: Corpus) -> Iterator[Row]:
    for number, generation in enumerate(corpus.captures.generations(), 1):
        for path in generation.paths(HEAD):
            yield from ({**row, "generation": number} for row in read_rows(path, COLUMNS))


def _is_wanted(row: Row, wish: Wish) -> bool:
    return row["fetched_at"].startswith(wish.date) and wish.outcome in ("", row["outcome"])


def _when(row: Row) -> tuple[int, str, str]:
    return row["generation"], row["fetched_at"], row["url"]


def _print_table(rows: Iterable[Row]) -> None:
    """Print a line for each, however long: a table of rich's would cut URLs short, which then can't be copied."""
    lines = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (
            cell.rjust(width) if heading in NUMBERS else cell.ljust(width)
            for heading, cell, width in zip(HEADINGS, line, widths, strict=True)
        )
        colour = COLOURS.get(line[HEADINGS.index("outcome")], "")
        console.print(Styled("  ".join(cells).rstrip(), colour))


def _cells(row: Row) -> tuple[str, ...]:
    unchanged = f"as on {row['repeats'][:19]}" if row.get("repeats") else ""
    return (
        str(row["generation"]),
        row["fetched_at"][:19] or "-",
        str(row["status"] or "-"),
        visible(row["media_type"]) or "-",
        f"{row.get('size') or 0:,}",
        row["outcome"],
        row["consent"] or row["reason"] or unchanged or "-",
        visible(row["url"]),
    )


def _last_with_source(rows: list[Row]) -> Row:
    kept = [row for row in rows if row["source"]]
    if not kept:
        why = rows[-1]["consent"] or rows[-1]["reason"]
        raise ValueError(f"{rows[-1]['url']} has no response in the archive: {rows[-1]['outcome']} ({why})")
    return kept[-1]


def _with_body(row: Row, captures: Iterable[Row]) -> Row:
    """Return the capture that has the bytes: an unchanged page's are those of an earlier visit."""
    earlier = row.get("repeats")
    return next((each for each in captures if earlier and each["fetched_at"] == earlier), row)


def _record(corpus: Corpus, row: Row) -> WarcRecord:
    source = row["source"]
    with storage.open_to_read(corpus.resolve(source["path"])) as stream:
        stream.seek(source["offset"])
        data = stream.read(source["length"])
    record = next(read_records(BytesIO(data), source["path"]), None)
    if record is None or record.error or record.url != row["url"]:
        raise ValueError(f"{source['path']} does not hold {row['url']} at byte {source['offset']}: m3w verify")
    return record


def _print_headers(record: WarcRecord) -> None:
    lines = [f"HTTP {record.status}", *(f"{name}: {value}" for name, value in record.headers)]
    console.print("\n".join(visible(line) for line in lines), markup=False)


def _write_body(record: WarcRecord) -> None:
    """Write the payload as it is, but for a terminal, which would obey what stands in it."""
    if sys.stdout.isatty():
        console.print(visible_lines(record.payload.decode(record.charset or "utf-8", "replace")), markup=False)
        return
    sys.stdout.buffer.write(record.payload)
    sys.stdout.buffer.flush()
