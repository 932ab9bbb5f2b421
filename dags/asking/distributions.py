"""How the values of each signal are distributed over a corpus or a cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from dags.asking.reading import read_columns, signals_in
from dags.asking.stored import StoredCut, overlaid
from dags.cutting.entries import EDITED_KIND
from dags.extraction.extract import DOCUMENTS_KIND
from dags.imaging.images import HEAD as IMAGES_KIND
from dags.tables import paths_of
from filters.columns.bounds import Column, as_mask, breaks, numbers_of
from filters.rules import Bound
from shards.dataset import Corpus

POINTS = (0, 1, 5, 25, 50, 75, 95, 99, 100)
"""Percentiles that are shown; the value of rank ceil(p/100 * n), a value that occurs."""
WORDS = 5


@dataclass(frozen=True)
class Distribution:
    """The values of one signal.

    Attributes:
        section: `document` or `image`.
        name: The signal.
        values: Its values; null where it does not apply.
        bound: The rule of a cut on it; None for none.
    """

    section: str
    name: str
    values: Column
    bound: Bound | None = None

    @property
    def number(self) -> int:
        """Values that there are."""
        return int(pc.count(self.values).as_py())

    @property
    def broken(self) -> int:
        """Values that break the bound."""
        return int(np.count_nonzero(breaks(self.values, self.bound))) if self.bound else 0

    def points(self) -> list[float]:
        """Return the percentiles of a number; none where there is no value."""
        numbers = numbers_of(self.values)[as_mask(pc.is_valid(self.values))]
        return np.percentile(numbers, POINTS, method="inverted_cdf").tolist() if len(numbers) else []

    def words(self) -> list[tuple[str, int]]:
        """Return the most frequent values of a word, with their numbers."""
        counts = pc.value_counts(self.values.drop_null()).to_pylist()
        ranked = sorted(((each["values"], each["counts"]) for each in counts), key=lambda pair: (-pair[1], pair[0]))
        return ranked[:WORDS]


def distributions(corpus: Corpus, cut: str | None) -> Iterator[Distribution]:
    """Yield the distribution of each signal that is stored, over all documents and images or those of a cut.

    Of a cut with rules on paragraphs these are the signals of what they leave, which its rules on documents judge.

    Raises:
        DatasetError: Nothing has been extracted, or the cut is not there.
    """
    stored = StoredCut.of(corpus, cut) if cut else None
    documents = stored.documents if stored else corpus.documents.require()
    images = stored.images if stored else corpus.images.generations()
    rules: Mapping[str, Mapping[str, Bound]] = (
        {"document": stored.rules.document, "image": stored.rules.image} if stored else {}
    )
    for section, generations, kind in (("document", documents, DOCUMENTS_KIND), ("image", images, IMAGES_KIND)):
        edited = paths_of(stored.shortlist, EDITED_KIND) if stored and kind == DOCUMENTS_KIND else []
        for name, values in _signals(paths_of(generations, kind), edited).items():
            yield Distribution(section, name, values, rules.get(section, {}).get(name))


def _signals(paths: Sequence[str], edited: Sequence[str]) -> Mapping[str, Column]:
    """Return the signals of tables by name, with those of documents that lost paragraphs in their place."""
    if not edited:
        return signals_in(read_columns(paths, ["signals"]))
    whole, left = (read_columns(each, ["id", "signals"]) for each in (paths, edited))
    return overlaid(whole["id"], signals_in(whole), left["id"], signals_in(left))
