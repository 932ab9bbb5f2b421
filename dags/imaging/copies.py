"""Images that lie in the archives that documents were extracted from: the rows of records know them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import apache_beam as beam

from dags.tables import ReadTables
from dom_parsing.records import RecordRef
from dom_parsing.urls import normalise

COLUMNS = ("url", "type", "status", "media_type", "outcome", "reason", "fetched_at", "truncated", "source")


class ReadCopies(beam.PTransform[Any, Any]):
    """Tables of WARC records -> (URL of an image, (date, its record)): what can be read again by its range."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__()
        self._paths = paths

    def expand(self, pipeline: Any) -> Any:
        """Read the rows and keep those of images."""
        return pipeline | ReadTables(self._paths, columns=COLUMNS) | "CopyOf" >> beam.FlatMap(copy_of)


def copy_of(row: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, RecordRef]]]:
    """Yield the image that a row of a WARC record is of, if it is of one; without its date where it was cut short.

    Of several copies the latest is taken: so one that was cut only where there is no other.
    """
    is_answer = row["type"] == "response" and row["status"] == 200 and row["reason"] == "media-type"
    is_file = row["type"] == "resource" and row["reason"] == "not-a-response"
    if not (is_answer or is_file) or not row["media_type"].startswith("image/"):
        return
    url, source = normalise(row["url"]), RecordRef(**row["source"])
    if url is not None and source.length:
        yield url, ("" if row.get("truncated") else row["fetched_at"], source)
