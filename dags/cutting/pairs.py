"""The job `pairs`: finished shards -> their images that a text describes, each a sample of its own.

json members --> every image --> those undescribed ------------------------------.
                            `--> of one picture with one text, the first stays --+--> (shard, image) --> tar, index

Each shard of the input becomes one of the output. How many bytes the pairs have shows only when all texts are read, so
a number fixed before anything is grouped could only come from the shards' own bytes, and would be theirs. Theirs has
every pair where its document is, by the hash of that id, and lets a part read one tar from front to back. The price:
tars are smaller than the target by the images that nothing describes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import apache_beam as beam
import pyarrow as pa

from dags.cutting.shards import TEXT_MEMBERS
from dags.job import DescribeParts, Job
from dags.progress import Heartbeat
from dags.tables import inputs_of, paths_of
from dom_parsing.records import RecordRef
from ingest.records import DROPPED, KEPT
from shards.dataset import Corpus
from shards.fingerprint import Provenance, versions_of
from shards.indexed import INDEX_KIND, SHARD_KIND, indexed_shard
from shards.pairs import DATASET, FORMAT, MIN_ALT_WORDS, Pair, judged, pair_members
from shards.parts import PartWriter, Place, is_finished, numbered, read_rows, tally_outcomes
from shards.ranges import read_ahead

HEAD = "outcomes"
DUPLICATE = "duplicate"
OUTCOMES = pa.schema(
    [
        ("key", pa.string()),
        ("outcome", pa.string()),
        ("reason", pa.string()),
        ("witness", pa.string()),
    ]
)
"""A row for every image of the shards, by the key of its pair, made or not; a duplicate names the one that stays."""


def plan(corpus: Corpus, cut: str) -> Job:
    """Plan the pairs of a cut.

    Raises:
        DatasetError: Its shards are missing.
        ValueError: There is no image in them.
    """
    shards = corpus.shards(cut).require()
    taken = {ledger.unit: ledger.taken for ledger in shards[0].manifest.ledgers}
    number = images_in(taken)
    if number == 0:
        raise ValueError(
            f"the shards of cut {cut!r} hold no image: pairs need a recipe that keeps some (`m3w select` says why not)"
        )
    files = zip(paths_of(shards, SHARD_KIND), paths_of(shards, INDEX_KIND), strict=True)
    sources = [Source(index, *paths) for index, paths in enumerate(files)]
    settings = {"format": FORMAT, "min_alt_words": MIN_ALT_WORDS}
    return Job(
        dataset=DATASET,
        folder=corpus.pairs(cut).folder,
        provenance=Provenance(DATASET, settings, versions_of("pyarrow", "webdataset"), inputs_of(shards)),
        build=lambda pipeline, place: build(pipeline, place, sources),
        units=len(sources),
        processes=len(sources),
        taken={"images": number},
        totals={"shards": len(sources)},
        nothing_kept=(
            f"none of the {number:,} images of cut {cut!r} has a caption, or alt text of {MIN_ALT_WORDS} words or "
            f"more, so there are no pairs: make them of a cut whose pages describe their images"
        ),
    )


def images_in(taken: Mapping[str, int]) -> int:
    """Return the images among what a job `shards` takes in, by unit."""
    return taken["members"] - TEXT_MEMBERS * taken["documents"]


@dataclass(frozen=True, slots=True)
class Source:
    """A shard to read: its number, its tar and the index of that."""

    number: int
    tar: str
    index: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An image of a shard as the pair it would be.

    Attributes:
        shard: Number of the shard.
        pair: The pair.
        source: Where the image's bytes lie.
        reason: Why it is none; empty where it is one.
        witness: Key of the pair that stays in its place.
    """

    shard: int
    pair: Pair
    source: RecordRef
    reason: str = ""
    witness: str = ""


def build(pipeline: beam.Pipeline, place: Place, sources: list[Source]) -> Any:
    """Add the graph to a pipeline; return a PCollection of PartInfo."""
    shaper = Shaper(place, len(sources))
    every = pipeline | "EveryShard" >> beam.Create([(source.number, None) for source in sources])
    images = pipeline | beam.Create(sources) | beam.Reshuffle() | "ReadTexts" >> beam.FlatMap(read_candidates)
    silent = images | "Undescribed" >> beam.Filter(lambda each: bool(each.reason))
    described = (
        images
        | "Described" >> beam.Filter(lambda each: not each.reason)
        | "ByContent" >> beam.Map(lambda each: (each.pair.content, each))
        | "GroupContents" >> beam.GroupByKey()
        | "FirstStays" >> beam.FlatMapTuple(first_stays)
    )
    found = (silent, described) | "AllImages" >> beam.Flatten() | "ByShard" >> beam.Map(lambda each: (each.shard, each))
    return (
        (every, found)
        | "AllShards" >> beam.Flatten()
        | "GroupShards" >> beam.GroupByKey()
        | "WriteShard" >> beam.FlatMapTuple(shaper.write)
        | "DescribeParts" >> DescribeParts(place, HEAD, tally_outcomes("images"))
    )


def read_candidates(source: Source) -> Iterator[Candidate]:
    """Yield every image of a shard, from the json of its documents.

    Raises:
        ValueError: A member is not what the index says.
    """
    for (key, members), found in read_ahead(_samples(source), lambda sample: [sample[1]["json"]], str):
        where = f"{source.tar}: {key}"
        try:
            record = json.loads(found[members["json"]])
            images = [(pair, reason, members[pair.member]) for pair, reason in judged(record)]
            named = record["id"]
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"{where} can't be read ({error!r}): see `m3w verify`, make the shards again") from error
        if named != key:
            raise ValueError(f"{where} has the json of {named}: see `m3w verify`, make the shards again")
        yield from (Candidate(source.number, pair, ref, reason) for pair, reason, ref in images)


def _samples(source: Source) -> Iterator[tuple[str, dict[str, RecordRef]]]:
    for key, rows in groupby(read_rows(source.index), key=lambda row: str(row["key"])):
        yield key, {row["member"]: RecordRef(source.tar, row["offset"], row["size"]) for row in rows}


def first_stays(_: str, group: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the candidates of one picture with one text: by key the first makes the pair, the others name it."""
    first = min(each.pair.key for each in group)
    for each in group:
        yield each if each.pair.key == first else replace(each, reason=DUPLICATE, witness=first)


@dataclass(frozen=True)
class Shaper:
    """Writes shards of pairs."""

    place: Place
    count: int

    def write(self, number: int, candidates: Iterable[Candidate | None]) -> Iterator[str]:
        """Write one shard unless it is finished; yield its label."""
        label = numbered(number, self.count)
        name = self.place.part(label)
        if not is_finished(name, HEAD):
            present = sorted((each for each in candidates if each is not None), key=lambda each: each.pair.key)
            pairs = [each for each in present if not each.reason]
            with PartWriter(name) as part, Heartbeat(name, len(pairs), "pairs") as heartbeat:
                _write_pairs(part, pairs, heartbeat)
                _write_outcomes(part, present)
                part.publish(HEAD)
        yield label


def _write_pairs(part: PartWriter, pairs: list[Candidate], heartbeat: Heartbeat) -> None:
    with indexed_shard(part) as shard:
        for each, found in read_ahead(pairs, lambda each: [each.source], str):
            shard.add(each.pair.key, pair_members(each.pair, _checked(found[each.source], each)))
            heartbeat.beat()


def _write_outcomes(part: PartWriter, candidates: list[Candidate]) -> None:
    outcomes = part.table(HEAD, OUTCOMES)
    for each in candidates:
        outcome = DROPPED if each.reason else KEPT
        outcomes.add({"key": each.pair.key, "outcome": outcome, "reason": each.reason, "witness": each.witness})


def _checked(picture: bytes, candidate: Candidate) -> bytes:
    found = hashlib.sha256(picture).hexdigest()
    if found != candidate.pair.sha256:
        raise ValueError(
            f"{candidate.pair.member} of {candidate.pair.document} in {candidate.source.path} has SHA-256 {found}, its "
            f"json says {candidate.pair.sha256}: damaged, make the shards again with --overwrite"
        )
    return picture
