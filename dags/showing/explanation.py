"""`m3w explain URL`: a page's way through all jobs, every element with its fate, rule, value and bound."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.table import Table
from rich.text import Text as Styled

from dags.crawling.crawl_part import HEAD as CAPTURES_KIND
from dags.crawling.frontier_parts import FRONTIER_KIND
from dags.extraction.extract import DOCUMENTS_KIND
from dags.extraction.extract import HEAD as RECORDS_KIND
from dags.imaging.images import HEAD as IMAGES_KIND
from dags.report import console
from dags.showing.cut_explanation import COLOURS, print_cut
from dags.showing.visible import visible
from dags.tombstones import files_of, why_forgotten
from dom_parsing.records import Document
from dom_parsing.tables import document_from_row
from dom_parsing.urls import normalise, page_id
from ingest.opt_outs.tombstones import FORGOTTEN
from ingest.records import DROPPED
from shards import storage
from shards.dataset import CUT_NAME, Corpus
from shards.lookup import find_rows


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a page's way: which job, what became of it, why, and what it concerns."""

    job: str
    outcome: str
    reason: str
    what: str


def show(corpus: Corpus, url: str, cut: str | None) -> None:
    """Print the way of the page with this URL.

    Raises:
        ValueError: It is no URL, no dataset of the corpus knows the page, or there is no such cut.
    """
    address = normalise(url)
    if address is None:
        raise ValueError(f"{url!r} is no http(s) URL: write it whole, such as https://example.org/page")
    page = page_id(address)
    cuts = _cuts(corpus, cut)
    steps = [*_forgotten(corpus, address), *_crawled(corpus, page), *_extracted(corpus, {address, url})]
    found = sorted(find_rows(corpus.documents, DOCUMENTS_KIND, "page", [page]), key=lambda row: str(row["fetched_at"]))
    rows = {row["id"]: row for row in found}  # of one id the latest capture speaks
    if not steps and not rows:
        as_another = ", or it says the same as a page that is forgotten" if files_of(corpus) else ""
        raise ValueError(
            f"{address} is in no dataset of {corpus.root}: never linked to, or out of the crawl's scope{as_another}"
        )
    console.print(Styled.assemble((address, "bold"), f"  page {page}"))
    _print_steps(steps)
    facts = _facts(corpus, rows.values())
    for row in rows.values():
        document = _document(row)
        for name in cuts:
            print_cut(corpus, name, document, facts)


def cut_names(corpus: Corpus) -> list[str]:
    """Return the names of the cuts a corpus has."""
    return [name for name in storage.folders_in(storage.join(corpus.root, "cuts")) if CUT_NAME.fullmatch(name)]


def _cuts(corpus: Corpus, cut: str | None) -> list[str]:
    names = cut_names(corpus)
    if cut is not None and cut not in names:
        raise ValueError(f"{corpus.root} has no cut {cut!r}: it has {', '.join(names) or 'none yet'}")
    return [cut] if cut else names


def _forgotten(corpus: Corpus, address: str) -> Iterator[Step]:
    why = why_forgotten(corpus, address)
    if why:
        yield Step("forget", DROPPED, FORGOTTEN, why)


def _crawled(corpus: Corpus, page: str) -> Iterator[Step]:
    captures = list(find_rows(corpus.captures, CAPTURES_KIND, "page", [page]))
    for row in captures:
        what = f"round {row['generation']}, depth {row['depth']}, status {row['status'] or '-'}, {row['fetched_at']}"
        yield Step("crawl", row["outcome"], row["consent"] or row["reason"], f"{what} {row['location']}")
    if not captures:
        waiting = [row for row in find_rows(corpus.captures, FRONTIER_KIND, "page", [page]) if row["due"]]
        for row in waiting[-1:]:
            yield Step("crawl", "", "not fetched yet", f"depth {row['depth']}, in the frontier")


def _extracted(corpus: Corpus, addresses: Collection[str]) -> Iterator[Step]:
    for row in find_rows(corpus.documents, RECORDS_KIND, "url", addresses):
        if row["type"] not in ("request", "metadata"):
            place = f"{row['source']['path']} at {row['source']['offset']}"
            yield Step("extract", row["outcome"], row["reason"], f"{row['detail'] or row['id']} {place}")


def _facts(corpus: Corpus, rows: Any) -> dict[str, dict[str, Any]]:
    urls = {element["image"]["url"] for row in rows for element in row["elements"] if element["image"]}
    return {row["url"]: row for row in find_rows(corpus.images, IMAGES_KIND, "url", urls)} if urls else {}


def _document(row: Mapping[str, Any]) -> Document:
    return document_from_row({key: value for key, value in row.items() if key not in ("generation", "file")})


def _print_steps(steps: list[Step]) -> None:
    table = Table(box=None, padding=(0, 2))
    for heading in ("job", "outcome", "reason", ""):
        table.add_column(heading)
    for step in steps:
        outcome = Styled(step.outcome, COLOURS.get(step.outcome, ""))
        table.add_row(step.job, outcome, Styled(step.reason), Styled(visible(step.what)))
    console.print(table)
