from __future__ import annotations

from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner

from dags.cutting.document_rows import ReadDocuments, occurrences, read_with_repeats
from dags.tables import paths_of
from filters.rules import Bound
from tests.dags.little_site import page, prose
from tests.dags.small_corpus import SmallCorpus

FOUND: list[tuple[str, dict[int, int]]] = []
"""What a pipeline of this process gave."""
NOTE = "Write to the harbour master"


def _keep(found: tuple[dict[str, str], dict[int, int]]) -> None:
    FOUND.append((found[0]["id"], dict(found[1])))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallCorpus:
    """Documents in two tables: of four that end with the same note, one is of another site."""
    made = SmallCorpus(tmp_path_factory.mktemp("rows"))
    for name, hosts in {"one": ("a.site.example", "b.site.example"), "two": ("site.example", "other.example")}.items():
        pages = {f"https://{host}/": page(prose(host), NOTE, images=("/i.jpg",)) for host in hosts}
        made.extract(pages, name)
    return made


@pytest.mark.parametrize("bound", [None, Bound(max=2), Bound(max=3)])
def test_every_row_comes_once_with_what_its_site_repeats(made: SmallCorpus, bound: Bound | None) -> None:
    FOUND.clear()
    paths = paths_of(made.corpus.documents.require(), "documents")
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        _ = pipeline | ReadDocuments(paths, bound) | beam.Map(_keep)
    expected = {1: 3} if bound == Bound(max=2) else {}
    ids = made.ids()
    assert dict(FOUND) == {id: {} if "other" in url else expected for url, id in ids.items()}
    assert len(FOUND) == len(ids)


def test_a_paragraph_is_placed_by_table_row_and_element(made: SmallCorpus, tmp_path: Path) -> None:
    first, second = paths_of(made.corpus.documents.require(), "documents")
    found = list(occurrences(7, first))
    assert [(place.file, place.row, place.element) for _, place in found] == [
        (7, 0, 0),
        (7, 0, 1),
        (7, 1, 0),
        (7, 1, 1),
    ]
    assert found[1][0] == found[3][0]
    assert found[0][1].text == found[1][1].text != found[2][1].text
    assert found[1][0] in [key for key, _ in occurrences(0, second)]


def test_repeats_go_to_the_row_they_name(made: SmallCorpus) -> None:
    (path, _) = paths_of(made.corpus.documents.require(), "documents")
    assert [repeats for _, repeats in read_with_repeats(path, [(1, 1, 3), (1, 0, 4)])] == [{}, {0: 4, 1: 3}]
