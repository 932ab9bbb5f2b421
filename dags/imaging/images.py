"""The job `images`: candidates -> WARC of image bytes and their facts, one generation a round.

A round fetches what is needed to know the survivors of each component of duplicates: first the images of its first
members only, and of further ones only where those fail. So the last good copy is always found, and a copy of what
stands is never fetched.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

import apache_beam as beam

from dags.crawling.site_files import site_files_of
from dags.cutting.shortlist import CANDIDATES_KIND
from dags.digest_lists import Quarantine, load_digest_list
from dags.extraction.extract import DOCUMENTS_KIND
from dags.extraction.extract import HEAD as RECORDS_KIND
from dags.imaging import link_rot, views
from dags.imaging.copies import ReadCopies
from dags.imaging.held_images import ReadHolders
from dags.imaging.image_reader import ImageReader
from dags.imaging.image_sources import Sources, Wanted
from dags.imaging.turns import ReadFacts, left_over
from dags.job import DescribeParts, Job, require_same_method
from dags.progress import Heartbeat
from dags.recipe import Recipe, rules_of
from dags.rolling_warc import RollingWarc
from dags.scoring.known import KnownScores, known_scores
from dags.tables import IMAGES, ReadTables, inputs_of, paths_of, pinned, rows_in
from dags.tombstones import files_of, load_tombstones
from dags.write import DOCUMENTS_A_PROCESS, chunks
from dom_parsing.data_urls import is_named
from dom_parsing.settings import ExtractSettings
from dom_parsing.urls import hostname, page_id
from filters.duplicates.duplicates import in_order, undecided
from filters.images import qr_codes
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
SPARING_ROUNDS = 3
"""Rounds in which one member of a component is tried at a time; then all that are left are fetched at once."""


def seen_by(corpus: Corpus, recipe: Recipe, cut: str) -> list[Generation] | None:
    """Return the generations of images that a cut was finished with; None where it still lacks images.

    A cut keeps its view: what other cuts fetch later changes nothing in it.
    """
    path = storage.join(corpus.cut_folder(cut), views.IMAGES)
    if not storage.exists(path):
        return None
    view = json.loads(storage.read_bytes(path))
    images = corpus.images.generations()[: view["generations"]]
    return images if view["made_from"] == _made_from(corpus, recipe, cut, images) else None


def save_view(corpus: Corpus, recipe: Recipe, cut: str) -> None:
    """Note that the cut has all the images it needs in the generations there are now."""
    images = corpus.images.generations()
    view = {"generations": len(images), "made_from": _made_from(corpus, recipe, cut, images)}
    with storage.published(storage.join(corpus.cut_folder(cut), views.IMAGES)) as stream:
        stream.write(canonical_json(view).encode())


def _made_from(corpus: Corpus, recipe: Recipe, cut: str, images: Sequence[Generation]) -> str:
    shortlist, scores = corpus.shortlist(cut).require(), known_scores(corpus, recipe, cut)
    return digest_of(inputs_of(shortlist, images, scores.generations), rules_of(recipe), dict(scores.models))


def plan(corpus: Corpus, recipe: Recipe, cut: str, again: bool = False) -> Job:
    """Plan a round of fetching for a cut; it may turn out that nothing is wanted any more.

    Images that failed for now in a run for another cut are asked for again.

    Args:
        corpus: Where the images go.
        recipe: Its `[images]` section and its rules count.
        cut: The cut whose shortlist asks for images.
        again: Ask again for those, too, that failed for now in a run for this cut.

    Raises:
        DatasetError: There is no shortlist, or earlier images were measured differently.
        ValueError: A digest list is none, or a library is not installed.
    """
    load_digest_list(recipe.images.digest_lists)
    if recipe.images.qr_codes:
        qr_codes.require_reader()
    shortlist, earlier = corpus.shortlist(cut).require(), corpus.images.generations()
    scores = known_scores(corpus, recipe, cut)
    sparing = _rounds_for(shortlist, earlier) < SPARING_ROUNDS
    settings = recipe.images.method
    inputs = [
        *inputs_of(shortlist, earlier),
        rules_of(recipe),
        *([inputs_of(scores.generations), dict(scores.models)] if scores.models else []),
        {"sparing": sparing, "sources": list(recipe.images.sources), "again": again},
        # What an unfinished round's parts hold depends on these; finished rounds may differ in them.
        {
            "urls_per_part": recipe.images.urls_per_part,
            "buckets": recipe.images.buckets,
            "max_turns": recipe.images.max_turns,
            "listed": load_digest_list(recipe.images.digest_lists).digest,
        },
    ]
    readers = [qr_codes.READER] if recipe.images.qr_codes else []
    versions = versions_of("pillow", "imagehash", "numpy", "pyarrow", *readers)
    provenance = Provenance("images", settings, versions, inputs)
    require_same_method(corpus.images, provenance)
    documents = pinned(corpus.documents.require(), shortlist)
    fetcher = Fetcher(corpus, recipe.images, reading_of(documents), files_of(corpus))
    own = [] if again else [each for each in earlier if _asked_by(shortlist, each)]
    tables = Tables(
        paths_of(shortlist, CANDIDATES_KIND),
        paths_of(own, HEAD),
        paths_of([each for each in earlier if each not in own], HEAD),
        paths_of(documents if ARCHIVE in recipe.images.sources else [], RECORDS_KIND),
        paths_of(documents, DOCUMENTS_KIND),
        scores,
    )
    return Job(
        dataset="images",
        folder=corpus.images.generation_folder(len(earlier) + 1),
        provenance=provenance,
        build=lambda pipeline, place: build(pipeline, place, tables, recipe, fetcher, sparing),
        processes=ceil(rows_in(shortlist, CANDIDATES_KIND) / DOCUMENTS_A_PROCESS),
        may_be_empty=True,
    )


def reading_of(documents: Sequence[Generation]) -> ExtractSettings:
    """Return what documents were extracted with: another recipe may ask for their images."""
    settings = documents[0].manifest.provenance.settings
    return ExtractSettings.model_validate(settings["extract"])


def _rounds_for(shortlist: Sequence[Generation], earlier: Sequence[Generation]) -> int:
    """Return the finished rounds that a shortlist has had.

    Counted from what lies on disk: a round that was killed is begun again by another process, which must plan the same.
    """
    return sum(_asked_by(shortlist, each) for each in earlier)


def _asked_by(shortlist: Sequence[Generation], images: Generation) -> bool:
    asking = inputs_of(shortlist)
    return list(images.manifest.provenance.inputs[: len(asking)]) == asking


def forecast(corpus: Corpus, recipe: Recipe, cut: str) -> dict[str, str]:
    """Return what the cut would fetch at most."""
    candidates = paths_of(corpus.shortlist(cut).require(), CANDIDATES_KIND)
    tables = paths_of(corpus.images.generations(), HEAD)
    known = {row["url"] for path in tables for row in read_rows(path, ("url",))} - open_images(corpus, recipe)
    asked = {image["url"] for path in candidates for row in read_rows(path, ("images",)) for image in row["images"]}
    inside = sum(map(is_named, asked - known))
    number = len(asked - known) - inside
    held = f"; {inside:,} lie within their pages" if inside else ""
    return {
        "would fetch": f"up to {number:,} images; {len(asked & known):,} of those asked for are there already{held}",
        "bytes": f"at most {number * recipe.images.max_bytes / 1e6:,.0f} MB",
        "time": f"about {number * recipe.images.delay:,.0f} s for the delays if all were on one host, less if on many",
    }


def open_images(corpus: Corpus, recipe: Recipe) -> set[str]:
    """Return the URLs of images that failed for now, and that a run may still ask for."""
    return left_over(paths_of(corpus.images.generations(), HEAD), recipe.images.max_turns)


def asked_for(corpus: Corpus) -> dict[str, link_rot.Asked]:
    """Return what each source of images was asked for, in all generations."""
    paths = paths_of(corpus.images.generations(), HEAD)
    return link_rot.tally(row for path in paths for row in read_rows(path, link_rot.COLUMNS))


@dataclass(frozen=True, slots=True)
class Tables:
    """What a round reads.

    Attributes:
        candidates: Tables of the shortlist's candidates.
        settled: Tables of images of rounds for this shortlist.
        earlier: Those of rounds for others.
        records: Tables of WARC records.
        documents: Tables of documents.
        scores: The scores that rules may be asked about.
    """

    candidates: Sequence[str]
    settled: Sequence[str]
    earlier: Sequence[str]
    records: Sequence[str]
    documents: Sequence[str]
    scores: KnownScores


def build(
    pipeline: beam.Pipeline, place: Place, tables: Tables, recipe: Recipe, fetcher: Fetcher, sparing: bool
) -> Any:
    """Add the graph to a pipeline; return a PCollection of PartInfo."""
    known = pipeline | "ReadFacts" >> ReadFacts(
        tables.settled, tables.earlier, fetcher.settings.max_turns, ImageReader(fetcher.tombstones)
    )
    candidates = pipeline | "ReadCandidates" >> ReadTables(tables.candidates, candidate_from_row)
    dates = (
        {"candidates": candidates, "facts": known["facts"], **tables.scores.join(pipeline)}
        | "JudgeComponents" >> JudgeComponents(recipe.image.rules, recipe.document.rules)
        | "Wanted" >> beam.FlatMapTuple(lambda _, group: wanted(group, sparing=sparing))
        | "EachUrlOnce" >> beam.CombinePerKey(min)
    )
    copies = pipeline | "ReadCopies" >> ReadCopies(tables.records)
    holders = pipeline | "ReadHolders" >> ReadHolders(tables.documents)
    return (
        {"dates": dates, "copies": (copies, holders) | "AtHand" >> beam.Flatten(), "turns": known["turns"]}
        | "MatchCopies" >> beam.CoGroupByKey()
        | "WithCopies" >> beam.FlatMapTuple(_with_copy)
        | "ByBucket" >> beam.Map(lambda image: (bucket_of(_asked_of(image.url), fetcher.settings.buckets), image))
        | "GroupBuckets" >> beam.GroupByKey()
        | "Fetch" >> beam.FlatMapTuple(lambda bucket, images: fetcher.write(bucket, images, place))
        | "DescribeParts" >> DescribeParts(place, HEAD, tally_outcomes(UNIT))
    )


def _asked_of(url: str) -> str:
    """Return the host that an image is asked of; one within a page is asked of nobody, and stands for itself."""
    return url if is_named(url) else hostname(url)


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
        yield Wanted(url, date, copy, max(found["turns"], default=0) + 1)


@dataclass(frozen=True)
class Fetcher:
    """Gets the images of a bucket of hosts, part by part."""

    corpus: Corpus
    settings: ImageFetchSettings
    reading: ExtractSettings
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
        sources = Sources(self.settings, self.corpus.resolve, keeping, Quarantine(part).note, self.reading)
        turns = {image.url: image.turn for image in wanted}
        for facts in sources.find(wanted, warc):
            table.add(image_row(replace(facts, turn=turns[facts.url])))
            heartbeat.beat()
