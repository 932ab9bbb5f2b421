"""What goes with URLs that are to be forgotten: their twins under other URLs, and images that no other page shows."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from dags.crawling.crawl_part import HEAD as CAPTURES_KIND
from dags.cutting.shortlist import CANDIDATES_KIND
from dags.extraction.extract import DOCUMENTS_KIND
from dags.forgetting.parts_at_hand import parts_of
from dags.forgetting.twins import Content, twins_of
from dags.showing.explanation import cut_names
from dom_parsing.data_urls import is_named
from filters.duplicates.clustering import WORDLESS
from filters.duplicates.minhash import exact_key
from ingest.discovery.leads import HTML
from ingest.opt_outs.tombstones import Notice, Tombstones
from ingest.records import KEPT
from shards.dataset import Corpus
from shards.parts import read_rows

SHA256, TEXT = "sha256:", "text:"
EMPTY = SHA256 + hashlib.sha256(b"").hexdigest()
TEXTS = ("id", "url", "digest", "elements.list.element.text")
IMAGES = ("url", "elements.list.element.image.url")


@dataclass(frozen=True, slots=True)
class Closure:
    """All that goes with what was asked for.

    Attributes:
        notice: URLs and contents, those asked for too.
        pages: URLs of pages that the corpus has and that were asked for.
        twins: Pages and images that go because they say the same, by URL, with the reason.
        images: Images that go because no page that is left shows them, by URL, with the reason.
    """

    notice: Notice
    pages: tuple[str, ...]
    twins: Mapping[str, str]
    images: Mapping[str, str]


def close(corpus: Corpus, asked: Notice, known: Tombstones, *, keep_near: bool = False) -> Closure:
    """Find all that has to go when something is forgotten.

    Args:
        corpus: Where to look.
        asked: What its owners want to be forgotten.
        known: What is forgotten already.
        keep_near: Let pages stay that say nearly the same, but not quite.
    """
    wishes = asked.tombstones
    contents = [*_captured(corpus), *_extracted(corpus, {} if keep_near else _clusters(corpus)), *_pictures(corpus)]
    going = twins_of(contents, wishes.covers)
    holders = _holders(corpus, {*wishes.urls, *(each.content.url for each in going)})
    if holders:
        going = twins_of(contents, lambda url: wishes.covers(url) or url in holders)
    twins: dict[str, str] = {}
    for each in going:  # of a URL that several contents are found under, the first says why
        if not wishes.covers(each.content.url):
            twins.setdefault(each.content.url, each.reason or holders[each.content.url])
    keys = {key for each in going for key in each.content.keys}
    notice = Notice(
        {**twins, **asked.urls},
        asked.prefixes,
        tuple(sorted(key.removeprefix(SHA256) for key in keys if key.startswith(SHA256))),
        tuple(sorted(key.removeprefix(TEXT) for key in keys if key.startswith(TEXT))),
    )
    images = _left_alone(corpus, notice.tombstones | known)
    whole = Notice({**images, **notice.urls}, notice.prefixes, notice.payloads, notice.texts)
    pages = {each.content.url for each in going if wishes.covers(each.content.url)}
    return Closure(whole, tuple(sorted(pages)), dict(sorted(twins.items())), images)


def _captured(corpus: Corpus) -> Iterator[Content]:
    """Yield the pages and images that a crawl has got: what answers of other kinds say, many URLs do."""
    columns = ("url", "outcome", "status", "media_type", "digest")
    for part in parts_of(corpus.captures):
        if part.head == CAPTURES_KIND:
            for row in read_rows(part.path, columns):
                media_type = row["media_type"]
                is_one = media_type in HTML or media_type.startswith("image/")
                says_something = row["digest"] not in ("", EMPTY)
                if row["outcome"] == KEPT and row["status"] == 200 and is_one and says_something:
                    yield Content(row["url"], (row["digest"],))


def _extracted(corpus: Corpus, clusters: Mapping[str, list[str]]) -> Iterator[Content]:
    for part in parts_of(corpus.documents):
        for path in part.companions(DOCUMENTS_KIND):
            for row in read_rows(path, TEXTS):
                text = "\n\n".join(element["text"] for element in row["elements"] if element["text"] is not None)
                key = exact_key(text)
                keys = (row["digest"], *((TEXT + key.hex(),) if key != WORDLESS else ()))
                yield Content(row["url"], keys, tuple(clusters.get(row["id"], ())))


def _clusters(corpus: Corpus) -> Mapping[str, list[str]]:
    """Return the clusters of nearly equal texts that each document is in, over all cuts."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for cut in cut_names(corpus):
        for generation in corpus.shortlist(cut).generations():
            for path in generation.paths(CANDIDATES_KIND):
                for row in read_rows(path, ("id", "text")):
                    found[row["id"]].append(f"{cut} {row['text']}")
    return found


def _pictures(corpus: Corpus) -> Iterator[Content]:
    for part in parts_of(corpus.images):
        for row in read_rows(part.path, ("url", "outcome", "sha256")):
            if row["outcome"] == KEPT:
                yield Content(row["url"], (SHA256 + row["sha256"],))


def _holders(corpus: Corpus, going: Collection[str]) -> dict[str, str]:
    """Return the pages within which pictures lie that go, each with the reason: their archive holds the bytes."""
    named = frozenset(filter(is_named, going))
    return {page: f"holds {image}" for page, image in _shown(corpus) if image in named} if named else {}


def _left_alone(corpus: Corpus, gone: Tombstones) -> dict[str, str]:
    """Return the images at hand that forgotten pages show and no other does, each with the reason."""
    shown = {image: page for page, image in _shown(corpus) if gone.covers(page) and not gone.covers(image)}
    if not shown:
        return {}
    for page, image in _shown(corpus):
        if not gone.covers(page):
            shown.pop(image, None)
    at_hand = {content.url for content in _pictures(corpus)}
    return {image: f"shown by {page}" for image, page in sorted(shown.items()) if image in at_hand}


def _shown(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Yield every page of the documents with every image that it shows."""
    for part in parts_of(corpus.documents):
        for path in part.companions(DOCUMENTS_KIND):
            for row in read_rows(path, IMAGES):
                images = (element["image"] for element in row["elements"])
                yield from ((row["url"], image["url"]) for image in images if image is not None)
