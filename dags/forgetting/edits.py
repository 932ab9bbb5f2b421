"""What becomes of the rows of tables when something is forgotten: what a build that had forgotten it before writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from dags.crawling.crawl_part import HEAD as CAPTURES_KIND
from dags.crawling.crawl_part import LISTED_KIND
from dags.crawling.crawl_part import UNIT as URLS
from dags.crawling.frontier_parts import FRONTIER_KIND
from dags.extraction.extract import DOCUMENTS_KIND
from dags.extraction.extract import HEAD as RECORDS_KIND
from dags.extraction.extract import UNIT as WARC_RECORDS
from dags.extraction.rows import RECORDS, forgotten_row, size_of_document, size_of_record, totals_of
from dags.imaging.images import HEAD as IMAGES_KIND
from dags.imaging.images import UNIT as IMAGE_URLS
from dags.tables import DOCUMENTS, IMAGES
from ingest.opt_outs.tombstones import FORGOTTEN, Tombstones
from ingest.records import DROPPED, Capture, ImageFacts
from ingest.tables import CAPTURES, FRONTIER, LISTED, capture_row, image_row
from shards.parts import Tallier, tally_outcomes

Row = Mapping[str, Any]


def _nothing(_: Row) -> Mapping[str, int]:
    return {}


@dataclass(frozen=True, slots=True)
class Edit:
    """How the rows of one kind of table are edited.

    Attributes:
        schema: Of the table.
        goes: Whether a row is of something that is forgotten, and says more of it than that.
        instead: The row in its place; None where there is none.
        size: About how many bytes a row takes.
        totals: What a row adds to the totals of its part.
    """

    schema: pa.Schema
    goes: Callable[[Row, Tombstones], bool]
    instead: Callable[[Row], Row | None]
    size: Callable[[Row], int] = lambda _: 0
    totals: Callable[[Row], Mapping[str, int]] = _nothing


def _capture_goes(row: Row, forgotten: Tombstones) -> bool:
    return row["reason"] != FORGOTTEN and forgotten.covers(row["url"])


def _forgotten_capture(row: Row) -> Row:
    scheduled = {name: row[name] for name in ("visit", "kind", "nesting", "attempts") if row.get(name) is not None}
    # The sitemaps are its site's, not its own: they stand in whichever capture of a site came first.
    sitemaps = tuple(row.get("sitemaps") or ())
    place = (row["page"], row["url"], row["depth"], row["redirects"])
    return capture_row(Capture(*place, DROPPED, FORGOTTEN, sitemaps=sitemaps, **scheduled))


def _frontier_goes(row: Row, forgotten: Tombstones) -> bool:
    return bool(row["due"] or row.get("seen") or row.get("changed_before")) and forgotten.covers(row["url"])


def _forgotten_frontier(row: Row) -> Row:
    return {**row, "due": False, "not_before": "", "seen": None, "changed_before": ""}


def _frontier_totals(row: Row) -> Mapping[str, int]:
    return {"known": 1, "due": int(row["due"]), "waiting": int(row["due"] and row["not_before"] > "")}


def _listed_goes(row: Row, forgotten: Tombstones) -> bool:
    return forgotten.covers(row["url"]) or forgotten.covers(row["list"])


def _image_goes(row: Row, forgotten: Tombstones) -> bool:
    return row["reason"] != FORGOTTEN and (forgotten.covers(row["url"]) or row["sha256"] in forgotten.payloads)


EDITS: Mapping[str, Edit] = {
    CAPTURES_KIND: Edit(CAPTURES, _capture_goes, _forgotten_capture, lambda row: 400 + 80 * len(row["links"])),
    LISTED_KIND: Edit(LISTED, _listed_goes, lambda _: None, lambda row: 200 + 80 * len(row["images"])),
    FRONTIER_KIND: Edit(FRONTIER, _frontier_goes, _forgotten_frontier, totals=_frontier_totals),
    RECORDS_KIND: Edit(
        RECORDS,
        lambda row, forgotten: forgotten.covers_written(row["url"]),
        lambda row: forgotten_row(row["source"]),
        size_of_record,
    ),
    DOCUMENTS_KIND: Edit(
        DOCUMENTS, lambda row, forgotten: forgotten.covers(row["url"]), lambda _: None, size_of_document, totals_of
    ),
    IMAGES_KIND: Edit(IMAGES, _image_goes, lambda row: image_row(ImageFacts(row["url"], DROPPED, FORGOTTEN))),
}
"""By the kind of a table; tables of other kinds (what digest lists kept out) stay as they are."""
TALLIES: Mapping[str, Tallier] = {
    CAPTURES_KIND: tally_outcomes(URLS),
    FRONTIER_KIND: lambda _: {},
    RECORDS_KIND: tally_outcomes(WARC_RECORDS),
    IMAGES_KIND: tally_outcomes(IMAGE_URLS),
}
"""By the kind of a head."""
