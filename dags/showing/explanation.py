"""`m3w explain URL`: a page's way through all jobs, every element with its fate, rule, value and bound."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.table import Table
from rich.text import Text as Styled

from dags.crawling.crawl_part import HEAD as CAPTURES_KIND
from dags.crawling.frontier_parts import FRONTIER_KIND
from dags.cutting.shortlist import DECISIONS_KIND
from dags.extraction.extract import DOCUMENTS_KIND
from dags.extraction.extract import HEAD as RECORDS_KIND
from dags.imaging.images import HEAD as IMAGES_KIND
from dags.report import console
from dags.showing.visible import visible
from dom_parsing.records import Document, Image
from dom_parsing.tables import document_from_row
from dom_parsing.urls import normalise, page_id
from ingest.records import DROPPED, FAILED, KEPT
from shards import storage
from shards.dataset import CUT_NAME, Corpus, Dataset
from shards.indexed import INDEX_KIND
from shards.lookup import find_rows

COLOURS = {KEPT: "green", DROPPED: "yellow", FAILED: "red"}
SHOWN = 68


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
    steps = [*_crawled(corpus, page), *_extracted(corpus, {address, url})]
    found = sorted(find_rows(corpus.documents, DOCUMENTS_KIND, "page", [page]), key=lambda row: str(row["fetched_at"]))
    rows = {row["id"]: row for row in found}  # of one id the latest capture speaks
    if not steps and not rows:
        raise ValueError(f"{address} is in no dataset of {corpus.root}: never linked to, or out of the crawl's scope")
    console.print(Styled.assemble((address, "bold"), f"  page {page}"))
    _print_steps(steps)
    facts = _facts(corpus, rows.values())
    for row in rows.values():
        document = _document(row)
        for name in cuts:
            _print_cut(corpus, name, document, facts)


def cut_names(corpus: Corpus) -> list[str]:
    """Return the names of the cuts a corpus has."""
    return [name for name in storage.folders_in(storage.join(corpus.root, "cuts")) if CUT_NAME.fullmatch(name)]


def _cuts(corpus: Corpus, cut: str | None) -> list[str]:
    names = cut_names(corpus)
    if cut is not None and cut not in names:
        raise ValueError(f"{corpus.root} has no cut {cut!r}: it has {', '.join(names) or 'none yet'}")
    return [cut] if cut else names


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


def _print_cut(corpus: Corpus, cut: str, document: Document, facts: Mapping[str, Mapping[str, Any]]) -> None:
    selection = corpus.selection(cut)
    dataset = selection if selection.generations() else corpus.shortlist(cut)
    found = list(find_rows(dataset, DECISIONS_KIND, "subject", [document.id])) if dataset.generations() else []
    decisions: dict[int | None, dict[str, Any]] = {}
    for row in found:
        decisions.setdefault(row["element"], row)  # the first speaks for the capture that counts, the rest for repeats
    own = decisions.get(None)
    console.print()
    console.print(f"[bold]cut {cut}[/bold]: document {document.id}, captured {document.fetched_at}", soft_wrap=True)
    console.print(
        Styled("  " + (_fate(own) if own else "not judged yet"), COLOURS.get(own["outcome"] if own else "", ""))
    )
    console.print("  signals: " + ", ".join(f"{name} {_short(value)}" for name, value in document.signals.items()))
    console.print(_elements_table(document, decisions, facts))
    for row in _members(corpus.shards(cut), document.id):
        tar = row["file"].replace("/index-", "/shard-").removesuffix(".parquet") + ".tar"
        console.print(f"  in {tar}: {row['member']} at byte {row['offset']}, {row['size']} bytes")


def _elements_table(
    document: Document, decisions: Mapping[int | None, Mapping[str, Any]], facts: Mapping[str, Mapping[str, Any]]
) -> Table:
    table = Table(box=None, padding=(0, 2))
    for heading in ("", "element", "fate"):
        table.add_column(heading)
    for index, element in enumerate((*document.elements, None)):
        for omission in document.omissions:
            if omission.before == index:
                shown = omission.url or omission.text
                table.add_row("-", Styled(_cut_off(shown), "dim"), Styled(f"left out: {omission.reason}", "dim"))
        if element is None:
            continue
        row = decisions.get(index)
        what = f"[image] {element.url} {element.alt}" if isinstance(element, Image) else element.text
        known = _picture(facts.get(element.url)) if isinstance(element, Image) else ""
        fate = f"{_fate(row) if row else 'kept so far'}{known}"
        table.add_row(str(index), Styled(_cut_off(what)), Styled(fate, COLOURS.get(row["outcome"] if row else "", "")))
    return table


def _members(shards: Dataset, id: str) -> Iterator[dict[str, Any]]:
    if shards.generations():
        yield from find_rows(shards, INDEX_KIND, "key", [id])


def _picture(row: Mapping[str, Any] | None) -> str:
    if row is None or row["outcome"] != KEPT:
        return ""
    return f"  ({row['width']} x {row['height']} {row['format']}, {row['size']} bytes)"


def _fate(row: Mapping[str, Any]) -> str:
    if row["outcome"] == KEPT:
        return f"kept at {row['stage']}"
    if row["rule"] == "document":
        return "goes with its document"
    value = f": {row['value']}" if row["value"] else ""
    return f"{row['outcome']} at {row['stage']} by {row['rule']}{value} (bound: {row['bound']})"


def _short(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _cut_off(text: str) -> str:
    line = visible(" ".join(text.split()))
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
