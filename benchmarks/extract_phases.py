"""Where the CPU time of the job `extract` goes: its own steps one after the other in one process, each by the clock.

    python -m benchmarks.extract_phases ARCHIVE ...

Prints one JSON object: phase -> CPU seconds over all records. What signals share (words, tokens, the language, ...) is
asked for before them and counts by itself; `other` is what the whole took beyond the phases.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from dags.extraction.extract import DOCUMENTS_KIND, HEAD
from dags.extraction.pieces import Stretch
from dags.extraction.rows import RECORDS, record_row, size_of_document, size_of_record, totals_of
from dags.recipe import load_recipe
from dags.tables import DOCUMENTS
from dom_parsing.page import read_page
from dom_parsing.records import Document, Signal
from dom_parsing.tables import document_row
from dom_parsing.unreadable import UnreadableError
from filters.text.sample import Sample
from filters.text.text_signals import DOCUMENT_SIGNALS
from ingest.opt_outs.consent import page_signal
from ingest.records import DROPPED, KEPT
from ingest.warc.warc_reader import WarcRecord
from shards.dataset import Corpus
from shards.parts import PartWriter, Place

RECIPE = load_recipe("m3w")
SHARED = [name for name, value in vars(Sample).items() if isinstance(value, cached_property)]


class Phases:
    """CPU seconds by phase."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Count what the block takes."""
        begun = time.process_time()
        try:
            yield
        finally:
            self.seconds[name] += time.process_time() - begun


def measured(phases: Phases, document: Document) -> Document:
    """Return a document with its signals."""
    sample = Sample(document.elements, RECIPE.signals)
    for name in SHARED:
        with phases.of(f"signals: what they share, {name}"):
            getattr(sample, name)
    values: dict[str, Signal] = {}
    for name, spec in DOCUMENT_SIGNALS.items():
        if spec.measure is not None:
            with phases.of(f"signals: {_module_of(spec.measure)}"):
                values[name] = spec.measure(sample)
    return replace(document, signals=values)


def _module_of(measure: object) -> str:
    return str(getattr(measure, "__module__", "?")).rpartition(".")[2]


def extracted(phases: Phases, record: WarcRecord) -> Document | None:
    """Return the document that a record makes, if any."""
    try:
        with phases.of("parsing, checks and head"):
            page = read_page(record.payload, record.url, charset=record.charset or None, settings=RECIPE.extract)
            forbidden = page_signal(page.head, RECIPE.crawl.product_token)
        if forbidden:
            return None
        with phases.of("extraction"):
            document = page.document(fetched_at=record.date, source=record.source)
    except UnreadableError:
        return None
    return measured(phases, document) if document.elements else None


def run(phases: Phases, archive: str, folder: str) -> None:
    """Make a part of documents from an archive."""
    with PartWriter(Place(folder, "0" * 16).part("00000-of-00001")) as part:
        records, documents = part.table(HEAD, RECORDS), part.table(DOCUMENTS_KIND, DOCUMENTS)
        found = Stretch(archive, Path(archive).stat().st_size).records(Corpus(folder))
        while True:
            with phases.of("reading WARC"):
                record = next(found, None)
            if record is None:
                break
            document = extracted(phases, record)
            with phases.of("rows"):
                row = record_row(record, KEPT if document else DROPPED, "", "", document.id if document else "")
                document_as_row = document_row(document) if document else None
            with phases.of("Arrow and Parquet"):
                records.add(row, size=size_of_record(row))
                if document_as_row:
                    documents.add(document_as_row, size=size_of_document(document_as_row))
                    part.totals.update(totals_of(document_as_row))
        with phases.of("Arrow and Parquet"):
            part.publish(HEAD)


def main(archives: Sequence[str]) -> None:
    """Measure and print."""
    phases = Phases()
    begun = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        for number, archive in enumerate(archives):
            run(phases, archive, f"{folder}/{number}")
    whole = time.process_time() - begun
    print(json.dumps({**phases.seconds, "other": whole - sum(phases.seconds.values()), "whole": whole}))


if __name__ == "__main__":
    main(sys.argv[1:])
