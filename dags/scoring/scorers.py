"""Models, ready to be asked about items: pictures are read from their records, texts are at hand."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import torch
from PIL import Image
from transformers import AutoConfig

from dags.scoring.items import Item
from dags.write import chunks
from dom_parsing.records import RecordRef
from filters.models.scores import Score, score
from filters.models.settings import ClassifierSection, ModelSection, ModelSettings, TextClassifierSection
from ingest.images.pictures import DAMAGED, BadPictureError, open_picture
from ingest.images.shrinking import KEPT_BEFORE
from ingest.records import FAILED
from ingest.warc.warc_reader import read_payload
from shards.ranges import read_ahead
from training.folders import is_local, local_copy
from training.model.assembly import read_folder
from training.scoring.clip_similarity import ClipSimilarity
from training.scoring.image_classifier import ImageClassifier
from training.scoring.labels import output_of
from training.scoring.text_classifier import TextClassifier

READING = KEPT_BEFORE.model_copy(update={"measured_side": 1024})
"""Pictures are reduced while they are decoded, to what models shrink further."""
Resolve = Callable[[str], str]


class Scorer(Protocol):
    """A model that gives scores. Beam keeps one for all threads of a process, by weak reference."""

    def scores(self, items: Sequence[Item]) -> Iterator[Score]:
        """Yield the scores of items, in their order."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a scorer signs its scores with, and how it finds files.

    Attributes:
        signal: The signal.
        model: Digest of the model.
        resolve: Returns the full path of a file that a RecordRef names.
    """

    signal: str
    model: str
    resolve: Resolve

    def score(self, item: Item, element: int | None, value: float | None) -> Score:
        """Return a signed score."""
        return score(self.signal, self.model, item.subject, element, value)

    def damaged(self, item: Item, element: int | None) -> Score:
        """Return what stands in the place of a score where a picture can't be decoded."""
        return Score(self.signal, self.model, item.subject, element, None, FAILED, DAMAGED)


def load_scorer(origin: Origin, section: ModelSection, models: ModelSettings) -> Scorer:
    """Return the model of a section, on the GPU if there is one.

    Raises:
        ValueError: Its folder does not hold it.
    """
    torch.set_num_threads(1)  # each worker has a core; and sums must not hang on their number
    device = "cuda" if torch.cuda.is_available() else "cpu"
    with local_copy(section.path) as folder:
        if isinstance(section, TextClassifierSection):
            limits = (section.max_tokens, section.max_stretches)
            return TextScorer(origin, TextClassifier(folder, section.label, *limits, models.batch, device))
        if isinstance(section, ClassifierSection):
            return PictureScorer(origin, ImageClassifier(folder, section.label, device), models.batch)
        return SimilarityScorer(origin, ClipSimilarity(folder, models.batch, device), models.max_paragraphs)


def check_labels(models: ModelSettings) -> None:
    """Hold the labels of classifiers against what their folders say; those at URLs are looked at when they are loaded.

    Raises:
        ValueError: A folder holds no model, or one without the label.
    """
    for _, section in models.given():
        if isinstance(section, ClassifierSection) and is_local(section.path):
            folder = Path(section.path)
            output_of(read_folder(AutoConfig.from_pretrained, folder, "classifier"), section.label, folder)


@dataclass(frozen=True, slots=True, weakref_slot=True)
class PictureScorer:
    """Asks a classifier about pictures, a batch of neighbours at a time."""

    origin: Origin
    model: ImageClassifier
    batch: int

    def scores(self, items: Sequence[Item]) -> Iterator[Score]:
        """Yield the score of each picture."""
        for group in chunks(_with_pictures(items, self.origin.resolve), self.batch):
            opened = [picture for _, (picture,) in group if picture is not None]
            values = iter(self.model.scores(opened) if opened else ())
            for item, (picture,) in group:
                damaged = picture is None
                yield self.origin.damaged(item, None) if damaged else self.origin.score(item, None, next(values))


@dataclass(frozen=True, slots=True, weakref_slot=True)
class TextScorer:
    """Asks a classifier about whole documents."""

    origin: Origin
    model: TextClassifier

    def scores(self, items: Sequence[Item]) -> Iterator[Score]:
        """Yield the score of each document."""
        for item in items:
            text = "\n\n".join(text for _, text in item.paragraphs)
            yield self.origin.score(item, None, self.model.score(text))


@dataclass(frozen=True, slots=True, weakref_slot=True)
class SimilarityScorer:
    """Compares the images of a document with its paragraphs."""

    origin: Origin
    model: ClipSimilarity
    max_paragraphs: int

    def scores(self, items: Sequence[Item]) -> Iterator[Score]:
        """Yield a score for each image: its row of the matrix, and the largest value in it."""
        for item, pictures in _with_pictures(items, self.origin.resolve):
            paragraphs = [(index, text) for index, text in item.paragraphs if text.strip()][: self.max_paragraphs]
            opened = [picture for picture in pictures if picture is not None]
            texts = [text for _, text in paragraphs]
            rows = iter(self.model.similarities(opened, texts).tolist() if opened and texts else [[]] * len(opened))
            for (element, _), picture in zip(item.pictures, pictures, strict=True):
                if picture is None:
                    yield self.origin.damaged(item, element)
                    continue
                row = next(rows)
                own = self.origin.score(item, element, _largest(row))
                indices = tuple(index for index, _ in paragraphs)
                yield own if own.value is None else replace(own, paragraphs=indices, similarities=tuple(row))


def _largest(row: Sequence[float]) -> float | None:
    """Return the largest value, None of none, and NaN where one is no number: `max` would hide that."""
    return math.nan if any(map(math.isnan, row)) else max(row, default=None)


def _with_pictures(items: Sequence[Item], resolve: Resolve) -> Iterator[tuple[Item, list[Image.Image | None]]]:
    """Yield items with their pictures, None where one can't be decoded."""
    for item, records in read_ahead(items, _refs_of, resolve):
        yield item, [_opened(read_payload(records[ref])[1]) for _, ref in item.pictures]


def _refs_of(item: Item) -> list[RecordRef]:
    return [ref for _, ref in item.pictures]


def _opened(data: bytes) -> Image.Image | None:
    try:
        return open_picture(data, READING).image
    except BadPictureError:
        return None
