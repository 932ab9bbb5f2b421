"""Beam: which paragraphs too many documents of a site say.

Documents are counted so that no page loses its text to copies of itself: captures of one page count once, and so do
pages of one and the same text (print views, tracking parameters). The count is the smaller of the two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import apache_beam as beam
from apache_beam.transforms.combiners import Count

from dom_parsing.urls import hostname
from filters.rules import Bound
from ingest.discovery.scope import domain_of


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A paragraph where a document says it.

    Attributes:
        file: Number of the table of documents that has it.
        row: Of that table.
        element: Index within the document.
        page: The document's page.
        text: 128 bits that documents share when all of their texts are the same.
    """

    file: int
    row: int
    element: int
    page: str
    text: bytes


def text_key(text: str) -> bytes:
    """Return 128 bits that stand for a text as it is."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def paragraph_key(url: str, text: str) -> bytes:
    """Return 128 bits that stand for a paragraph within its site.

    A site is a registered domain with all of its hosts, by the Public Suffix List: see `domain_of`.
    """
    return text_key(f"{domain_of(hostname(url))}\n{text}")


@dataclass
class FindRepeated(beam.PTransform[Any, Any]):
    """(paragraph key, Occurrence) -> (file, (row, element, documents)) for paragraphs that break the bound.

    Counts are combined before they are shuffled; what is joined to them are places, never texts.
    """

    bound: Bound

    def expand(self, occurrences: Any) -> Any:
        """Count pages and texts a paragraph, join the counts back to the places."""
        pages = (
            occurrences
            | "Pages" >> beam.MapTuple(lambda key, place: (key, place.page))
            | "EachPageOnce" >> beam.Distinct()
            | "CountPages" >> Count.PerKey()
        )
        texts = (
            occurrences
            | "Texts" >> beam.MapTuple(lambda key, place: (key, place.text))
            | "EachTextOnce" >> beam.Distinct()
            | "CountTexts" >> Count.PerKey()
        )
        return (
            {"places": occurrences, "pages": pages, "texts": texts}
            | "JoinCounts" >> beam.CoGroupByKey()
            | "OverTheBound" >> beam.FlatMapTuple(self._judge)
        )

    def _judge(self, _: bytes, found: Mapping[str, Iterable[Any]]) -> Iterator[tuple[int, tuple[int, int, int]]]:
        documents = min(*found["pages"], *found["texts"])
        if self.bound.broken_by(documents):
            for place in found["places"]:
                yield place.file, (place.row, place.element, documents)
