"""What is stored of a cut, read as columns: only those that a question needs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
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
from filters.columns.bounds import NONE, Codes, Column, Mask, as_mask
from filters.columns.cut import SPREAD, CutColumns, Pictures, References, RuleSet, broken_by_text
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

    def load(self, rules: Sequence[RuleSet]) -> LoadedCut:
        """Read what these rules ask for, and all that decides about duplicates and images.

        Images are read of those documents only that some of the rules let pass by their text.
        """
        names = sorted({*(name for each in rules for name in each.document), *ALWAYS})
        columns = ["id", "page", "fetched_at", URLS, *(f"signals.{name}" for name in names)]
        with ThreadPoolExecutor() as pool:  # Arrow reads and decodes without Python's lock
            wanted = sorted({name for each in rules for name in each.image} - {SPREAD})
            fields = ["url", "outcome", "sha256", *(f"signals.{name}" for name in wanted)]
            facts = pool.submit(read_columns, paths_of(self.images, IMAGES_KIND), fields)
            fields = ["id", "text", "component"]
            candidates = pool.submit(read_columns, paths_of(self.shortlist, CANDIDATES_KIND), fields)
            documents = _each_once(read_columns(paths_of(self.documents, DOCUMENTS_KIND), columns))
            ties = pool.submit(_ties, documents, candidates.result())
            signals, passing = signals_in(documents), np.zeros(len(documents), dtype=bool)
            for each in rules:
                passing |= broken_by_text(signals, each.document, len(documents)) == NONE
            references, used = _references(documents["elements"], passing, facts.result()["url"])
            pictures = _pictures(facts.result().take(pa.array(used)))
            return LoadedCut(documents["id"], CutColumns(signals, ties.result(), references, pictures))


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
    if ids.max(initial=NONE) + 1 == len(ids):
        return documents
    by_id = np.lexsort((-_ranks(documents["fetched_at"]), ids))
    first = np.diff(ids[by_id], prepend=NONE) != 0
    return documents.take(pa.array(np.sort(by_id[first])))


def signals_in(table: pa.Table) -> dict[str, Column]:
    """Return the signals of a table by name, one column each."""
    fields = table.schema.field("signals").type
    return {fields.field(i).name: pc.struct_field(table["signals"], [i]) for i in range(fields.num_fields)}


def _ties(documents: pa.Table, candidates: pa.Table) -> Ties:
    """Return what ties documents; of those without clusters of their own, since they are no candidates, their page."""
    ids = documents["id"]
    number = np.arange(len(ids), dtype=np.int64)
    text, component, page = number.copy(), number.copy(), _codes(documents["page"])
    tied = [chunk for name in ("id", "text", "component") for chunk in candidates[name].chunks]
    rows, texts, components = _places(pa.chunked_array(tied, pa.string()), ids).reshape(3, -1)
    text[rows], component[rows] = texts, components
    others = np.ones(len(ids), dtype=bool)
    others[rows] = False
    of_page = np.full(page.max(initial=0) + 1, NONE, dtype=np.int64)
    of_page[page[::-1]] = component[::-1]
    of_page[page[rows]] = component[rows]
    component[others] = of_page[page[others]]
    return Ties(component, page, text, _ranks(ids), _ranks(documents["fetched_at"]))


def _references(elements: Column, passing: Mask, known: Column) -> tuple[References, Codes]:
    """Return the images that some documents show, and which of the known ones they are, to be taken in this order."""
    parents = np.asarray(pc.list_parent_indices(elements.combine_chunks()), dtype=np.int64)
    urls = pc.struct_field(pc.list_flatten(elements), ["image", "url"])
    shown = np.flatnonzero(as_mask(urls.is_valid()) & passing[parents])
    encoded = urls.take(pa.array(shown)).combine_chunks().dictionary_encode()
    places = _places(pa.chunked_array([encoded.dictionary]), known)
    url = np.asarray(encoded.indices, dtype=np.int64)
    used = places[places != NONE]
    taken = np.where(places == NONE, NONE, np.cumsum(places != NONE) - 1)
    return References(parents[shown], url, taken[url] if len(url) else url), used


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
