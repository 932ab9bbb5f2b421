"""The job `select`: documents, shortlist and images -> every final Decision, and what the cut keeps.

candidates + facts --> judged components --> survivors --.
shortlist's decisions, signals after editing ------------+--> decisions on documents and all elements
elements of every document ------------------------------'`-> selected: what to write
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

import apache_beam as beam

from dags.cutting.entries import DECISIONS_KIND, EDITED_KIND
from dags.cutting.shortlist import CANDIDATES_KIND, tally_by_subject
from dags.imaging.image_reader import ImageReader
from dags.imaging.images import seen_by
from dags.job import Job
from dags.recipe import Recipe, rules_of
from dags.scoring.known import KnownScores, is_scored, known_scores
from dags.tables import ReadTables, inputs_of, paths_of, pinned, rows_in, total
from dags.tombstones import files_of
from dags.write import DOCUMENTS_A_PROCESS, Layout, Row, WriteBuckets
from dom_parsing.records import RecordRef
from dom_parsing.tables import ref_from_row
from filters.duplicates.duplicates import in_order, in_preference, survivors, undecided
from filters.judgement import Judged
from filters.judging import JudgeComponents
from filters.records import SELECT, Decision, dropped, kept
from filters.tables import DECISIONS, SELECTED, candidate_from_row, picture_row
from ingest.records import KEPT
from shards.dataset import Corpus
from shards.fingerprint import Provenance, versions_of
from shards.manifest import DatasetError
from shards.parts import Place

SELECTED_KIND = "selected"
COLUMNS = ("id", "fetched_at", "source", "elements.list.element.image.url")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A document without its words: which of its elements are images."""

    fetched_at: str
    source: RecordRef | None
    is_image: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a candidate: what the rules say of it, and the duplicate that stays in its place, if any."""

    judged: Judged
    rule: str = ""
    witness: str = ""


def plan(corpus: Corpus, recipe: Recipe, cut: str) -> Job:
    """Plan the selection of a cut.

    Raises:
        DatasetError: Documents, shortlist or images are missing.
    """
    shortlist = corpus.shortlist(cut).require()
    documents = pinned(corpus.documents.require(), shortlist)
    images = seen_by(corpus, recipe, cut)
    if images is None:
        raise DatasetError(f"cut {cut!r} lacks images: run `m3w images` with the same recipe first")
    scores = known_scores(corpus, recipe, cut)
    if scores.models and not is_scored(corpus, recipe, cut):
        raise DatasetError(f"cut {cut!r} lacks scores, which its rules ask for: run `m3w score` with the same recipe")
    settings = {**rules_of(recipe), "rows_per_part": recipe.shards.rows_per_part}
    inputs = [*inputs_of(documents, shortlist, images, scores.generations), *sorted(scores.models.items())]
    number = rows_in(documents, "documents")
    count = max(1, ceil(number / recipe.shards.rows_per_part))
    sources = Sources(
        paths_of(documents, "documents"),
        paths_of(shortlist, DECISIONS_KIND),
        paths_of(shortlist, CANDIDATES_KIND),
        paths_of(shortlist, EDITED_KIND),
        paths_of(images, "images"),
        scores,
        files_of(corpus),
    )
    return Job(
        dataset="selection",
        folder=corpus.selection(cut).folder,
        provenance=Provenance("select", settings, versions_of("pyarrow"), inputs),
        build=lambda pipeline, place: build(pipeline, place, sources, recipe, count),
        units=count,
        processes=ceil(number / DOCUMENTS_A_PROCESS),
        taken={"documents": number, "elements": total(documents, "elements")},
    )


@dataclass(frozen=True, slots=True)
class Sources:
    """The tables a selection reads, and the scores."""

    documents: list[str]
    decisions: list[str]
    candidates: list[str]
    edited: list[str]
    images: list[str]
    scores: KnownScores
    tombstones: tuple[str, ...] = ()


def build(pipeline: beam.Pipeline, place: Place, sources: Sources, recipe: Recipe, count: int) -> Any:
    """Add the graph to a pipeline; return a PCollection of PartInfo."""
    layout = Layout(
        {DECISIONS_KIND: DECISIONS, SELECTED_KIND: SELECTED}, DECISIONS_KIND, tally_selection, count, _totals
    )
    fates = (
        {
            "candidates": pipeline | "ReadCandidates" >> ReadTables(sources.candidates, candidate_from_row),
            "facts": pipeline | "ReadFacts" >> ReadTables(sources.images, ImageReader(sources.tombstones)),
            **sources.scores.join(pipeline),
        }
        | "JudgeComponents" >> JudgeComponents(recipe.image.rules, recipe.document.rules)
        | "Survive" >> beam.FlatMapTuple(fates_of)
    )
    return (
        {
            "skeletons": pipeline | "ReadElements" >> ReadTables(sources.documents, _skeleton, COLUMNS),
            "early": pipeline | "ReadDecisions" >> ReadTables(sources.decisions, _decision),
            "edited": pipeline | "ReadEdited" >> ReadTables(sources.edited, lambda row: (row["id"], row["signals"])),
            "fate": fates,
        }
        | "JoinAll" >> beam.CoGroupByKey()
        | "Conclude" >> beam.FlatMapTuple(conclude)
        | "Write" >> WriteBuckets(place, layout)
    )


def _skeleton(row: Mapping[str, Any]) -> tuple[str, Skeleton]:
    is_image = tuple(element["image"] is not None for element in row["elements"])
    return row["id"], Skeleton(row["fetched_at"], ref_from_row(row["source"]), is_image)


def _decision(row: Mapping[str, Any]) -> tuple[str, Decision]:
    return row["subject"], Decision(**row)


def fates_of(component: str, group: Iterable[Judged]) -> Iterator[tuple[str, Fate]]:
    """Yield what becomes of each member of a component.

    Raises:
        ValueError: Images of a member that may survive have not been fetched.
    """
    judged = {each.candidate.member.id: each for each in group}
    members = in_order(each.candidate.member for each in judged.values())
    passes = {id: each.passes for id, each in judged.items()}
    waiting = undecided(members, passes)
    if waiting:
        first = judged[waiting[0]]
        lacking, job = ("scores", "score") if first.unscored else (f"images ({first.missing[0]})", "images")
        raise ValueError(
            f"document {waiting[0]} of component {component} waits for {lacking}: run `m3w {job}` for this cut first"
        )
    verdicts = {verdict.id: verdict for verdict in survivors(members, passes)}
    for id, each in judged.items():
        verdict = verdicts.get(id)
        yield id, Fate(each, verdict.rule, verdict.witness) if verdict else Fate(each)


def conclude(id: str, found: Mapping[str, Iterable[Any]]) -> Iterator[tuple[str, list[Row]]]:
    """Yield all rows of a document: its decision, one for each element, and what to write if it is kept."""
    skeleton, *repeats = in_preference(found["skeletons"])
    early = list(found["early"])
    fate = next(iter(found["fate"]), None)
    decision = _final(id, early, fate)
    by_element = {row.element: row for row in early if row.element is not None and row.rule != "document"}
    by_element |= {row.element: row for row in fate.judged.decisions if row.element is not None} if fate else {}
    rows = [decision, *_element_rows(id, skeleton, decision, by_element)]
    selected = _selected(rows, skeleton, fate, next(iter(found["edited"]), None))
    yield id, [*((DECISIONS_KIND, asdict(row)) for row in rows), *selected]
    again = [row for row in early if row.rule == "duplicate.capture"]
    for number, (repeat, row) in enumerate(zip(repeats, again, strict=True)):
        rows = [row, *_element_rows(id, repeat, row, {})]
        yield f"{id}~{number:06d}", [(DECISIONS_KIND, asdict(row)) for row in rows]


def _final(id: str, early: list[Decision], fate: Fate | None) -> Decision:
    (decision,) = (row for row in early if row.element is None and row.rule != "duplicate.capture")
    if fate is None:
        return decision
    if fate.rule:
        return dropped(id, None, SELECT, fate.rule, fate.witness, "one of its kind")
    return next((row for row in fate.judged.decisions if row.element is None), kept(id, None, SELECT))


def _element_rows(
    id: str, skeleton: Skeleton, decision: Decision, by_element: Mapping[int | None, Decision]
) -> Iterator[Decision]:
    for index in range(len(skeleton.is_image)):
        own = by_element.get(index)
        if own is not None and own.outcome != KEPT:
            yield own
        elif decision.outcome != KEPT:
            yield dropped(id, index, SELECT, "document", "", "kept")
        else:
            yield kept(id, index, SELECT)


def _selected(
    rows: Sequence[Decision], skeleton: Skeleton, fate: Fate | None, signals: Mapping[str, Any] | None
) -> Iterator[Row]:
    decision, *on_elements = rows
    if decision.outcome == KEPT and fate is not None:
        texts = [row.element for row in on_elements if row.outcome != KEPT and not skeleton.is_image[row.element or 0]]
        yield (
            SELECTED_KIND,
            {
                "id": decision.subject,
                "texts_dropped": texts,
                "pictures": [picture_row(picture) for picture in fate.judged.pictures],
                "characters": fate.judged.candidate.characters,
                "signals": signals,
            },
        )


def _totals(kind: str, row: Mapping[str, Any]) -> Mapping[str, int]:
    if kind != SELECTED_KIND:
        return {}
    size = sum(picture["size"] for picture in row["pictures"])
    return {"documents": 1, "pictures": len(row["pictures"]), "bytes": size + row["characters"]}


def tally_selection(table: Any) -> Any:
    """Count documents and elements by outcome and rule."""
    return tally_by_subject(table, "elements")
