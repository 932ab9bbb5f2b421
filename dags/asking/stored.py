"""What is stored of a cut, read as columns: only those that a question needs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dags.asking.changes import rules_from
from dags.cutting.shortlist import CANDIDATES_KIND
from dags.extraction.extract import DOCUMENTS_KIND
from dags.imaging.images import HEAD as IMAGES_KIND
from dags.imaging.images import VIEW
from dags.tables import paths_of, pinned
from filters.columns.bounds import NONE, Codes, Column, as_mask
from filters.columns.cut import CutColumns, Pictures, References, RuleSet
from filters.columns.survival import Ties
from ingest.records import KEPT
from shards import storage
from shards.dataset import Corpus, Generation
from shards.manifest import DatasetError

URLS = "elements.list.element.image.url"
ALWAYS = ("characters", "images")


@dataclass(frozen=True)
class StoredCut:
    """A cut that has been made, as far as a question needs it.

    Attributes:
        documents: The generations of documents that it was made from.
        shortlist: Its shortlist.
        images: The generations of images that it saw.
        rules: The rules that it was made with.
    """

    documents: Sequence[Generation]
    shortlist: Sequence[Generation]
    images: Sequence[Generation]
    rules: RuleSet

    @classmethod
    def of(cls, corpus: Corpus, cut: str) -> StoredCut:
        """Look a cut up.

        Raises:
            DatasetError: Its shortlist or its images are not finished.
        """
        shortlist = corpus.shortlist(cut).require()
        view = storage.join(corpus.cut_folder(cut), VIEW)
        if not storage.exists(view):
            raise DatasetError(f"cut {cut!r} lacks images: run `m3w images` for it first")
        number = json.loads(storage.read_bytes(view))["generations"]
        images = corpus.images.generations()[:number]
        rules = rules_from(shortlist[0].manifest.provenance.settings)
        return cls(pinned(corpus.documents.require(), shortlist), shortlist, images, rules)

    def load(self, document_signals: Iterable[str], image_signals: Iterable[str]) -> LoadedCut:
        """Read the columns of some signals, and all that decides about duplicates and images."""
        names = sorted({*document_signals, *ALWAYS})
        columns = ["id", "page", "fetched_at", URLS, *(f"signals.{name}" for name in names)]
        documents = _each_once(read_columns(paths_of(self.documents, DOCUMENTS_KIND), columns))
        ids = documents["id"]
        candidates = read_columns(paths_of(self.shortlist, CANDIDATES_KIND), ["id", "text", "component"])
        facts = read_columns(
            paths_of(self.images, IMAGES_KIND),
            ["url", "outcome", "sha256", *(f"signals.{name}" for name in sorted(image_signals))],
        )
        references = _references(documents["elements"], facts["url"])
        return LoadedCut(
            ids, CutColumns(signals_in(documents), _ties(documents, candidates), references, _pictures(facts))
        )


@dataclass(frozen=True)
class LoadedCut:
    """The columns of a cut, and the id of each document in them."""

    ids: Column
    columns: CutColumns


def read_columns(paths: Sequence[str], columns: Sequence[str]) -> pa.Table:
    """Read some columns of many tables as one; a column may name a field within another (`signals.words`)."""
    tables = []
    for path in paths:
        with storage.open_to_read(path) as stream, pq.ParquetFile(stream) as table:
            tables.append(table.read(columns=list(columns)))
    return pa.concat_tables(tables) if tables else _nothing(columns)


def _nothing(columns: Sequence[str]) -> pa.Table:
    """Return a table without rows, for a dataset without generations."""
    plain = {name: pa.array([], pa.string()) for name in columns if "." not in name}
    return pa.table({**plain, "signals": pa.array([], pa.struct([]))})


def _each_once(documents: pa.Table) -> pa.Table:
    """Leave out what is captured again with the same content, but for the latest capture."""
    ids = _codes(documents["id"])
    dates = _ranks(documents["fetched_at"])
    by_id = np.lexsort((-dates, ids))
    first = np.ones(len(by_id), dtype=bool)
    first[1:] = ids[by_id][1:] != ids[by_id][:-1]
    return documents if first.all() else documents.take(pa.array(np.sort(by_id[first])))


def signals_in(table: pa.Table) -> dict[str, Column]:
    """Return the signals of a table by name, one column each."""
    fields = table.schema.field("signals").type
    return {fields.field(i).name: pc.struct_field(table["signals"], [i]) for i in range(fields.num_fields)}


def _ties(documents: pa.Table, candidates: pa.Table) -> Ties:
    """Return what ties documents; of those without clusters of their own, since they are no candidates, their page."""
    ids = documents["id"]
    number = np.arange(len(ids), dtype=np.int64)
    text, component, page = number.copy(), number.copy(), _codes(documents["page"])
    rows = _places(candidates["id"], ids)
    text[rows] = _places(candidates["text"], ids)
    component[rows] = _places(candidates["component"], ids)
    others = np.ones(len(ids), dtype=bool)
    others[rows] = False
    of_page = np.full(page.max(initial=0) + 1, NONE, dtype=np.int64)
    of_page[page[::-1]] = component[::-1]
    of_page[page[rows]] = component[rows]
    component[others] = of_page[page[others]]
    return Ties(component, page, text, _ranks(ids), _ranks(documents["fetched_at"]))


def _references(elements: Column, known: Column) -> References:
    parents = pc.list_parent_indices(elements.combine_chunks())
    urls = pc.struct_field(pc.list_flatten(elements), ["image", "url"])
    shown = urls.is_valid()
    encoded = pc.filter(urls, shown).combine_chunks().dictionary_encode()
    places = _places(pa.chunked_array([encoded.dictionary]), known)
    url = np.asarray(encoded.indices, dtype=np.int64)
    return References(np.asarray(parents, dtype=np.int64)[as_mask(shown)], url, places[url] if len(url) else url)


def _pictures(facts: pa.Table) -> Pictures:
    had = as_mask(pc.equal(facts["outcome"], KEPT))
    return Pictures(had, _codes(facts["sha256"]), signals_in(facts))


def _codes(values: Column) -> Codes:
    """Return equal numbers for equal texts."""
    return np.asarray(values.combine_chunks().dictionary_encode().indices, dtype=np.int64)


def _ranks(values: Column) -> Codes:
    """Return numbers in the order of the texts, equal ones for equal texts."""
    encoded = values.combine_chunks().dictionary_encode()
    ranks = np.empty(len(encoded.dictionary), dtype=np.int64)
    ranks[np.asarray(pc.sort_indices(encoded.dictionary))] = np.arange(len(ranks))
    return ranks[np.asarray(encoded.indices, dtype=np.int64)]


def _places(values: Column, among: Column) -> Codes:
    """Return where each value stands among others; NONE where it does not."""
    found = pc.index_in(values, value_set=among.combine_chunks())
    return np.asarray(pc.fill_null(found, NONE).to_numpy(), dtype=np.int64)
