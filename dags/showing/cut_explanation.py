"""What a cut made of a document: its decision, its signals beside the cut's bounds, every element with its fate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.table import Table
from rich.text import Text as Styled

from dags.asking.changes import rules_from
from dags.cutting.entries import BROKEN_KIND, DECISIONS_KIND, EDITED_KIND
from dags.report import console
from dags.showing.bounds_table import beside_bounds, bounds_table
from dags.showing.visible import visible
from dom_parsing.records import Document, Element, Image
from filters.columns.cut import RuleSet
from filters.images.image_signals import REFERENCE_SIGNALS
from filters.images.references import Shown
from filters.signals import measure_all
from filters.text.paragraph_signals import PARAGRAPH_SIGNALS
from filters.text.sample import Sample
from filters.text.settings import SignalSettings
from ingest.records import DROPPED, FAILED, KEPT
from shards.dataset import Corpus, Dataset
from shards.indexed import INDEX_KIND
from shards.lookup import find_rows

COLOURS = {KEPT: "green", DROPPED: "yellow", FAILED: "red"}
SHOWN = 68
Facts = Mapping[str, Mapping[str, Any]]


def print_cut(corpus: Corpus, cut: str, document: Document, facts: Facts) -> None:
    """Print what a cut made of a document.

    Args:
        corpus: Where the cut is.
        cut: Its name.
        document: The document.
        facts: Rows of the images it shows, by URL.
    """
    selection, shortlist = corpus.selection(cut), corpus.shortlist(cut)
    dataset = selection if selection.generations() else shortlist
    decisions: dict[int | None, dict[str, Any]] = {}
    for row in _rows_of(dataset, DECISIONS_KIND, "subject", document.id):
        decisions.setdefault(row["element"], row)  # the first speaks for the capture that counts, the rest for repeats
    own = decisions.get(None)
    console.print()
    console.print(f"[bold]cut {cut}[/bold]: document {document.id}, captured {document.fetched_at}", soft_wrap=True)
    console.print(
        Styled("  " + (_fate(own) if own else "not judged yet"), COLOURS.get(own["outcome"] if own else "", ""))
    )
    rules = _rules_of(shortlist)
    left = next((row["signals"] for row in _rows_of(shortlist, EDITED_KIND, "id", document.id)), None)
    console.print(bounds_table(document.signals, left, rules.document))
    for row in _rows_of(shortlist, BROKEN_KIND, "subject", document.id):
        where = "the document" if row["element"] is None else f"element {row['element']}"
        console.print(Styled(f"  {where} breaks {row['rule']}: {row['value']} (bound: {row['bound']})"))
    console.print(_elements_table(document, decisions, _Measures(document, rules, facts)))
    for row in _rows_of(corpus.shards(cut), INDEX_KIND, "key", document.id):
        tar = row["file"].replace("/index-", "/shard-").removesuffix(".parquet") + ".tar"
        console.print(f"  in {tar}: {row['member']} at byte {row['offset']}, {row['size']} bytes")


def _rules_of(shortlist: Dataset) -> RuleSet:
    made = shortlist.generations()
    return rules_from(made[0].manifest.provenance.settings) if made else RuleSet({}, {})


@dataclass(frozen=True)
class _Measures:
    """What rules ask of the elements of a document, and its values."""

    document: Document
    rules: RuleSet
    facts: Facts

    def of(self, element: Element) -> str:
        """Return the signals of an element that rules ask for beside their bounds.

        Those of paragraphs are stored nowhere: they are measured here, as far as that takes no model.
        """
        if not isinstance(element, Image):
            asked = {name: PARAGRAPH_SIGNALS[name] for name in self.rules.paragraph}
            language = str(self.document.signals.get("language"))
            sample = Sample((element,), SignalSettings(), language)
            return beside_bounds(measure_all(sample, asked), self.rules.paragraph)
        row = self.facts.get(element.url)
        known = row["signals"] if row and row["outcome"] == KEPT else {}
        reference = {name: spec for name, spec in REFERENCE_SIGNALS.items() if name in self.rules.image}
        return beside_bounds({**measure_all(Shown(element), reference), **known}, self.rules.image)


def _elements_table(
    document: Document, decisions: Mapping[int | None, Mapping[str, Any]], measures: _Measures
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
        known = _picture(measures.facts.get(element.url)) if isinstance(element, Image) else ""
        fate = Styled(f"{_fate(row) if row else 'kept so far'}{known}", COLOURS.get(row["outcome"] if row else "", ""))
        measured = measures.of(element)
        table.add_row(str(index), Styled(_cut_off(what)), fate + Styled(f"\n{measured}", "dim") if measured else fate)
    return table


def _rows_of(dataset: Dataset, kind: str, column: str, id: str) -> Iterator[dict[str, Any]]:
    if dataset.generations():
        yield from find_rows(dataset, kind, column, [id])


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


def _cut_off(text: str) -> str:
    line = visible(" ".join(text.split()))
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
