"""The datasets that grow, without what is forgotten: every part looked through, then the manifests.

parts --> each rewritten where it holds any of it --> what they are now --> manifests, where they have changed
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import apache_beam as beam

from dags.forgetting.orphans import Sifter, orphans_in
from dags.forgetting.parts_at_hand import HEADS, Part, folders_of, growing, is_finished, parts_of
from dags.forgetting.rewriting import Rewriter
from dags.job import part_from_json, remove_parts, sweep, told_plainly
from dags.runner import make_pipeline
from dags.tombstones import files_of, folder_of
from shards import storage
from shards.dataset import Corpus, Dataset, Generation
from shards.ledger import Ledger, Tally
from shards.manifest import DatasetError, Manifest, PartInfo

PARTS_A_PROCESS = 64
Rewrite = Callable[[Part], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What rewriting has done.

    Attributes:
        records: WARC records filled.
        parts: Parts rewritten.
        discarded: Folders of unfinished rounds of images that were thrown away.
    """

    records: int
    parts: int
    discarded: tuple[str, ...] = ()


def rewrite_all(corpus: Corpus, arguments: Sequence[str], *, resumes: bool) -> Rewritten:
    """Rewrite every part of the datasets that grow that holds what is forgotten, and their manifests.

    Unfinished rounds of images and scores are thrown away where documents or images change: what they were to get
    follows from them.

    Args:
        corpus: Whose tombstones count.
        arguments: Beam's own.
        resumes: Whether an earlier attempt was cut off.

    Raises:
        JobError: A part can't be read or written; the same call goes on.
        LedgerError: Rows were lost.
        DatasetError: A part is missing.
    """
    by_url = [dataset for dataset in growing(corpus) if dataset.kind != corpus.scores.kind]
    outcomes, changed = _through(by_url, Rewriter(corpus, files_of(corpus), resumes).rewrite, corpus, arguments)
    asks_for_others = resumes or not changed.isdisjoint(("documents", "images"))
    following = (corpus.images, corpus.scores) if asks_for_others else ()
    discarded = tuple(folder for dataset in following for folder in _discard_unfinished(dataset))
    orphans = orphans_in(corpus)  # what is left of documents and images says it, so they come first
    if orphans or resumes:
        outcomes += _through([corpus.scores], Sifter(orphans).rewrite, corpus, arguments)[0]
    filled = sum(each["filled"] for each in outcomes)
    return Rewritten(filled, sum(each["rewritten"] for each in outcomes), discarded)


def _through(
    datasets: Sequence[Dataset], rewrite: Rewrite, corpus: Corpus, arguments: Sequence[str]
) -> tuple[list[Mapping[str, Any]], set[str]]:
    """Rewrite all parts of some datasets, and the manifests; return what came of each part, and what has changed."""
    parts = [part for dataset in datasets for part in parts_of(dataset)]
    outcomes = _rewrite(parts, rewrite, corpus, arguments) if parts else []
    by_folder: dict[str, list[PartInfo]] = {}
    for each in outcomes:
        by_folder.setdefault(each["folder"], []).append(part_from_json(each["part"]))
    changed: set[str] = set()
    for dataset in datasets:
        for generation in dataset.generations():
            if _publish(dataset, generation, by_folder.get(generation.folder, [])):
                changed.add(dataset.kind)
        for folder in folders_of(dataset):
            sweep(folder, {file.name for part in by_folder.get(folder, ()) for file in part.files.values()})
    return outcomes, changed


def _discard_unfinished(dataset: Dataset) -> tuple[str, ...]:
    folder = folders_of(dataset)[-1]
    if is_finished(folder) or not storage.names_in(folder):
        return ()
    sweep(folder, ())
    remove_parts(folder)
    return (folder,)


def _rewrite(
    parts: Sequence[Part], rewrite: Rewrite, corpus: Corpus, arguments: Sequence[str]
) -> list[Mapping[str, Any]]:
    summary = storage.join(folder_of(corpus), f"{storage.TEMPORARY}parts.json")
    with told_plainly("forget"), make_pipeline(arguments, 1 + len(parts) // PARTS_A_PROCESS) as pipeline:
        outcomes = pipeline | beam.Create(parts) | beam.Reshuffle() | "Rewrite" >> beam.Map(rewrite)
        _ = (
            pipeline
            | "Once" >> beam.Create([summary])
            | "Summarise" >> beam.Map(_write_summary, beam.pvalue.AsList(outcomes))
        )
    found: list[Mapping[str, Any]] = json.loads(storage.read_bytes(summary))
    storage.remove([summary])
    return found


def _write_summary(path: str, outcomes: list[Mapping[str, Any]]) -> None:
    with storage.published(path) as stream:
        stream.write(json.dumps(outcomes).encode())


def _publish(dataset: Dataset, generation: Generation, found: Sequence[PartInfo]) -> bool:
    """Write a manifest anew where a part of it is another now; return whether one is."""
    heads = HEADS[dataset.kind]
    now = {_head(part, heads): part for part in found}
    missing = [name for part in generation.manifest.parts if (name := _head(part, heads)) not in now]
    if missing:
        raise DatasetError(f"{generation.folder} lacks {missing[0]}: see `m3w verify`, restore it from a copy")
    parts = [now[_head(part, heads)] for part in generation.manifest.parts]
    tallies: dict[str, Tally] = {}
    totals: dict[str, int] = {}
    for part in parts:
        for unit, tally in part.tallies.items():
            tallies[unit] = tallies.get(unit, Tally()) + tally
        for name, number in part.totals.items():
            totals[name] = totals.get(name, 0) + number
    taken = {each.unit: sum(part.taken.get(each.unit, 0) for part in parts) for each in generation.manifest.ledgers}
    ledgers = [Ledger(unit, number, tallies.get(unit, Tally())) for unit, number in taken.items()]
    for ledger in ledgers:
        ledger.check()
    manifest = Manifest(dataset.kind, generation.manifest.provenance, parts, ledgers, dict(sorted(totals.items())))
    is_another = manifest.to_json() != generation.manifest.to_json()
    if is_another:
        manifest.save(generation.folder)
    return is_another


def _head(part: PartInfo, heads: Sequence[str]) -> str:
    return next(part.files[head].name for head in heads if head in part.files)
