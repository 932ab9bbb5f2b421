"""What is stored of a cut, as columns."""

import pyarrow as pa
import pytest

from dags.asking.stored import StoredCut, View, overlaid
from filters.columns.bounds import NONE
from filters.columns.cut import RuleSet
from shards.dataset import Corpus
from shards.manifest import DatasetError
from shards.parts import read_rows


def column(values, kind=None):
    return pa.chunked_array([pa.array(values, kind)])


def test_signals_of_edited_documents_stand_in_the_place_of_the_whole_s():
    signals = {"words": column([1, 2, 3]), "language": column(["en", "de", None])}
    others = {"words": column([20, None], pa.int64()), "language": column(["fr", "it"])}
    found = overlaid(column(["a", "b", "c"]), signals, column(["c", "a"]), others)
    assert {name: values.to_pylist() for name, values in found.items()} == {
        "words": [None, 2, 20],
        "language": ["it", "de", "fr"],
    }
    assert overlaid(column(["a"]), {"words": column([1])}, column([], pa.string()), {})["words"].to_pylist() == [1]


def test_every_document_is_there_once_with_what_ties_it(made):
    corpus = Corpus(str(made.corpus))
    stored = StoredCut.of(corpus, "demo")
    loaded = stored.load([View(stored.rules)])
    ids = loaded.ids.to_pylist()
    rows = [row for each in corpus.documents.require() for path in each.paths("documents") for row in read_rows(path)]
    assert sorted(ids) == sorted({row["id"] for row in rows})
    (shortlist,) = corpus.shortlist("demo").require()
    cut = loaded.views[0]
    for path in shortlist.paths("candidates"):
        for row in read_rows(path):
            place = ids.index(row["id"])
            assert ids[cut.ties.component[place]] == row["component"]
            assert ids[cut.ties.text[place]] == row["text"]
    assert (cut.references.picture != NONE).any()


def test_where_no_document_passes_nothing_is_read_of_images(made):
    stored = StoredCut.of(Corpus(str(made.corpus)), "demo")
    impossible = RuleSet(
        {**stored.rules.document, "words": stored.rules.document["words"].model_copy(update={"min": 1e9})}, {}
    )
    cut = stored.load([View(impossible)]).views[0]
    assert len(cut.references.url) == len(cut.pictures.had) == 0


def test_a_cut_without_images_is_told_what_it_lacks(copied):
    (copied / "cuts/demo/images.json").unlink()
    with pytest.raises(DatasetError, match="run `m3w images`"):
        StoredCut.of(Corpus(str(copied)), "demo")
