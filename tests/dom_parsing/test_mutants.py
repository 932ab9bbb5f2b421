"""Mutants of real pages, where those lie beside the project, and of the example site's: each is read or refused."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

from dom_parsing.extract import extract
from dom_parsing.records import Document, Text
from dom_parsing.sequence import IMAGE, parse, render, stretches
from dom_parsing.tables import document_from_row, document_row, document_schema
from dom_parsing.unreadable import UnreadableError
from dom_parsing.urls import normalise
from examples.site.catalogue import PAGES
from examples.site.markup import encode
from tests.dom_parsing.mutants import mutant

URL = "https://site.example/a/b"
REAL = Path(__file__).parents[3] / "shared/data/pages"
SCHEMA = document_schema(pa.struct([("words", pa.int64())]))
FEW, MANY, BATCH = 4_000, 100_000, 5_000


@cache
def own_pages() -> Sequence[bytes]:
    return [encode(page) for page in PAGES]


@cache
def real_pages() -> Sequence[bytes]:
    files = sorted(file for file in REAL.rglob("*.html.gz") if ".expected." not in file.name)
    return [gzip.decompress(file.read_bytes()) for file in files]


def read(number: int, pages: Sequence[bytes]) -> Document | str:
    """The Document of a mutant, or why it has none: nothing else is raised, and nothing depends on chance."""
    page = mutant(number, pages)
    answers: list[Document | str] = []
    for _ in range(2):
        try:
            answers.append(extract(page.html, URL, charset=page.charset, settings=page.settings))
        except UnreadableError as refused:
            answers.append(str(refused))
    assert answers[0] == answers[1]
    return answers[0]


def check(document: Document) -> None:
    for element in document.elements:
        if isinstance(element, Text):
            assert element.text.strip()
            assert "\0" not in element.text
        else:
            assert normalise(element.url) == element.url
            assert element.url.startswith(("https://", "http://"))
    for text in said(document):
        text.encode()  # has no lone surrogates
    assert all(0 <= omission.before <= len(document.elements) for omission in document.omissions)
    marks = parse(render(document.elements))
    assert marks == stretches(document.elements)
    assert marks.count(IMAGE) == len(document.images)


def said(document: Document) -> Iterator[str]:
    yield from (document.title, document.language, document.canonical, document.text)
    for image in document.images:
        yield from (image.alt, image.title, image.caption)
    for omission in document.omissions:
        yield from (omission.url, omission.text)


def check_rows(documents: Sequence[Document]) -> None:
    measured = [replace(document, signals={"words": 1}) for document in documents]
    table = pa.Table.from_pylist([document_row(document) for document in measured], schema=SCHEMA)
    assert [document_from_row(row) for row in table.to_pylist()] == measured


def chunks(numbers: range, size: int = 500) -> Iterator[range]:
    return (numbers[begin : begin + size] for begin in range(0, len(numbers), size))


def read_all(numbers: range, pages: Sequence[bytes]) -> Counter[str]:
    """Read and check mutants; return how many were read and how many refused for each reason."""
    fates: Counter[str] = Counter()
    for chunk in chunks(numbers):
        documents = []
        for number in chunk:
            try:
                answer = read(number, pages)
                if isinstance(answer, Document):
                    check(answer)
                    documents.append(answer)
            except Exception as failure:
                failure.add_note(f"mutant {number}")
                raise
            fates["read" if isinstance(answer, Document) else answer.partition(":")[0]] += 1
        check_rows(documents)
    return fates


@pytest.mark.parametrize("begin", range(0, FEW, 1_000))
def test_mutants_of_our_own_pages(begin: int) -> None:
    fates = read_all(range(begin, begin + 1_000), own_pages())
    assert 800 < fates["read"] < 1_000, fates


@pytest.mark.skipif(not REAL.exists(), reason="../shared/data/pages is not there")
def test_mutants_of_real_pages() -> None:
    fates = read_all(range(500), real_pages())
    assert fates["read"] > 400, fates


@pytest.mark.slow
@pytest.mark.parametrize("begin", range(0, MANY, BATCH))
def test_very_many_mutants(begin: int) -> None:
    fates = read_all(range(begin, begin + BATCH), real_pages() or own_pages())
    assert fates["read"] > 0.8 * BATCH, fates


def test_a_number_names_a_mutant_for_good() -> None:
    first, second = ([mutant(number, own_pages()) for number in range(50)] for _ in range(2))
    assert first == second
    assert len({each.html for each in first}) == len(first)
