"""The job `shortlist`: documents -> text Decisions, clusters of duplicates, the images in question.

documents --> text rules --> kept --> clusters of duplicates --.
|            `----> spread of each image ----+--> candidates
`--> dropped --------------------------------+--> decisions
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

import apache_beam as beam
import pyarrow.parquet as pq
from apache_beam.transforms.combiners import Count

from dags.job import Job
from dags.recipe import Recipe, rules_of
from dags.tables import ReadTables, inputs_of, paths_of, rows_in, total
from dags.write import DOCUMENTS_A_PROCESS, Layout, Row, WriteBuckets
from dom_parsing.records import RecordRef
from dom_parsing.tables import ref_from_row
from filters.duplicates.clustering import ClusterDuplicates, Clusters, Signed, Signer
from filters.duplicates.duplicates import DuplicateSettings, Member, in_preference
from filters.judgement import Candidate, Reference, judge_spread, judge_text
from filters.records import SHORTLIST, Decision, dropped, kept
from filters.rules import Rules
from filters.tables import CANDIDATES, DECISIONS, candidate_row
from ingest.records import KEPT
from shards.dataset import Corpus
from shards.fingerprint import Provenance, versions_of
from shards.ledger import Tally, tally_rows
from shards.parts import Place

DECISIONS_KIND, CANDIDATES_KIND = "decisions", "candidates"
COLUMNS = ("id", "page", "fetched_at", "source", "elements", "signals")
REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the shortlist needs of a document: its text stays behind, a signature stands for it."""

    id: str
    page: str
    fetched_at: str
    source: RecordRef | None
    images: tuple[Reference, ...]
    decision: Decision
    signed: Signed | None


class JudgeText(beam.DoFn):
    """Row of documents -> (id, Entry): decided by the text rules, and signed where it passes them."""

    def __init__(self, rules: Rules, duplicates: DuplicateSettings) -> None:
        self._rules, self._duplicates = rules, duplicates

    def setup(self) -> None:
        """Draw the hash functions, once a worker."""
        self._signer = Signer(self._duplicates)

    def process(self, row: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
        """Judge one document."""
        id, page, elements = row["id"], row["page"], row["elements"]
        decision = judge_text(id, row["signals"], self._rules)
        images = tuple(Reference(i, element["image"]["url"]) for i, element in enumerate(elements) if element["image"])
        signed = None
        if decision.outcome == KEPT:
            text = "\n\n".join(element["text"] for element in elements if element["text"] is not None)
            signed = self._signer.sign(id, page, text)
        yield id, Entry(id, page, row["fetched_at"], ref_from_row(row["source"]), images, decision, signed)


def plan(corpus: Corpus, recipe: Recipe, cut: str, generations: int | None = None) -> Job:
    """Plan the shortlist of a cut.

    Args:
        corpus: Where the documents are.
        recipe: Its rules and `[duplicates]` count.
        cut: The cut.
        generations: How many of the first generations of documents count; None for all there are.

    Raises:
        DatasetError: There are no finished documents.
    """
    documents = corpus.documents.require()[:generations]
    settings = {
        **rules_of(recipe),
        "duplicates": recipe.duplicates.model_dump(mode="json"),
        "rows_per_part": recipe.shards.rows_per_part,
    }
    provenance = Provenance("shortlist", settings, versions_of("numpy", "pyarrow"), inputs_of(documents))
    number = rows_in(documents, "documents")
    count = max(1, ceil(number / recipe.shards.rows_per_part))
    return Job(
        dataset="shortlist",
        folder=corpus.shortlist(cut).folder,
        provenance=provenance,
        build=lambda pipeline, place: build(pipeline, place, paths_of(documents, "documents"), recipe, count),
        units=count,
        processes=ceil(number / DOCUMENTS_A_PROCESS),
        taken={"documents": number, "images": total(documents, "images")},
    )


def build(pipeline: beam.Pipeline, place: Place, paths: list[str], recipe: Recipe, count: int) -> Any:
    """Add the graph to a pipeline; return a PCollection of PartInfo."""
    layout = Layout({DECISIONS_KIND: DECISIONS, CANDIDATES_KIND: CANDIDATES}, DECISIONS_KIND, tally_decisions, count)
    first, repeated = (
        pipeline
        | "ReadDocuments" >> ReadTables(paths, columns=COLUMNS)
        | "JudgeText" >> beam.ParDo(JudgeText(recipe.document.rules, recipe.duplicates))
        | "SameCapture" >> beam.GroupByKey()
        | "FirstOfCapture" >> beam.FlatMapTuple(_first_of_capture).with_outputs(REPEATED, main="first")
    )
    candidates = _cluster(first | "Passing" >> beam.Filter(lambda entry: entry.signed is not None), recipe)
    widespread = candidates | "Widespread" >> FindWidespread(recipe.image.rules)
    shortlisted = (
        {"candidate": candidates | "ById" >> beam.Map(lambda entry: (entry.member.id, entry)), "dropped": widespread}
        | "JoinWidespread" >> beam.CoGroupByKey()
        | "RowsOfCandidates" >> beam.MapTuple(_candidate_rows)
    )
    rejected = (
        first
        | "Failing" >> beam.Filter(lambda entry: entry.signed is None)
        | "RowsOfDropped" >> beam.Map(lambda entry: (entry.id, _dropped_rows(entry, entry.decision)))
    )
    return (shortlisted, rejected, repeated) | "AllRows" >> beam.Flatten() | "Write" >> WriteBuckets(place, layout)


def _first_of_capture(id: str, entries: Iterable[Entry]) -> Iterator[Any]:
    """Let one of several identical captures of a page speak for all; the others are dropped as its repeats."""
    first, *others = in_preference(entries)
    yield first
    for number, entry in enumerate(others):
        decision = dropped(id, None, SHORTLIST, "duplicate.capture", first.fetched_at, "one of each id")
        yield beam.pvalue.TaggedOutput(REPEATED, (f"{id}~{number:06d}", _dropped_rows(entry, decision)))


def _cluster(passing: Any, recipe: Recipe) -> Any:
    clusters = (
        passing
        | "Signatures" >> beam.Map(lambda entry: entry.signed)
        | "Cluster" >> ClusterDuplicates(recipe.duplicates)
    )
    slim = passing | "WithoutSignature" >> beam.Map(
        lambda entry: (entry.id, (entry.page, entry.fetched_at, entry.images))
    )
    return {"entry": slim, "clusters": clusters} | "JoinClusters" >> beam.CoGroupByKey() | beam.MapTuple(_candidate)


def _candidate(id: str, found: Mapping[str, Iterable[Any]]) -> Candidate:
    ((page, fetched_at, images),) = found["entry"]
    clusters = next(iter(found["clusters"]), Clusters(id, id))
    return Candidate(Member(id, page, clusters.text, fetched_at), clusters.component, images)


@dataclass
class FindWidespread(beam.PTransform[Any, Any]):
    """Candidates -> (id, Decision) for images that too many of them show, counted by URL and component."""

    rules: Rules

    def expand(self, candidates: Any) -> Any:
        """Count components a URL, keep those over the bound, join them back to the references."""
        references = candidates | "References" >> beam.FlatMap(_references)
        counts = (
            references
            | "UrlAndComponent" >> beam.MapTuple(lambda url, reference: (url, reference[0]))
            | "EachComponentOnce" >> beam.Distinct()
            | "CountComponents" >> Count.PerKey()
        )
        return (
            {"references": references, "count": counts}
            | "JoinCounts" >> beam.CoGroupByKey()
            | "JudgeSpread" >> beam.FlatMapTuple(self._judge)
        )

    def _judge(self, url: str, found: Mapping[str, Iterable[Any]]) -> Iterator[tuple[str, Decision]]:
        (count,) = found["count"]
        for _, id, element in found["references"]:
            for decision in judge_spread(id, [(Reference(element, url), count)], self.rules):
                yield id, decision


def _references(candidate: Candidate) -> Iterator[tuple[str, tuple[str, str, int]]]:
    for image in candidate.images:
        yield image.url, (candidate.component, candidate.member.id, image.element)


def _candidate_rows(id: str, found: Mapping[str, Iterable[Any]]) -> tuple[str, list[Row]]:
    (candidate,) = found["candidate"]
    gone = {decision.element: decision for decision in found["dropped"]}
    on_images = [gone.get(image.element) or kept(id, image.element, SHORTLIST) for image in candidate.images]
    decisions = [kept(id, None, SHORTLIST), *on_images]
    left = tuple(image for image in candidate.images if image.element not in gone)
    rest = Candidate(candidate.member, candidate.component, left)
    return id, [*((DECISIONS_KIND, asdict(decision)) for decision in decisions), (CANDIDATES_KIND, candidate_row(rest))]


def _dropped_rows(entry: Entry, decision: Decision) -> list[Row]:
    with_it = [dropped(entry.id, image.element, SHORTLIST, "document", "", "kept") for image in entry.images]
    return [(DECISIONS_KIND, asdict(row)) for row in (decision, *with_it)]


def tally_decisions(table: pq.ParquetFile) -> Mapping[str, Tally]:
    """Count documents and images by outcome and rule."""
    return tally_by_subject(table, "images")


def tally_by_subject(table: pq.ParquetFile, elements: str) -> Mapping[str, Tally]:
    """Count decisions on documents and on their elements apart."""
    pairs: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for batch in table.iter_batches(columns=["element", "outcome", "rule"]):
        for row in batch.to_pylist():
            pairs[row["element"] is None].append((row["outcome"], row["rule"]))
    return {"documents": tally_rows(pairs[True]), elements: tally_rows(pairs[False])}
