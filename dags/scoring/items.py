"""What is to be scored: pictures and documents that no other rule drops and that a model was not asked about yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dags.write import bucket_of, chunks
from dom_parsing.records import RecordRef
from filters.judgement import Judged
from filters.models.model_signals import DOCUMENT_MODEL_SIGNALS, PICTURE_MODEL_SIGNALS, REFERENCE_SPECS

CLIP_SIMILARITY = REFERENCE_SPECS[0].name
Subject = tuple[str, str]
"""A signal, and the SHA-256 of a picture or the id of a document."""


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """What a model is asked about.

    Attributes:
        subject: SHA-256 of the picture, or the document's id.
        pictures: Where pictures lie; with the index of each within the document, -1 where there is none.
        paragraphs: Texts of the document with their indices.
    """

    subject: str
    pictures: tuple[tuple[int, RecordRef], ...] = ()
    paragraphs: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one part holds the scores of.

    Attributes:
        label: The part's.
        signal: The signal.
        items: In the order of their subjects: what a model is given at once hangs on nothing else.
    """

    label: str
    signal: str
    items: tuple[Item, ...]


def pictures_of(judged: Judged, signals: Collection[str]) -> Iterator[tuple[Subject, Item]]:
    """Yield the pictures of a document that classifiers are asked about; none of one that rules drop."""
    for seen in judged.pictures:
        assert seen.facts is not None
        if seen.facts.source is not None:
            item = Item(seen.facts.sha256, ((-1, seen.facts.source),))
            yield from (((signal, item.subject), item) for signal in signals if signal in PICTURE_MODEL_SIGNALS)


def document_of(judged: Judged, signals: Collection[str]) -> Iterator[tuple[str, tuple[str, Item]]]:
    """Yield what is asked about a document and its images, by its id, still without its text."""
    id = judged.candidate.member.id
    if not judged.passes:
        return
    facts = [(seen.element, seen.facts.source) for seen in judged.pictures if seen.facts]
    pictures = tuple((element, source) for element, source in facts if source is not None)
    if CLIP_SIMILARITY in signals and pictures:
        yield id, (CLIP_SIMILARITY, Item(id, pictures))
    yield from ((id, (signal, Item(id))) for signal in signals if signal in DOCUMENT_MODEL_SIGNALS)


def paragraphs_of(row: Mapping[str, Any]) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Return id and paragraphs of a row of documents."""
    texts = ((index, element["text"]) for index, element in enumerate(row["elements"]))
    return row["id"], tuple((index, text) for index, text in texts if text is not None)


def with_text(id: str, found: Mapping[str, Iterable[Any]]) -> Iterator[tuple[Subject, Item]]:
    """Yield what is asked about a document, with its text."""
    paragraphs = next(iter(found["texts"]), ())  # captures of one id have one text
    for signal, item in found["asked"]:
        yield (signal, id), replace(item, paragraphs=paragraphs)


def unscored(subject: Subject, found: Mapping[str, Iterable[Any]]) -> Iterator[tuple[Subject, Item]]:
    """Yield what there is no score of yet."""
    known = set(found["known"])
    for item in found["asked"]:
        if not item.pictures:
            left = () if known else (item,)
        else:
            pictures = tuple(each for each in item.pictures if each[0] not in known)
            left = (replace(item, pictures=pictures),) if pictures else ()
        yield from ((subject, each) for each in left)


def by_bucket(subject: Subject, item: Item, count: int) -> tuple[tuple[str, int], Item]:
    """Return an item by its signal and bucket."""
    return (subject[0], bucket_of(item.subject, count)), item


def chunks_of(bucket: tuple[str, int], items: Iterable[Item], size: int) -> Iterator[Chunk]:
    """Yield the items of a bucket in chunks of a fixed size, in a fixed order."""
    signal, number = bucket
    for part, chunk in enumerate(chunks(sorted(items), size)):
        yield Chunk(f"{signal}-{number:05d}-{part:05d}", signal, tuple(chunk))
