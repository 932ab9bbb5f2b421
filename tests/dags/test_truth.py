"""The pipeline against the example site's truth: every page, every image, every element, every rule."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from dom_parsing.records import Document, Image
from dom_parsing.tables import document_from_row
from dom_parsing.urls import page_id
from shards.dataset import Corpus
from shards.lookup import find_rows
from tests.dags.conftest import Made

KEPT = "kept"
Fate = tuple[str, str]


class Outcome:
    """What the pipeline has made of the site, in the terms of its truth."""

    def __init__(self, made: Made) -> None:
        self.base = made.site.url.rstrip("/")
        self.truth: dict[str, Any] = json.loads((made.folder / "truth.json").read_text())
        self.corpus = Corpus(str(made.corpus))
        urls = {self.base + path: path for path in self.truth["pages"]}
        pages = {page_id(url): path for url, path in urls.items()}
        self.captures = {pages[row["page"]]: row for row in find_rows(self.corpus.captures, "captures", "page", pages)}
        records = find_rows(self.corpus.documents, "records", "url", urls)
        self.records = {urls[row["url"]]: row for row in records if row["type"] == "response"}
        rows = sorted(find_rows(self.corpus.documents, "documents", "page", pages), key=lambda row: row["fetched_at"])
        self.captured = [self._document(row) for row in rows]
        self.documents = {urls[document.url]: document for document in self.captured}
        ids = [document.id for document in self.captured]
        self.decisions: dict[str, dict[int | None, dict[str, Any]]] = {}
        for row in find_rows(self.corpus.selection("demo"), "decisions", "subject", ids):
            self.decisions.setdefault(row["subject"], {})[row["element"]] = row

    @staticmethod
    def _document(row: dict[str, Any]) -> Document:
        return document_from_row({key: value for key, value in row.items() if key not in ("generation", "file")})

    def path(self, url: str) -> str:
        """Return a URL as the truth writes it."""
        host = "" if urlsplit(url).hostname == urlsplit(self.base).hostname else "//localhost"
        return host + urlsplit(url).path

    def fate(self, path: str) -> Fate:
        """Return stage and rule of what dropped a page; empty ones for a kept page."""
        capture = self.captures[path]
        if capture["outcome"] != KEPT:
            return "crawl", capture["reason"]
        record = self.records[path]
        if record["outcome"] != KEPT:
            return "extract", record["reason"]
        return self._decided(self.decisions[self.documents[path].id][None])

    def images(self, path: str) -> list[tuple[str, Fate]]:
        """Return every image of a page in DOM order, with the fate of each."""
        document = self.documents[path]
        decisions = self.decisions[document.id]
        found: list[tuple[str, Fate]] = []
        for index in range(len(document.elements) + 1):
            found += [
                (self.path(omission.url) if omission.url else "", ("extract", omission.reason))
                for omission in document.omissions
                if omission.before == index and (omission.url or omission.reason in ("svg", "data-url"))
            ]
            element = document.elements[index] if index < len(document.elements) else None
            if isinstance(element, Image):
                found.append((self.path(element.url), self._decided(decisions[index])))
        return found

    def elements(self, path: str) -> list[dict[str, str]]:
        """Return what is left of a page."""
        document = self.documents[path]
        decisions = self.decisions[document.id]
        return [
            {"image": self.path(element.url), "caption": element.caption, "alt": element.alt}
            if isinstance(element, Image)
            else {"text": element.text}
            for index, element in enumerate(document.elements)
            if decisions[index]["outcome"] == KEPT
        ]

    @staticmethod
    def _decided(row: dict[str, Any]) -> Fate:
        return ("", "") if row["outcome"] == KEPT else (row["stage"], row["rule"])


@pytest.fixture(scope="module")
def outcome(made: Made) -> Outcome:
    return Outcome(made)


def test_every_page_ends_as_the_truth_says(outcome: Outcome) -> None:
    wrong = {}
    for path, truth in outcome.truth["pages"].items():
        if truth["fate"] != "one_of":
            expected = {("", "")} if truth["fate"] == KEPT else {(truth["stage"], rule) for rule in _rules(truth)}
            if outcome.fate(path) not in expected:
                wrong[path] = (expected, outcome.fate(path))
    assert not wrong


def _rules(truth: dict[str, Any]) -> set[str]:
    return {truth["rule"], truth.get("or", truth["rule"])}


def test_of_duplicates_the_one_with_the_smallest_id_stays(outcome: Outcome) -> None:
    for group in outcome.truth["one_of"]:
        first, *others = sorted(group["pages"], key=lambda path: outcome.documents[path].id)
        assert outcome.fate(first) == ("", "")
        assert {outcome.fate(path) for path in others} == {(group["stage"], group["rule"])}


def test_every_kept_page_has_the_elements_of_the_truth_in_order(outcome: Outcome) -> None:
    survivors = [path for path in outcome.truth["elements"] if outcome.fate(path) == ("", "")]
    assert len(survivors) > 50
    assert {path: outcome.elements(path) for path in survivors} == {
        path: outcome.truth["elements"][path] for path in survivors
    }


def test_every_image_ends_as_the_truth_says(outcome: Outcome) -> None:
    wrong = {}
    for path, images in outcome.truth["images"].items():
        if outcome.fate(path) not in {("", ""), ("select", "document.images")}:
            continue
        expected = [(image["image"], (image.get("stage", ""), image.get("rule", ""))) for image in images]
        if outcome.images(path) != expected:
            wrong[path] = (expected, outcome.images(path))
    assert not wrong


def test_the_page_captured_twice_shows_what_it_said_last(outcome: Outcome) -> None:
    path = "/news/today.html"
    (older,) = [document for document in outcome.captured if outcome.path(document.url) == path][:-1]
    assert outcome.decisions[older.id][None]["rule"] == "duplicate.page"
    assert outcome.decisions[older.id][None]["value"] == outcome.documents[path].id
    assert [element.text for element in older.elements if not isinstance(element, Image)] == [
        element["text"] for element in outcome.truth["first_versions"][path]["elements"] if "text" in element
    ]


def test_the_shards_hold_what_the_selection_keeps(outcome: Outcome) -> None:
    (generation,) = outcome.corpus.shards("demo").require()
    kept = {document.id for document in outcome.captured if outcome.decisions[document.id][None]["outcome"] == KEPT}
    keys = {row["key"] for row in find_rows(outcome.corpus.shards("demo"), "index", "key", kept)}
    assert keys == kept
    assert {ledger.unit: ledger.tally.kept for ledger in generation.manifest.ledgers}["documents"] == len(kept)
