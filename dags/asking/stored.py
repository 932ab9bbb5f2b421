"""What is stored of a cut, read as columns: only those that a question needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dags.asking.blocked import Blocked, blocked_in, nothing_blocked
from dags.asking.changes import rules_from
from dags.asking.reading import codes_of, places_of, ranks_of, read_columns, signals_in
from dags.asking.references import columns_for, references_in
from dags.cutting.entries import DECISIONS_KIND, EDITED_KIND
from dags.cutting.shortlist import CANDIDATES_KIND
from dags.extraction.extract import DOCUMENTS_KIND
from dags.imaging import views
from dags.imaging.images import HEAD as IMAGES_KIND
from dags.tables import paths_of, pinned
from dom_parsing.urls import hostname
from filters.columns.bounds import NONE, Codes, Column, Mask, as_mask, numbers_of
from filters.columns.cut import CutColumns, Pictures, RuleSet
from filters.columns.outcome import broken_by_text
from filters.columns.survival import Ties
from filters.images.image_signals import FILE_SIGNALS
from filters.images.references import URL_WORDS
from filters.judgement import IMAGES, WORDS_PER_IMAGE
from filters.rules import Rules
from filters.text.text_signals import DOCUMENT_SIGNALS
from ingest.records import KEPT
from shards import storage
from shards.dataset import Corpus, Generation
from shards.manifest import DatasetError

QR_SHARE = "qr_share"
ALWAYS = ("characters", IMAGES, WORDS_PER_IMAGE)


@dataclass(frozen=True)
class StoredCut:
    """A cut that has been made, as far as a question needs it.

    Attributes:
        documents: The generations of documents that it was made from.
        shortlist: Its shortlist.
        images: The generations of images that it saw.
        rules: The rules that it was made with.
        url_words: What its signal `url_words` counts.
        has_blocklists: Whether blocklists were asked too.
    """

    documents: Sequence[Generation]
    shortlist: Sequence[Generation]
    images: Sequence[Generation]
    rules: RuleSet
    url_words: Collection[str]
    has_blocklists: bool

    @property
    def unmeasured(self) -> set[str]:
        """Keys of `[signals]` that documents were measured without: what needs them is None where they are stored."""
        given = [each.manifest.provenance.settings.get("signals", {}) for each in self.documents]
        return {spec.needs for spec in DOCUMENT_SIGNALS.values() if any(spec.needs not in each for each in given)} - {
            ""
        }

    def asks_more(self, rules: RuleSet) -> bool:
        """Return whether rules ask for what is not stored of this cut: other paragraphs, or signals not measured."""
        late = any(DOCUMENT_SIGNALS[name].needs in self.unmeasured for name in rules.document)
        codes = QR_SHARE in rules.image and QR_SHARE not in self.rules.image
        return late or codes or rules.paragraph != self.rules.paragraph

    @classmethod
    def of(cls, corpus: Corpus, cut: str) -> StoredCut:
        """Look a cut up.

        Raises:
            DatasetError: Its shortlist or its images are not finished.
        """
        shortlist = corpus.shortlist(cut).require()
        if not storage.exists(storage.join(corpus.cut_folder(cut), views.IMAGES)):
            raise DatasetError(f"cut {cut!r} lacks images: run `m3w images` for it first")
        images = corpus.images.generations()[: views.generations_in(corpus, cut, views.IMAGES)]
        settings = shortlist[0].manifest.provenance.settings
        documents = pinned(corpus.documents.require(), shortlist)
        words, listed = settings.get("image.url_words", URL_WORDS), bool(settings.get("blocklists"))
        return cls(documents, shortlist, images, rules_from(settings), words, listed)

    def load(self, views: Sequence[View]) -> LoadedCut:
        """Read what the rules of some views ask for, and all that decides about duplicates and images.

        Images are read of those documents only that some of the rules let pass by their text.
        """
        asked = {name: bound for each in views for name, bound in each.rules.image.items()}
        names = sorted({*(name for each in views for name in each.rules.document), *ALWAYS})
        with ThreadPoolExecutor() as pool:  # Arrow reads and decodes without Python's lock
            fields = [f"signals.{name}" for name in sorted(asked) if name in FILE_SIGNALS]
            facts = pool.submit(
                read_columns, paths_of(self.images, IMAGES_KIND), ["url", "turn", "outcome", "sha256", *fields]
            )
            fields = ["id", "text", "component"]
            candidates = pool.submit(read_columns, paths_of(self.shortlist, CANDIDATES_KIND), fields)
            documents = self._documents(names, asked)
            blocked = self._blocked(documents)
            signals = [self._seen_by(each, documents, names) for each in views]
            passing = np.zeros(len(documents), dtype=bool)
            for each, seen in zip(views, signals, strict=True):
                passing |= broken_by_text(seen, each.rules.document, len(documents)) == NONE
            ties = pool.submit(_ties, documents, passing, candidates.result())
            hosts = _hosts(documents, passing, asked)
            every = _last_turns(facts.result())
            references, used = references_in(
                documents["elements"], passing, blocked.elements, every["url"], asked, self.url_words
            )
            pictures = _pictures(every.take(pa.array(used)))
            return LoadedCut(
                documents["id"],
                tuple(
                    CutColumns(seen, words_in(seen), hosts, ties.result(), references, pictures, blocked.documents)
                    for seen in signals
                ),
            )

    def _blocked(self, documents: pa.Table) -> Blocked:
        if not self.has_blocklists:
            return nothing_blocked(len(documents))
        return blocked_in(paths_of(self.shortlist, DECISIONS_KIND), documents["id"], documents["elements"])

    def _documents(self, names: Sequence[str], asked: Rules) -> pa.Table:
        url = ["url"] if "hosts" in asked else []
        columns = ["id", "page", "fetched_at", *url, *columns_for(asked), *(f"signals.{name}" for name in names)]
        return _each_once(read_columns(paths_of(self.documents, DOCUMENTS_KIND), columns))

    def _seen_by(self, view: View, documents: pa.Table, names: Sequence[str]) -> dict[str, Column]:
        """Return the signals of documents, of those that lost paragraphs of what is left."""
        columns = ["id", *(f"signals.{name}" for name in names)]
        edited = (
            view.edited if view.edited is not None else read_columns(paths_of(self.shortlist, EDITED_KIND), columns)
        )
        others = {name: values for name, values in signals_in(edited).items() if name in names}
        return overlaid(documents["id"], signals_in(documents), edited["id"], others)


@dataclass(frozen=True)
class View:
    """Rules, and what those on paragraphs leave.

    Attributes:
        rules: The rules.
        edited: Documents that lost paragraphs, with the signals of what is left; None for those of the shortlist.
    """

    rules: RuleSet
    edited: pa.Table | None = None


@dataclass(frozen=True)
class LoadedCut:
    """The id of each document of a cut, and its columns as each view has them."""

    ids: Column
    views: tuple[CutColumns, ...]


def overlaid(
    ids: Column, signals: Mapping[str, Column], changed: Column, others: Mapping[str, Column]
) -> dict[str, Column]:
    """Return signals with other values for some documents.

    Args:
        ids: Documents.
        signals: Their signals by name.
        changed: Those that have other values.
        others: These values by name.
    """
    if not len(changed):
        return dict(signals)
    found = places_of(ids, changed)  # a document may be there more than once
    places = pa.array(np.where(found == NONE, np.arange(len(ids)), len(ids) + found))
    return {
        name: pa.chunked_array([*values.chunks, *others[name].cast(values.type).chunks]).take(places)
        for name, values in signals.items()
    }


def words_in(signals: Mapping[str, Column]) -> NDArray[np.float64]:
    """Return the words of each document, as the shortlist has them; NaN where those an image are not known."""
    return np.rint(numbers_of(signals[WORDS_PER_IMAGE]) * numbers_of(signals[IMAGES]))


def _each_once(documents: pa.Table) -> pa.Table:
    """Leave out what is captured again with the same content, but for the latest capture."""
    ids = codes_of(documents["id"])
    if ids.max(initial=NONE) + 1 == len(ids):
        return documents
    by_id = np.lexsort((-ranks_of(documents["fetched_at"]), ids))
    first = np.diff(ids[by_id], prepend=NONE) != 0
    return documents.take(pa.array(np.sort(by_id[first])))


def _ties(documents: pa.Table, passing: Mask, candidates: pa.Table) -> Ties:
    """Return what ties documents; of those without clusters of their own, since they are no candidates, their page.

    Only those that some rules let pass are ranked: the others are no members of anything.
    """
    ids = documents["id"]
    number = np.arange(len(ids), dtype=np.int64)
    text, component, page = number.copy(), number.copy(), codes_of(documents["page"])
    tied = [chunk for name in ("id", "text", "component") for chunk in candidates[name].chunks]
    rows, texts, components = places_of(pa.chunked_array(tied, pa.string()), ids).reshape(3, -1)
    text[rows], component[rows] = texts, components
    others = np.ones(len(ids), dtype=bool)
    others[rows] = False
    of_page = np.full(page.max(initial=0) + 1, NONE, dtype=np.int64)
    of_page[page[::-1]] = component[::-1]
    of_page[page[rows]] = component[rows]
    component[others] = of_page[page[others]]
    rank = np.full(len(ids), NONE, dtype=np.int64)
    rank[passing] = ranks_of(ids.filter(pa.array(passing)))
    return Ties(component, page, text, rank, ranks_of(documents["fetched_at"]))


def _hosts(documents: pa.Table, passing: Mask, asked: Rules) -> Codes:
    hosts = np.zeros(len(documents), dtype=np.int64)
    if "hosts" in asked:
        names = [hostname(url) for url in documents["url"].filter(pa.array(passing)).to_pylist()]
        hosts[passing] = ranks_of(pa.chunked_array([pa.array(names, pa.string())]))
    return hosts


def _last_turns(facts: pa.Table) -> pa.Table:
    """Put what an image was in its last turn first: places are those of a URL's first row."""
    turns = facts["turn"].to_numpy()
    same = not len(turns) or turns.min() == turns.max()
    return facts if same else facts.take(pa.array(np.argsort(-turns, kind="stable")))


def _pictures(facts: pa.Table) -> Pictures:
    had = as_mask(pc.equal(facts["outcome"], KEPT))
    return Pictures(had, codes_of(facts["sha256"]), signals_in(facts))
