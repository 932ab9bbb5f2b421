"""Distributions of signals: percentiles are values that occur, nulls are told apart, bounds are counted."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dags.asking.distributions import POINTS, Distribution, distributions
from filters.rules import Bound
from shards.dataset import Corpus
from shards.parts import read_rows


def of(values, kind, bound=None):
    return Distribution("document", "words", pa.chunked_array([pa.array(values, kind)]), bound)


@given(st.lists(st.none() | st.integers(0, 50), max_size=30))
def test_percentiles_are_values_of_their_rank(values):
    found = of(values, pa.int64())
    known = sorted(value for value in values if value is not None)
    assert found.number == len(known)
    expected = [known[max(0, -(-point * len(known) // 100) - 1)] for point in POINTS] if known else []
    assert found.points() == expected


def test_words_are_ranked_by_number_then_by_name():
    values = ["de", "en", "en", "fr", None, "de", "en"]
    assert of(values, pa.string()).words() == [("en", 3), ("de", 2), ("fr", 1)]


def test_what_breaks_the_rule_is_counted():
    assert of([1, 5, None, 9], pa.int64(), Bound(min=5)).broken == 1
    assert of([1, 5, None, 9], pa.int64()).broken == 0


def test_every_document_of_a_corpus_is_counted(made):
    corpus = Corpus(str(made.corpus))
    rows = [row for each in corpus.documents.require() for path in each.paths("documents") for row in read_rows(path)]
    found = {f"{each.section}.{each.name}": each for each in distributions(corpus, "demo")}
    assert len(found["document.words"].values) == len(rows)
    assert sorted(found["document.words"].values.to_pylist()) == sorted(row["signals"]["words"] for row in rows)
    assert found["document.words"].bound == Bound(min=50, max=100_000)
    assert found["image.entropy"].bound is None
    assert {each.bound for each in distributions(corpus, None)} == {None}
