"""The job `shards`: documents, images and a selection -> tars with their indexes. It decides nothing, it writes.

ids and places of documents --.
selected ---------------------+--> which rows to read --> (shard, document) --> sorted, with images --> tar, index
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import apache_beam as beam

from dags.cutting.select import SELECTED_KIND
from dags.digest_lists import load_digest_list
from dags.job import DescribeParts, Job
from dags.progress import Heartbeat
from dags.recipe import Recipe
from dags.tables import ReadTables, inputs_of, paths_of, pinned, total
from dags.write import bucket_of
from dom_parsing.records import RecordRef
from dom_parsing.tables import document_from_row, ref_from_row
from filters.duplicates.duplicates import in_preference
from filters.safety.personal import PersonalSettings
from ingest.opt_outs.digest_list import DigestList
from ingest.warc.warc_reader import read_payload
from shards.dataset import Corpus, Generation
from shards.fingerprint import Provenance, versions_of
from shards.indexed import INDEX_KIND, indexed_shard
from shards.parts import PartWriter, Place, is_finished, numbered, read_rows
from shards.personal import anonymised
from shards.ranges import read_ahead
from shards.rewriting import expected_size, within
from shards.sample import Picture, kept_elements, members, picture_suffixes
from shards.settings import ShardSettings
from shards.tar import tally_index

TEXT_MEMBERS = 2  # KEY.json and KEY.txt
PERSONAL = "personal."
"""Begins the names of totals that count placeholders put in for personal data."""


def plan(corpus: Corpus, recipe: Recipe, cut: str) -> Job:
    """Plan the shards of a cut; their number is fixed here, from the bytes of the selection.

    Raises:
        DatasetError: Documents or selection are missing.
        ValueError: Nothing was selected, or a digest list is none.
    """
    load_digest_list(recipe.images.digest_lists)
    selection = corpus.selection(cut).require()
    documents = pinned(corpus.documents.require(), corpus.shortlist(cut).require())
    number = total(selection, "documents")
    if number == 0:
        raise ValueError(
            f"the selection of cut {cut!r} keeps no document: see its ledger (`m3w select`), loosen the recipe's rules"
        )
    count = max(1, ceil(_expected_bytes(selection, recipe.shards) / recipe.shards.target_bytes))
    inputs = inputs_of(documents, selection)
    asked = recipe.shards.model_dump(include={"target_bytes", "longest_side", "quality", "animations"})
    settings = {**asked, "count": count, "personal": recipe.personal.model_dump(mode="json")}
    return Job(
        dataset="shards",
        folder=corpus.shards(cut).folder,
        provenance=Provenance(
            "shards", settings, versions_of("phonenumbers", "pillow", "pyarrow", "webdataset"), inputs
        ),
        build=lambda pipeline, place: build(
            pipeline,
            place,
            paths_of(documents, "documents"),
            paths_of(selection, SELECTED_KIND),
            Shaper(place, corpus, count, recipe.shards, recipe.personal, recipe.images.digest_lists),
        ),
        units=count,
        processes=count,
        taken={"documents": number, "members": total(selection, "pictures") + TEXT_MEMBERS * number},
        totals={"shards": count},
    )


def _expected_bytes(selection: list[Generation], settings: ShardSettings) -> int:
    """Return the bytes that the samples will have, about: images that are shrunk shrink as their pixels do."""
    if settings.longest_side is None:
        return total(selection, "bytes")
    rows = (row for path in paths_of(selection, SELECTED_KIND) for row in read_rows(path, ("characters", "pictures")))
    return sum(row["characters"] + sum(expected_size(each, settings) for each in row["pictures"]) for row in rows)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a row of documents lies."""

    path: str
    row: int
    fetched_at: str
    source: RecordRef | None


def build(pipeline: beam.Pipeline, place: Place, documents: list[str], selected: list[str], shaper: Shaper) -> Any:
    """Add the graph to a pipeline; return a PCollection of PartInfo."""
    every = pipeline | "EveryShard" >> beam.Create([(index, None) for index in range(shaper.count)])
    found = (
        {
            "places": pipeline | beam.Create(documents) | beam.Reshuffle() | "Locate" >> beam.FlatMap(_locate),
            "selected": pipeline | "ReadSelected" >> ReadTables(selected, lambda row: (row["id"], row)),
        }
        | "JoinPlaces" >> beam.CoGroupByKey()
        | "Choose" >> beam.FlatMapTuple(_choose)
        | "GroupFiles" >> beam.GroupByKey()
        | "ReadKept" >> beam.FlatMapTuple(_read_kept)
        | "ByShard" >> beam.Map(lambda pair: (bucket_of(pair[0]["id"], shaper.count), pair))
    )
    return (
        (every, found)
        | "AllShards" >> beam.Flatten()
        | "GroupShards" >> beam.GroupByKey()
        | "WriteShard" >> beam.FlatMapTuple(shaper.write)
        | "DescribeParts" >> DescribeParts(place, INDEX_KIND, tally_index)
    )


def _locate(path: str) -> Iterator[tuple[str, Whereabouts]]:
    for number, row in enumerate(read_rows(path, ("id", "fetched_at", "source"))):
        yield row["id"], Whereabouts(path, number, row["fetched_at"], ref_from_row(row["source"]))


def _choose(_: str, found: Mapping[str, Iterable[Any]]) -> Iterator[tuple[str, tuple[int, Mapping[str, Any]]]]:
    for selected in found["selected"]:
        first, *_rest = in_preference(found["places"])
        yield first.path, (first.row, selected)


def _read_kept(path: str, chosen: Iterable[tuple[int, Mapping[str, Any]]]) -> Iterator[tuple[Any, Any]]:
    wanted = dict(chosen)
    for number, row in enumerate(read_rows(path)):
        if number in wanted:
            yield row, wanted[number]


@dataclass(frozen=True)
class Shaper:
    """Writes shards."""

    place: Place
    corpus: Corpus
    count: int
    settings: ShardSettings
    personal: PersonalSettings = field(default_factory=PersonalSettings)
    digest_lists: tuple[str, ...] = ()

    def write(self, index: int, pairs: Iterable[tuple[Any, Any] | None]) -> Iterator[str]:
        """Write one shard unless it is finished; yield its label."""
        label = numbered(index, self.count)
        name = self.place.part(label)
        if not is_finished(name, INDEX_KIND):
            present = sorted((pair for pair in pairs if pair is not None), key=lambda pair: str(pair[0]["id"]))
            with PartWriter(name) as part, Heartbeat(name, len(present), "documents") as heartbeat:
                self._fill(part, present, heartbeat)
                part.publish(INDEX_KIND)
        yield label

    def _fill(self, part: PartWriter, pairs: list[tuple[Any, Any]], heartbeat: Heartbeat) -> None:
        listed = load_digest_list(self.digest_lists)
        with indexed_shard(part) as shard:
            for (row, selected), records in read_ahead(pairs, _refs, self.corpus.resolve):
                document = document_from_row({**row, "signals": selected["signals"] or row["signals"]})
                pictures, images = _pictures(selected, records, listed, self.settings)
                kept = kept_elements(document, pictures, frozenset(selected["texts_dropped"]))
                written, replaced = anonymised(document, kept, self.personal)
                part.totals.update({f"{PERSONAL}{kind}": number for kind, number in replaced.items()})
                shard.add(row["id"], members(written, kept, pictures) | images)
                heartbeat.beat()


def _refs(pair: tuple[Any, Any]) -> list[RecordRef]:
    return [RecordRef(**picture["source"]) for picture in pair[1]["pictures"]]


def _pictures(
    selected: Mapping[str, Any], records: Mapping[RecordRef, bytes], listed: DigestList, settings: ShardSettings
) -> tuple[dict[int, Picture], dict[str, bytes]]:
    """Return the images of a document, by element, and their members of its sample, by suffix."""
    fields = ("element", "sha256", "format", "width", "height", "phash")
    pictures: dict[int, Picture] = {}
    contents: dict[int, bytes] = {}
    for each in selected["pictures"]:
        ref = RecordRef(**each["source"])
        payload = _checked(read_payload(records[ref])[1], each, ref, listed)
        picture = Picture(**{field: each[field] for field in fields})
        pictures[picture.element], contents[picture.element] = within(payload, picture, settings)
    suffixes = picture_suffixes(pictures)
    return pictures, {suffixes[element]: contents[element] for element in contents}


def _checked(payload: bytes, picture: Mapping[str, Any], ref: RecordRef, listed: DigestList) -> bytes:
    found, said = hashlib.sha256(payload).hexdigest(), picture["sha256"]
    if found != said:
        raise ValueError(f"the record at {ref.path}:{ref.offset} has SHA-256 {found}, its row says {said}: damaged")
    hit = listed.hit(payload)
    if hit:  # the list has grown since the image was fetched
        raise ValueError(
            f"the image {picture['url']} at {ref.path}:{ref.offset} is on a digest list ({hit}): nothing of it is "
            f"written. First see 'Digest lists' in docs/consent.md for what you must do now; when you may delete it, "
            f"`m3w forget --urls {picture['url']}` takes it out of the corpus, then run this again"
        )
    return payload
