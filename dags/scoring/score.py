"""The job `score`: pictures and documents that a cut may keep -> what models say of them, once for each model.

candidates + facts --> judged --> pictures, documents with their texts --.
scores there are already ------------------------------------------------+--> chunks --> model --> parts

A chunk is what one part holds. It goes through RunInference whole, and its part is written at once: so what a model is
given together hangs on the chunk alone, never on workers or on what Beam puts into one bundle, and a job that was
killed goes on with the chunks that have no part yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Any

import apache_beam as beam
from apache_beam.ml.inference.base import ModelHandler, RunInference

from dags.cutting.shortlist import CANDIDATES_KIND
from dags.imaging.image_reader import ImageReader
from dags.imaging.images import seen_by
from dags.job import DescribeParts, Job
from dags.progress import Heartbeat
from dags.recipe import Recipe, rules_of
from dags.scoring import items
from dags.scoring.items import Chunk
from dags.scoring.known import HEAD, UNIT, KnownScores, digests
from dags.scoring.scorers import Origin, Scorer, check_labels, load_scorer
from dags.tables import ReadTables, inputs_of, paths_of, pinned, rows_in
from dags.tombstones import files_of
from filters.judging import JudgeComponents
from filters.models.scores import SCORES, Score, score_row
from filters.models.settings import ModelSection, ModelSettings, asked_of_models
from filters.rules import Rules
from filters.tables import candidate_from_row
from shards.dataset import Corpus
from shards.fingerprint import Provenance, versions_of
from shards.manifest import DatasetError
from shards.parts import PartWriter, Place, is_finished, tally_outcomes

ITEMS_A_PART = 1024
DOCUMENTS_A_BUCKET = 4096


@dataclass(frozen=True, slots=True)
class Tables:
    """What a round of scoring reads."""

    documents: Sequence[str]
    candidates: Sequence[str]
    facts: Sequence[str]
    scores: KnownScores
    tombstones: tuple[str, ...]


def plan(corpus: Corpus, recipe: Recipe, cut: str) -> Job:
    """Plan what is still to be scored for a cut; it may turn out to be nothing.

    Raises:
        DatasetError: Documents, shortlist or images are missing.
        ValueError: The recipe gives no model, or a folder holds none, or one without the label.
    """
    models = digests(recipe.models)
    if not models:
        raise ValueError("the recipe gives no model to score with: see [models] in docs/models.md")
    check_labels(recipe.models)
    shortlist = corpus.shortlist(cut).require()
    documents = pinned(corpus.documents.require(), shortlist)
    images, earlier = seen_by(corpus, recipe, cut), corpus.scores.generations()
    if images is None:
        raise DatasetError(f"cut {cut!r} lacks images: run `m3w images` with the same recipe first")
    number = rows_in(shortlist, CANDIDATES_KIND)
    buckets = max(1, ceil(number / DOCUMENTS_A_BUCKET))
    settings = {**models, "batch": recipe.models.batch, "buckets": buckets}
    versions = versions_of("torch", "transformers", "pillow", "pyarrow")
    inputs = [*inputs_of(documents, shortlist, images, earlier), rules_of(recipe)]
    tables = Tables(
        paths_of(documents, "documents"),
        paths_of(shortlist, CANDIDATES_KIND),
        paths_of(images, "images"),
        KnownScores(tuple(earlier), models),
        files_of(corpus),
    )
    return Job(
        dataset="scores",
        folder=corpus.scores.generation_folder(len(earlier) + 1),
        provenance=Provenance("score", settings, versions, inputs),
        build=lambda pipeline, place: build(pipeline, place, tables, recipe, corpus, buckets),
        processes=ceil(number / ITEMS_A_PART),
        may_be_empty=True,
    )


def build(pipeline: beam.Pipeline, place: Place, tables: Tables, recipe: Recipe, corpus: Corpus, buckets: int) -> Any:
    """Add the graph to a pipeline; return a PCollection of PartInfo."""
    wanted = _wanted(pipeline, tables, recipe)
    known = tables.scores.read(pipeline) | "Known" >> beam.Map(
        lambda score: ((score.signal, score.subject), -1 if score.element is None else score.element)
    )
    chunks = (
        {"asked": wanted, "known": known}
        | "JoinKnown" >> beam.CoGroupByKey()
        | "Unscored" >> beam.FlatMapTuple(items.unscored)
        | "ByBucket" >> beam.MapTuple(partial(items.by_bucket, count=buckets))
        | "GroupBuckets" >> beam.GroupByKey()
        | "Chunks" >> beam.FlatMapTuple(partial(items.chunks_of, size=ITEMS_A_PART))
        | "Spread" >> beam.Reshuffle()
    )
    looked = chunks | "Look" >> beam.Map(lambda chunk: (chunk, is_finished(place.part(chunk.label), HEAD)))
    todo = looked | "ToDo" >> beam.FlatMapTuple(lambda chunk, finished: () if finished else (chunk,))
    labels = [looked | "Finished" >> beam.FlatMapTuple(lambda chunk, finished: (chunk.label,) if finished else ())]
    for signal, section in recipe.models.given():
        origin = Origin(signal, tables.scores.models[signal], corpus.resolve)
        labels.append(todo | signal >> Ask(place, origin, section, recipe.models))
    return labels | "AllLabels" >> beam.Flatten() | "DescribeParts" >> DescribeParts(place, HEAD, tally_outcomes(UNIT))


def _wanted(pipeline: beam.Pipeline, tables: Tables, recipe: Recipe) -> Any:
    """Return ((signal, subject), Item) of all that the other rules let pass."""
    signals = tuple(tables.scores.models)
    judged = (
        {
            "candidates": pipeline | "ReadCandidates" >> ReadTables(tables.candidates, candidate_from_row),
            "facts": pipeline | "ReadFacts" >> ReadTables(tables.facts, ImageReader(tables.tombstones)),
        }
        | "JudgeComponents" >> JudgeComponents(_other(recipe.image.rules), _other(recipe.document.rules))
        | "Members" >> beam.FlatMapTuple(lambda _, group: group)
    )
    pictures = judged | "Pictures" >> beam.FlatMap(items.pictures_of, signals) | "EachOnce" >> beam.CombinePerKey(min)
    texts = pipeline | "ReadTexts" >> ReadTables(tables.documents, items.paragraphs_of, ("id", "elements"))
    documents = (
        {"asked": judged | "Documents" >> beam.FlatMap(items.document_of, signals), "texts": texts}
        | "JoinTexts" >> beam.CoGroupByKey()
        | "WithText" >> beam.FlatMapTuple(items.with_text)
    )
    return (pictures, documents) | "Wanted" >> beam.Flatten()


def _other(rules: Rules) -> Rules:
    """Return the rules that no model is needed for."""
    of_models = asked_of_models(rules)
    return {name: bound for name, bound in rules.items() if name not in of_models}


@dataclass
class Ask(beam.PTransform[Any, Any]):
    """Chunks -> labels of the parts that hold the scores of one model."""

    place: Place
    origin: Origin
    section: ModelSection
    models: ModelSettings

    def expand(self, chunks: Any) -> Any:
        """Take the chunks of this model, ask it, write."""
        return (
            chunks
            | "Own" >> beam.Filter(lambda chunk: chunk.signal == self.origin.signal)
            | "Infer" >> RunInference(ScoringHandler(self.origin, self.section, self.models))
            | "WriteParts" >> beam.MapTuple(partial(write_part, self.place))
        )


class ScoringHandler(ModelHandler[Chunk, tuple[Chunk, list[Score]], Scorer]):
    """Beam's handle on one model: an element is a whole chunk, so Beam has nothing to put together."""

    def __init__(self, origin: Origin, section: ModelSection, models: ModelSettings) -> None:
        super().__init__(min_batch_size=1, max_batch_size=1)
        self._origin, self._section, self._models = origin, section, models

    def load_model(self) -> Scorer:
        """Read the model, once a worker."""
        return load_scorer(self._origin, self._section, self._models)

    def run_inference(
        self, batch: Sequence[Chunk], model: Scorer, inference_args: Mapping[str, Any] | None = None
    ) -> Iterator[tuple[Chunk, list[Score]]]:
        """Yield each chunk with its scores."""
        for chunk in batch:
            yield chunk, list(model.scores(chunk.items))


def write_part(place: Place, chunk: Chunk, scores: Iterable[Score]) -> str:
    """Write the scores of a chunk; return the part's label."""
    name = place.part(chunk.label)
    with PartWriter(name) as part, Heartbeat(name, len(chunk.items), UNIT) as heartbeat:
        table = part.table(HEAD, SCORES)
        for each in scores:
            part.taken[UNIT] += 1
            table.add(score_row(each))
            heartbeat.beat()
        part.publish(HEAD)
    return chunk.label
