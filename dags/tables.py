"""Schemas that bring records and signals of different packages together, and reading of whole datasets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import apache_beam as beam

from dom_parsing.tables import document_schema
from filters.images.image_signals import FILE_SIGNALS
from filters.signals import arrow_struct
from filters.text.text_signals import DOCUMENT_SIGNALS
from ingest.tables import image_schema
from shards.dataset import Generation
from shards.fingerprint import digest_of
from shards.manifest import DatasetError, digest
from shards.parts import read_rows

DOCUMENTS = document_schema(arrow_struct(DOCUMENT_SIGNALS))
IMAGES = image_schema(arrow_struct(FILE_SIGNALS))


def paths_of(generations: Iterable[Generation], kind: str) -> list[str]:
    """Return the full paths of all files of one kind."""
    return [path for generation in generations for path in generation.paths(kind)]


def inputs_of(*datasets: Sequence[Generation]) -> list[str]:
    """Return the digests of all manifests: what a job that reads these generations is made from."""
    return [digest(generation.manifest) for generations in datasets for generation in generations]


def makings_of(generations: Sequence[Generation]) -> list[str]:
    """Return what tells generations of captures from any others, and stays the same when something is forgotten.

    The labels of their parts bear the names of the attempts that fetched them.
    """
    manifests = [generation.manifest for generation in generations]
    return [digest_of(each.provenance.fingerprint, [part.label for part in each.parts]) for each in manifests]


def total(generations: Iterable[Generation], name: str) -> int:
    """Return the sum of one of the manifests' totals."""
    return sum(int(generation.manifest.totals.get(name, 0)) for generation in generations)


def rows_in(generations: Iterable[Generation], kind: str) -> int:
    """Return the rows of all tables of one kind."""
    return sum(file.rows or 0 for generation in generations for file in generation.manifest.files(kind))


def pinned(documents: Sequence[Generation], shortlist: Sequence[Generation]) -> list[Generation]:
    """Return the generations of documents that a shortlist was made from: a cut never sees those that came later.

    Raises:
        DatasetError: They are not all there any more.
    """
    wanted = [name for each in shortlist for name in each.manifest.provenance.inputs]
    found = list(documents[: len(wanted)])
    if inputs_of(found) != wanted:
        raise DatasetError(
            f"{shortlist[0].folder} was made from documents that have been replaced since: "
            f"make the shortlist again with --overwrite, or a new cut"
        )
    return found


class ReadTables(beam.PTransform[Any, Any]):
    """Rows of many tables, spread over the workers file by file, each passed through `parse`."""

    def __init__(
        self, paths: Sequence[str], parse: Callable[[dict[str, Any]], Any] = dict, columns: Sequence[str] | None = None
    ) -> None:
        super().__init__()
        self._paths, self._parse, self._columns = list(paths), parse, columns

    def expand(self, pipeline: Any) -> Any:
        """Create the paths, reshuffle, read."""
        return pipeline | beam.Create(self._paths) | beam.Reshuffle() | "Read" >> beam.FlatMap(self._read)

    def _read(self, path: str) -> Iterable[Any]:
        for row in read_rows(path, self._columns):
            yield self._parse(row)
