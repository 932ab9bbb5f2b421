"""Rows of documents for the shortlist, each with what the whole corpus says of its paragraphs.

tables --> paragraphs by site --> those that too many documents say --.
     `----------------------------------------------------------------+--> (row, repeats)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import apache_beam as beam

from filters.duplicates.repeated import FindRepeated, Occurrence, paragraph_key, text_key
from filters.rules import Bound
from shards.parts import read_rows

COLUMNS = ("id", "page", "url", "fetched_at", "source", "elements", "signals")
Repeats = Mapping[int, int]
"""How many documents of the site say a paragraph, by its index, where that breaks the bound."""


class ReadDocuments(beam.PTransform[Any, Any]):
    """Rows of tables of documents with the Repeats of each.

    Where a bound asks for these, each table is read twice: what is shuffled are the places of paragraphs, and texts
    stay where they lie.
    """

    def __init__(self, paths: Sequence[str], repeated_in_site: Bound | None) -> None:
        super().__init__()
        self._paths, self._bound = list(paths), repeated_in_site

    def expand(self, pipeline: Any) -> Any:
        """Create the paths, find what is repeated, read."""
        files = pipeline | beam.Create(list(enumerate(self._paths))) | beam.Reshuffle()
        if self._bound is None:
            return files | "Read" >> beam.FlatMapTuple(lambda _, path: read_with_repeats(path, ()))
        repeated = files | "Paragraphs" >> beam.FlatMapTuple(occurrences) | FindRepeated(self._bound)
        return (
            {"files": files, "repeated": repeated}
            | "JoinRepeats" >> beam.CoGroupByKey()
            | "ReadAgain" >> beam.FlatMapTuple(_read_file)
        )


def occurrences(file: int, path: str) -> Iterator[tuple[bytes, Occurrence]]:
    """Yield every paragraph of a table of documents by its key."""
    for number, row in enumerate(read_rows(path, ("page", "url", "elements"))):
        texts = [(index, element["text"]) for index, element in enumerate(row["elements"]) if not element["image"]]
        whole = text_key("\n\n".join(text for _, text in texts))
        for index, text in texts:
            yield paragraph_key(row["url"], text), Occurrence(file, number, index, row["page"], whole)


def _read_file(_: int, found: Mapping[str, Iterable[Any]]) -> Iterator[tuple[Mapping[str, Any], Repeats]]:
    (path,) = found["files"]
    yield from read_with_repeats(path, found["repeated"])


def read_with_repeats(
    path: str, repeated: Iterable[tuple[int, int, int]]
) -> Iterator[tuple[Mapping[str, Any], Repeats]]:
    """Yield every row of a table with its repeats.

    Args:
        path: The table.
        repeated: Row, element and number of documents of each paragraph that is repeated too often.
    """
    repeats: dict[int, dict[int, int]] = {}
    for number, element, documents in repeated:
        repeats.setdefault(number, {})[element] = documents
    for number, row in enumerate(read_rows(path, COLUMNS)):
        yield row, repeats.get(number, {})
