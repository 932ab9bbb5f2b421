from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable

import apache_beam as beam
import pytest
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner

from filters.duplicates.repeated import FindRepeated, Occurrence, paragraph_key, text_key
from filters.rules import Bound

Place = tuple[int, tuple[int, int, int]]
FOUND: list[Place] = []
"""What a pipeline of this process gave: Beam finds a module's functions by name, but would copy a closure's list."""


def repeated(occurrences: Iterable[tuple[bytes, Occurrence]], most: int = 2) -> list[Place]:
    FOUND.clear()
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        _ = pipeline | beam.Create(list(occurrences)) | FindRepeated(Bound(max=most)) | "Keep" >> beam.Map(_keep)
    return sorted(FOUND)


def _keep(place: Place) -> None:
    FOUND.append(place)


def said(row: int, page: str, text: str, key: bytes = b"k", element: int = 0) -> tuple[bytes, Occurrence]:
    return key, Occurrence(0, row, element, page, text_key(text))


def test_what_more_documents_say_than_may_goes_everywhere_with_the_number() -> None:
    three = [said(row, f"page {row}", f"text {row}") for row in range(3)]
    assert repeated(three) == [(0, (row, 0, 3)) for row in range(3)]
    assert repeated(three[:2]) == []


def test_a_document_that_says_it_often_is_one_document() -> None:
    assert repeated(said(0, "page", "text", element=element) for element in range(5)) == []


def test_captures_of_a_page_count_once_and_so_do_pages_of_one_text() -> None:
    assert repeated(said(row, "page", f"text {row}") for row in range(5)) == []
    assert repeated(said(row, f"page {row}", "text") for row in range(5)) == []
    mixed = [("a", "1"), ("b", "1"), ("b", "2"), ("c", "1")]
    assert repeated(said(row, page, text) for row, (page, text) in enumerate(mixed)) == []


def test_a_site_is_all_hosts_of_a_registered_domain() -> None:
    text = "Subscribe to our newsletter"
    here = paragraph_key("https://www.a.co.uk/x", text)
    assert here == paragraph_key("http://blog.a.co.uk:8080/y?z", text)
    assert here != paragraph_key("https://b.co.uk/x", text)
    assert here != paragraph_key("https://www.a.co.uk/x", text.lower())
    assert paragraph_key("https://one.github.io/", text) != paragraph_key("https://two.github.io/", text)


def test_nothing_in_nothing_out() -> None:
    assert repeated([]) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_the_graph_says_what_a_loop_over_all_would(seed: int) -> None:
    chance = random.Random(seed)
    given = [
        said(row, f"page {chance.randrange(9)}", f"text {chance.randrange(9)}", bytes([chance.randrange(12)]))
        for row in range(80)
    ]
    pages, texts = defaultdict[bytes, set[str]](set), defaultdict[bytes, set[bytes]](set)
    for key, place in given:
        pages[key].add(place.page)
        texts[key].add(place.text)
    count = {key: min(len(pages[key]), len(texts[key])) for key in pages}
    expected = [(0, (place.row, place.element, count[key])) for key, place in given if count[key] > 4]
    assert repeated(given, most=4) == sorted(expected)
    assert 0 < len(expected) < len(given)
