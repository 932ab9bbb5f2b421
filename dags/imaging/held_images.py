"""Images that lie within pages, as inline data: which record of a page holds them, and what is in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import apache_beam as beam

from dags.extraction.pieces import bytes_of_each
from dags.tables import ReadTables
from dom_parsing.data_urls import InlinePicture, is_named
from dom_parsing.held import pictures_held
from dom_parsing.page import read_page
from dom_parsing.records import RecordRef
from dom_parsing.settings import ExtractSettings
from dom_parsing.tables import ref_from_row
from ingest.warc.warc_reader import WarcRecord, read_range

COLUMNS = ("fetched_at", "source", "elements.list.element.image.url")


class ReadHolders(beam.PTransform[Any, Any]):
    """Tables of documents -> (name of an inline image, (date, record of the latest page that holds it))."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__()
        self._paths = paths

    def expand(self, pipeline: Any) -> Any:
        """Read the images of each document; of all pages that hold one, one will do."""
        rows = pipeline | ReadTables(self._paths, columns=COLUMNS)
        return rows | "HolderOf" >> beam.FlatMap(holder_of) | "LatestHolder" >> beam.CombinePerKey(max)


def holder_of(row: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, RecordRef]]]:
    """Yield the inline images of a document, with the record that it was read from."""
    source = ref_from_row(row["source"])
    if source is not None and source.length:
        names = {element["image"]["url"] for element in row["elements"] if element["image"]}
        yield from ((name, (row["fetched_at"], source)) for name in sorted(filter(is_named, names)))


def held_records(
    holders: Mapping[str, RecordRef], resolve: Callable[[str], str], settings: ExtractSettings
) -> Iterator[tuple[str, WarcRecord | None]]:
    """Yield each inline image as a record of its own, dated as its page is; None where the page can't be read.

    Args:
        holders: The record of a page that holds it, by the image's name.
        resolve: Returns the full path of a file that a RecordRef names.
        settings: What the pages were extracted with.
    """
    names: dict[RecordRef, list[str]] = {}
    for name, ref in holders.items():
        names.setdefault(ref, []).append(name)
    for ref, data in bytes_of_each(list(names), resolve):
        page = next(read_range(data, ref), None) if data else None
        found = _held_by(page, names[ref], settings) if page else {}
        for name in names[ref]:
            yield name, _as_record(page, name, found[name]) if page and name in found else None


def _held_by(page: WarcRecord, names: Collection[str], settings: ExtractSettings) -> dict[str, InlinePicture]:
    if page.error:
        return {}
    try:
        tree = read_page(page.payload, page.url, charset=page.charset or None, settings=settings).tree
    except ValueError:  # the archive has been replaced since: it was a page when it was extracted
        return {}
    return pictures_held(tree, frozenset(names), settings.inline_image_bytes)


def _as_record(page: WarcRecord, name: str, picture: InlinePicture) -> WarcRecord:
    """Return a record of what came with the page: what forbids the page's images forbids it."""
    return WarcRecord(
        page.source,
        type="resource",
        url=name,
        date=page.date,
        fields=(("content-type", picture.media_type),),
        headers=page.headers,
        media_type=picture.media_type,
        payload=picture.data,
        block=picture.data,
    )
