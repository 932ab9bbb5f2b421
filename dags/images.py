"""The job `images`: candidates -> WARC of image bytes and their facts, one generation a round.

A round fetches what is needed to know the survivors of each component of duplicates: first the images of its first
members only, and of further ones only where those fail. So the last good copy is always found, and a copy of what
stands is never fetched.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

import apache_beam as beam

from dags.crawl import WARC
from dags.digest_lists import Quarantine, load_digest_list
from dags.job import DescribeParts, Job, require_same_method
from dags.progress import Heartbeat
from dags.recipe import Recipe, rules_of
from dags.shortlist import CANDIDATES_KIND
from dags.site_files import site_files_of
from dags.tables import IMAGES, ReadTables, inputs_of, paths_of, rows_in
from dags.write import DOCUMENTS_A_PROCESS, chunks
from dom_parsing.urls import hostname, page_id
from filters.duplicates import in_order, undecided
from filters.image_signals import IMAGE_SIGNALS, View
from filters.judgement import Judged
from filters.judging import JudgeComponents
from filters.signals import measure_all
from filters.tables import candidate_from_row
from ingest.fetch_all import fetch_all
from ingest.frontier import bucket_of
from ingest.pictures import BadPictureError, open_picture, phash
from ingest.polite import REFUSED, Fetched, Keeping
from ingest.records import DROPPED, FAILED, KEPT, ImageFacts
from ingest.settings import ImageFetchSettings
from ingest.tables import image_from_row, image_row
from ingest.warc_writer import WarcWriter
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
    inputs = [*inputs_of(shortlist, earlier), rules_of(recipe), {"sparing": sparing}]
    provenance = Provenance("images", settings, versions_of("pillow", "imagehash", "numpy", "pyarrow"), inputs)
    require_same_method(corpus.images, provenance)
    fetcher = Fetcher(corpus, recipe.images)
    candidates, facts = paths_of(shortlist, CANDIDATES_KIND), paths_of(earlier, HEAD)
    return Job(
        dataset="images",
        folder=corpus.images.generation_folder(len(earlier) + 1),
        provenance=provenance,
        build=lambda pipeline, place: build(pipeline, place, candidates, facts, recipe, fetcher, sparing),
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


def build(
    pipeline: beam.Pipeline,
    place: Place,
    candidates: Sequence[str],
    facts: Sequence[str],
    recipe: Recipe,
    fetcher: Fetcher,
    sparing: bool,
) -> Any:
    """Add the graph to a pipeline; return a PCollection of PartInfo."""
    return (
        {
            "candidates": pipeline | "ReadCandidates" >> ReadTables(candidates, candidate_from_row),
            "facts": pipeline | "ReadFacts" >> ReadTables(facts, image_from_row),
        }
        | "JudgeComponents" >> JudgeComponents(recipe.image.rules, recipe.document.rules)
        | "Wanted" >> beam.FlatMapTuple(lambda _, group: wanted(group, sparing=sparing))
        | "EachUrlOnce" >> beam.Distinct()
        | "ByBucket" >> beam.Map(lambda url: (bucket_of(hostname(url), fetcher.settings.buckets), url))
        | "GroupBuckets" >> beam.GroupByKey()
        | "Fetch" >> beam.FlatMapTuple(lambda bucket, urls: fetcher.write(bucket, urls, place))
        | "DescribeParts" >> DescribeParts(place, HEAD, tally_outcomes(UNIT))
    )


def wanted(group: Iterable[Judged], *, sparing: bool) -> Iterator[str]:
    """Yield the URLs that must be fetched before the survivors of a component are known."""
    judged = {each.candidate.member.id: each for each in group}
    members = in_order(each.candidate.member for each in judged.values())
    passes = {id: each.passes for id, each in judged.items()}
    for id in undecided(members, passes, sparing=sparing):
        yield from judged[id].missing


@dataclass(frozen=True)
class Fetcher:
    """Fetches the image URLs of a bucket of hosts, part by part."""

    corpus: Corpus
    settings: ImageFetchSettings

    def write(self, bucket: int, urls: Iterable[str], place: Place) -> Iterator[str]:
        """Write the parts of a bucket that no earlier run has finished; yield the labels of all."""
        mixed = sorted(urls, key=page_id)  # a hash: each part has its share of every host
        for number, chunk in enumerate(chunks(mixed, self.settings.urls_per_part)):
            name = place.part(f"{bucket:05d}-{number:05d}")
            if not is_finished(name, HEAD):
                with PartWriter(name) as part, Heartbeat(name, len(chunk), UNIT) as heartbeat:
                    self._fill(part, chunk, heartbeat)
                    part.publish(HEAD)
            yield name.label

    def _fill(self, part: PartWriter, urls: Sequence[str], heartbeat: Heartbeat) -> None:
        table = part.table(HEAD, IMAGES)
        file = part.file(WARC, "warc.gz", private=True)
        warc = WarcWriter(file, self.corpus.relative(part.path_of(WARC)), gzip_level=self.settings.gzip_level)
        part.taken[UNIT] += len(urls)
        quarantine = Quarantine(part)
        keeping = Keeping(site_files_of(self.corpus), load_digest_list(self.settings.digest_lists))
        for fetched in fetch_all(urls, self.settings, purpose="image", keeping=keeping):
            quarantine.note(fetched.url, fetched.hops)
            for exchange in (*fetched.robots, *fetched.hops[:-1]):
                if exchange.response_head:
                    warc.write(exchange)
            facts = facts_of(fetched, self.settings)
            if facts.outcome == KEPT and fetched.exchange:
                facts = replace(facts, source=warc.write(fetched.exchange))
            table.add(image_row(facts))
            heartbeat.beat()


def facts_of(fetched: Fetched, settings: ImageFetchSettings) -> ImageFacts:
    """Return the facts of an image URL; where its outcome is KEPT, its last exchange belongs into the WARC."""
    exchange = fetched.exchange
    status = exchange.status if exchange else None
    if fetched.reason or exchange is None:
        outcome = DROPPED if fetched.reason in REFUSED else FAILED
        return ImageFacts(fetched.url, outcome, fetched.reason, status, consent=fetched.consent)
    if status != 200:
        return ImageFacts(fetched.url, FAILED, f"http-{status}", status)
    try:
        return measured(fetched.url, exchange.payload, settings, status)
    except BadPictureError as error:
        return ImageFacts(fetched.url, FAILED, error.reason, status)


def measured(url: str, data: bytes, settings: ImageFetchSettings, status: int | None = None) -> ImageFacts:
    """Return the facts of an image's bytes.

    Raises:
        BadPictureError: They are no image, or beyond the limits.
    """
    picture = open_picture(data, settings)
    view = View(picture.width, picture.height, len(data), picture.image, picture.frames)
    return ImageFacts(
        url,
        KEPT,
        status=status,
        sha256=picture.sha256,
        format=picture.format,
        width=picture.width,
        height=picture.height,
        size=len(data),
        phash=phash(picture),
        signals=measure_all(view, IMAGE_SIGNALS),
    )
