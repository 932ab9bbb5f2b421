"""Whole datasets read as one, and what of them a job is made from."""

from __future__ import annotations

from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner
from apache_beam.testing.util import assert_that, equal_to

from dags.tables import DOCUMENTS, IMAGES, ReadTables, inputs_of, makings_of, paths_of, pinned, rows_in, total
from filters.images.image_signals import IMAGE_SIGNALS
from filters.text.text_signals import DOCUMENT_SIGNALS
from shards.dataset import Corpus
from shards.manifest import DatasetError
from shards.parts import read_rows
from tests.dags.conftest import Made
from tests.dags.running import m3w


@pytest.fixture(scope="module")
def corpus(made: Made) -> Corpus:
    return Corpus(str(made.corpus))


def test_every_signal_has_a_typed_column() -> None:
    assert {field.name for field in DOCUMENTS.field("signals").type} == set(DOCUMENT_SIGNALS)
    assert {field.name for field in IMAGES.field("signals").type} <= set(IMAGE_SIGNALS)


def test_paths_and_rows_are_those_of_all_generations(corpus: Corpus) -> None:
    rounds = corpus.captures.generations()
    paths = paths_of(rounds, "captures")
    assert len(rounds) > 2
    assert {Path(path).parent.name for path in paths} == {f"{number + 1:06d}" for number in range(len(rounds))}
    assert sum(1 for path in paths for _ in read_rows(path)) == rows_in(rounds, "captures") > 0
    assert rows_in(rounds, "nothing") == 0


def test_totals_are_summed_and_missing_ones_are_none(corpus: Corpus) -> None:
    documents = corpus.documents.generations()
    rows = [row for path in paths_of(documents, "documents") for row in read_rows(path, ("elements",))]
    assert total(documents, "elements") == sum(len(row["elements"]) for row in rows)
    assert total(documents, "nothing") == total([], "elements") == 0


def test_a_cut_sees_the_documents_it_was_made_from_and_no_later_ones(corpus: Corpus) -> None:
    documents, shortlist = corpus.documents.require(), corpus.shortlist("demo").require()
    assert pinned([*documents, *documents], shortlist) == documents


def test_documents_that_were_replaced_are_noticed(made: Made, copied: Path) -> None:
    path = copied / "documents/000001/manifest.json"
    path.write_text(path.read_text().replace('"m3w": "', '"m3w": "1'))
    changed = Corpus(str(copied))
    with pytest.raises(DatasetError, match="--overwrite"):
        pinned(changed.documents.require(), changed.shortlist("demo").require())
    with pytest.raises(DatasetError, match="replaced since"):
        m3w("select", "--corpus", copied, "--recipe", made.recipe)


def test_inputs_change_with_any_manifest_and_their_order(corpus: Corpus) -> None:
    documents, shortlist = corpus.documents.require(), corpus.shortlist("demo").require()
    found = inputs_of(documents, shortlist)
    assert len(set(found)) == len(found) == len(documents) + len(shortlist)
    assert inputs_of(shortlist, documents) != found
    assert inputs_of(corpus.documents.require(), corpus.shortlist("demo").require()) == found


def test_what_made_a_generation_is_told_apart_whatever_its_files_hold_later(copied: Path) -> None:
    corpus = Corpus(str(copied))
    before = makings_of(corpus.captures.require())
    assert len(set(before)) == len(before)
    path = copied / "captures/000001/manifest.json"
    sha256 = corpus.captures.require()[0].manifest.parts[0].files["frontier"].sha256
    path.write_text(path.read_text().replace(sha256, "0" * 64))
    assert makings_of(corpus.captures.require()) == before
    path.write_text(path.read_text().replace('"label": "0', '"label": "1'))
    assert makings_of(corpus.captures.require())[0] != before[0]


@pytest.mark.parametrize("columns", [None, ("page", "due")])
def test_tables_are_read_whole_or_by_column(columns: tuple[str, ...] | None, corpus: Corpus) -> None:
    paths = paths_of(corpus.captures.generations()[:2], "frontier")
    expected = [row for path in paths for row in read_rows(path, columns)]
    assert expected
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        assert_that(pipeline | ReadTables(paths, columns=columns), equal_to(expected))


def test_no_tables_have_no_rows() -> None:
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        assert_that(pipeline | ReadTables([]), equal_to([]))
