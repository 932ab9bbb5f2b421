"""Beam: which documents say the same, from texts to clusters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import apache_beam as beam
import numpy as np

from filters.duplicates.components import components
from filters.duplicates.duplicates import DuplicateSettings, stars
from filters.duplicates.minhash import MinHasher, Signature, exact_key

WORDLESS = exact_key("")


@dataclass(frozen=True, slots=True)
class Clusters:
    """The clusters of one document: of equal texts, and of all that is tied to it (`filters.duplicates.duplicates`)."""

    text: str
    component: str


@dataclass(frozen=True, slots=True)
class Signed:
    """What clustering needs of a document: its text is left behind, a key and a signature stand for it."""

    id: str
    page: str
    exact: bytes
    signature: bytes


class Signer:
    """Makes Signed of texts; made once a worker."""

    def __init__(self, settings: DuplicateSettings) -> None:
        self._settings = settings
        self._hasher = MinHasher(settings.bands, settings.rows, settings.shingle)

    def sign(self, id: str, page: str, text: str) -> Signed:
        """Return what stands for the text."""
        signature = self._hasher.signature(text).tobytes() if self._settings.near_text else b""
        return Signed(id, page, exact_key(text), signature)


@dataclass
class ClusterDuplicates(beam.PTransform[Any, Any]):
    """Signed -> (id, Clusters), for the documents that are tied to another one.

    Only ids and signatures are shuffled. The edges, few against the documents, meet on one worker. A text without a
    word says nothing, so it says the same as no other: pages of nothing but pictures are tied as captures only.
    """

    settings: DuplicateSettings

    def expand(self, documents: Any) -> Any:
        """Find edges by page, by exact text and by bands of signatures; join them."""
        same_page = (
            documents
            | "ByPage" >> beam.Map(lambda document: (document.page, document.id))
            | "GroupPages" >> beam.GroupByKey()
            | "TieWithinPage" >> beam.FlatMapTuple(_tie_to_any)
        )
        signed = (
            documents
            | "WithWords" >> beam.Filter(lambda entry: entry.exact != WORDLESS)
            | "ByText" >> beam.Map(lambda entry: (entry.exact, (entry.id, entry.signature)))
        )
        firsts = signed | "FirstOfText" >> beam.CombinePerKey(_least)
        same_text = (
            {"first": firsts, "ids": signed | "DropSignatures" >> beam.MapTuple(lambda key, entry: (key, entry[0]))}
            | "JoinFirst" >> beam.CoGroupByKey()
            | "TieToFirst" >> beam.FlatMapTuple(_tie_to_first)
        )
        near_text = (
            firsts
            | "KeyByBand" >> beam.FlatMapTuple(lambda _, entry: _by_band(entry, self.settings))
            | "GroupBands" >> beam.GroupByKey()
            | "TieWithinBand"
            >> beam.FlatMapTuple(lambda _, entries: _tie_within_band(entries, self.settings.similarity))
        )
        pages = same_page | "MarkPage" >> beam.Map(lambda edge: (False, edge))
        texts = (same_text, near_text) | beam.Flatten() | "MarkText" >> beam.Map(lambda edge: (True, edge))
        return (
            (pages, texts)
            | "AllEdges" >> beam.Flatten()
            | "Distinct" >> beam.Distinct()
            | "OnOneWorker" >> beam.GroupBy(lambda _: 0)
            | "Connect" >> beam.FlatMapTuple(lambda _, edges: _connect(edges))
        )


def _least(entries: Iterable[tuple[str, bytes]]) -> tuple[str, bytes]:
    return min(entries, default=("~", b""))


def _tie_to_any(_: str, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    others = iter(ids)
    hub = next(others)
    for other in others:
        yield hub, other


def _tie_to_first(_: bytes, found: dict[str, Iterable[Any]]) -> Iterator[tuple[str, str]]:
    (hub, _signature), *_rest = found["first"]
    for other in found["ids"]:
        if other != hub:
            yield hub, other


def _read(signature: bytes) -> Signature:
    return np.frombuffer(signature, dtype=np.uint32)


def _by_band(entry: tuple[str, bytes], settings: DuplicateSettings) -> Iterator[tuple[bytes, tuple[str, bytes]]]:
    if settings.near_text:
        hasher = MinHasher(settings.bands, settings.rows, settings.shingle)
        for key in hasher.band_keys(_read(entry[1])):
            yield key, entry


def _tie_within_band(entries: Iterable[tuple[str, bytes]], threshold: float) -> Iterator[tuple[str, str]]:
    yield from stars([(id, _read(signature)) for id, signature in sorted(entries)], threshold)


def _connect(marked: Iterable[tuple[bool, tuple[str, str]]]) -> Iterator[tuple[str, Clusters]]:
    edges = list(marked)
    component = components(edge for _, edge in edges)
    text = components(edge for is_text, edge in edges if is_text)
    for id, root in component.items():
        yield id, Clusters(text.get(id, id), root)
