"""The job `images`: candidates -> WARC of image bytes and their facts, one generation a round.

A round fetches what is needed to know the survivors of each component of duplicates: first the images of its first
members only, and of further ones only where those fail. So the last good copy is always found, and a copy of what
stands is never fetched.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import apache_beam as beam

from dags.crawling.site_files import site_files_of
from dags.cutting.shortlist import CANDIDATES_KIND
from dags.digest_lists import Quarantine, load_digest_list
from dags.extraction.extract import HEAD as RECORDS_KIND
from dags.imaging import link_rot
from dags.imaging.copies import ReadCopies
from dags.imaging.image_reader import ImageReader
from dags.imaging.image_sources import Sources, Wanted
from dags.job import DescribeParts, Job, require_same_method
from dags.progress import Heartbeat
from dags.recipe import Recipe, rules_of
from dags.rolling_warc import RollingWarc
from dags.tables import IMAGES, ReadTables, inputs_of, paths_of, pinned, rows_in
from dags.tombstones import files_of, load_tombstones
from dags.write import DOCUMENTS_A_PROCESS, chunks
from dom_parsing.urls import hostname, page_id
from filters.duplicates.duplicates import in_order, undecided
from filters.judgement import Judged
from filters.judging import JudgeComponents
from filters.tables import candidate_from_row
from ingest.discovery.frontier import bucket_of
from ingest.fetching.polite import Keeping
from ingest.settings import ARCHIVE, ImageFetchSettings
from ingest.tables import image_row
from shards import storage
from shards.dataset import Corpus, Generation
from shards.fingerprint import Provenance, canonical_json, digest_of, versions_of
from shards.parts import PartWriter, Place, is_finished, read_rows, tally_outcomes

HEAD = "images"
UNIT = "image URLs"
VIEW = "images.json"
SPARING_ROUNDS = 3
"""Rounds in which one member of a component is tried at a time; then all that are left are fetched at once."""


def seen_by(corpus: Corpus, recipe: Recipe, cut: str) -> list[Generation] | None:
    """Return the generations of images that a cut was finished with; None where it still lacks images.

    A cut keeps its view: what other cuts fetch later changes nothing in it.
    """
    path = storage.join(corpus.cut_folder(cut), VIEW)
    if not storage.exists(path):
        return None
    view = json.loads(storage.read_bytes(path))
    images = corpus.images.generations()[: view["generations"]]
    return images if view["made_from"] == _made_from(corpus, recipe, cut, images) else None


def save_view(corpus: Corpus, recipe: Recipe, cut: str) -> None:
    """Note that the cut has all the images it needs in the generations there are now."""
    images = corpus.images.generations()
    view = {"generations": len(images), "made_from": _made_from(corpus, recipe, cut, images)}
    with storage.published(storage.join(corpus.cut_folder(cut), VIEW)) as stream:
        stream.write(canonical_json(view).encode())


def _made_from(corpus: Corpus, recipe: Recipe, cut: str, images: Sequence[Generation]) -> str:
    return digest_of(inputs_of(corpus.shortlist(cut).require(), images), rules_of(recipe))


def plan(corpus: Corpus, recipe: Recipe, cut: str) -> Job:
    """Plan a round of fetching for a cut; it may turn out that nothing is wanted any more.

    Args:
        corpus: Where the images go.
        recipe: Its `[images]` section and its rules count.
        cut: The cut whose shortlist asks for images.

    Raises:
        DatasetError: There is no shortlist, or earlier images were measured differently.
        ValueError: A digest list is none.
    """
    load_digest_list(recipe.images.digest_lists)
    shortlist, earlier = corpus.shortlist(cut).require(), corpus.images.generations()
    sparing = _rounds_for(shortlist, earlier) < SPARING_ROUNDS
    settings = recipe.images.method
    inputs = [
        *inputs_of(shortlist, earlier),
        rules_of(recipe),
        {"sparing": sparing, "sources": list(recipe.images.sources)},
        # What an unfinished round's parts hold depends on these; finished rounds may differ in them.
        {
            "urls_per_part": recipe.images.urls_per_part,
            "buckets": recipe.images.buckets,
            "listed": load_digest_list(recipe.images.digest_lists).digest,
        },
    ]
    provenance = Provenance("images", settings, versions_of("pillow", "imagehash", "numpy", "pyarrow"), inputs)
    require_same_method(corpus.images, provenance)
    fetcher = Fetcher(corpus, recipe.images, files_of(corpus))
    candidates, facts = paths_of(shortlist, CANDIDATES_KIND), paths_of(earlier, HEAD)
    at_hand = pinned(corpus.documents.require(), shortlist) if ARCHIVE in recipe.images.sources else []
    records = paths_of(at_hand, RECORDS_KIND)
    return Job(
        dataset="images",
        folder=corpus.images.generation_folder(len(earlier) + 1),
        provenance=provenance,
        build=lambda pipeline, place: build(pipeline, place, candidates, facts, records, recipe, fetcher, sparing),
        processes=ceil(rows_in(shortlist, CANDIDATES_KIND) / DOCUMENTS_A_PROCESS),
        may_be_empty=True,
    )


def _rounds_for(shortlist: Sequence[Generation], earlier: Sequence[Generation]) -> int:
    """Return the finished rounds that a shortlist has had.

    Counted from what lies on disk: a round that was killed is begun again by another process, which must plan the same.
    """
    asking = inputs_of(shortlist)
    return sum(list(each.manifest.provenance.inputs[: len(asking)]) == asking for each in earlier)


def forecast(corpus: Corpus, recipe: Recipe, cut: str) -> dict[str, str]:
    """Return what the cut would fetch at most."""
    candidates = paths_of(corpus.shortlist(cut).require(), CANDIDATES_KIND)
    known = {row["url"] for path in paths_of(corpus.images.generations(), HEAD) for row in read_rows(path, ("url",))}
    asked = {image["url"] for path in candidates for row in read_rows(path, ("images",)) for image in row["images"]}
    number = len(asked - known)
    return {
        "would fetch": f"up to {number:,} images; {len(asked & known):,} of those asked for are there already",
        "bytes": f"at most {number * recipe.images.max_bytes / 1e6:,.0f} MB",
        "time": f"about {number * recipe.images.delay:,.0f} s for the delays if all were on one host, less if on many",
    }


def asked_for(corpus: Corpus) -> dict[str, link_rot.Asked]:
    """Return what each source of images was asked for, in all generations."""
    paths = paths_of(corpus.images.generations(), HEAD)
    return link_rot.tally(row for path in paths for row in read_rows(path, link_rot.COLUMNS))


def build(
    pipeline: beam.Pipeline,
    place: Place,
    candidates: Sequence[str],
    facts: Sequence[str],
    records: Sequence[str],
    recipe: Recipe,
    fetcher: Fetcher,
    sparing: bool,
) -> Any:
    """Add the graph to a pipeline; return a PCollection of PartInfo."""
    dates = (
        {
            "candidates": pipeline | "ReadCandidates" >> ReadTables(candidates, candidate_from_row),
            "facts": pipeline | "ReadFacts" >> ReadTables(facts, ImageReader(fetcher.tombstones)),
        }
        | "JudgeComponents" >> JudgeComponents(recipe.image.rules, recipe.document.rules)
        | "Wanted" >> beam.FlatMapTuple(lambda _, group: wanted(group, sparing=sparing))
        | "EachUrlOnce" >> beam.CombinePerKey(min)
    )
    return (
        {"dates": dates, "copies": pipeline | "ReadCopies" >> ReadCopies(records)}
        | "MatchCopies" >> beam.CoGroupByKey()
        | "WithCopies" >> beam.FlatMapTuple(_with_copy)
        | "ByBucket" >> beam.Map(lambda image: (bucket_of(hostname(image.url), fetcher.settings.buckets), image))
        | "GroupBuckets" >> beam.GroupByKey()
        | "Fetch" >> beam.FlatMapTuple(lambda bucket, images: fetcher.write(bucket, images, place))
        | "DescribeParts" >> DescribeParts(place, HEAD, tally_outcomes(UNIT))
    )


def wanted(group: Iterable[Judged], *, sparing: bool) -> Iterator[tuple[str, str]]:
    """Yield the images that must be had before the survivors of a component are known: URL, and date of the page."""
    judged = {each.candidate.member.id: each for each in group}
    members = in_order(each.candidate.member for each in judged.values())
    passes = {id: each.passes for id, each in judged.items()}
    for id in undecided(members, passes, sparing=sparing):
        yield from ((url, judged[id].candidate.member.fetched_at) for url in judged[id].missing)


def _with_copy(url: str, found: Mapping[str, Iterable[Any]]) -> Iterator[Wanted]:
    """Yield an image that is wanted, with the latest copy at hand."""
    for date in found["dates"]:
        _, copy = max(found["copies"], default=("", None))
        yield Wanted(url, date, copy)


@dataclass(frozen=True)
class Fetcher:
    """Gets the images of a bucket of hosts, part by part."""

    corpus: Corpus
    settings: ImageFetchSettings
    tombstones: tuple[str, ...] = ()

    def write(self, bucket: int, images: Iterable[Wanted], place: Place) -> Iterator[str]:
        """Write the parts of a bucket that no earlier run has finished; yield the labels of all."""
        mixed = sorted(images, key=lambda image: page_id(image.url))  # a hash: each part has its share of every host
        for number, chunk in enumerate(chunks(mixed, self.settings.urls_per_part)):
            name = place.part(f"{bucket:05d}-{number:05d}")
            if not is_finished(name, HEAD):
                with PartWriter(name) as part, Heartbeat(name, len(chunk), UNIT) as heartbeat:
                    self._fill(part, chunk, heartbeat)
                    part.publish(HEAD)
            yield name.label

    def _fill(self, part: PartWriter, wanted: Sequence[Wanted], heartbeat: Heartbeat) -> None:
        table = part.table(HEAD, IMAGES)
        warc = RollingWarc(part, self.corpus, self.settings)
        part.taken[UNIT] += len(wanted)
        listed, forgotten = load_digest_list(self.settings.digest_lists), load_tombstones(self.tombstones)
        keeping = Keeping(site_files_of(self.corpus), listed, forgotten)
        sources = Sources(self.settings, self.corpus.resolve, keeping, Quarantine(part).note)
        for facts in sources.find(wanted, warc):
            table.add(image_row(facts))
            heartbeat.beat()
