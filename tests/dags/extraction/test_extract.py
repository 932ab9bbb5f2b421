"""What each kind of record makes: a document, or a row with the reason why there is none."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dags.extraction.extract import Extractor, extract_record
from dags.extraction.pieces import Stretch
from dom_parsing.records import RecordRef
from dom_parsing.settings import ExtractSettings
from dom_parsing.urls import MAX_URL_LENGTH
from ingest.warc.warc_reader import WarcRecord
from shards import part_files
from shards.dataset import Corpus
from shards.parts import Place, read_rows
from tests.dags.little_site import RECIPE, Answer, page, photo, prose
from tests.dags.running import CUT_JOBS, m3w, refused
from tests.dags.warcs import Captured, write_archive
from tests.tiny_fasttext import write_model

PAGE = page("A page with a text.").body


def record(**changes: Any) -> WarcRecord:
    """Return the record of a good page, changed."""
    good: dict[str, Any] = {
        "source": RecordRef("a.warc", 0, 9),
        "type": "response",
        "url": "https://example.org/",
        "date": "2026-01-01T00:00:00Z",
        "status": 200,
        "media_type": "text/html",
        "payload": PAGE,
    }
    return WarcRecord(**{**good, **changes})


def with_meta(name: str, content: str) -> bytes:
    return page("A page with a text.", head=f'<meta name="{name}" content="{content}">').body


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ("kept", "")),
        ({"media_type": "application/xhtml+xml"}, ("kept", "")),
        ({"error": "truncated"}, ("failed", "truncated")),
        ({"error": "digest"}, ("failed", "digest")),
        ({"type": "revisit"}, ("dropped", "revisit")),
        ({"type": "request"}, ("dropped", "not-a-response")),
        ({"type": "resource"}, ("dropped", "not-a-response")),
        ({"url": "ftp://example.org/"}, ("dropped", "url")),
        ({"url": ""}, ("dropped", "url")),
        ({"status": None}, ("dropped", "no-status")),
        ({"status": 301}, ("dropped", "redirect")),
        ({"status": 404}, ("dropped", "status")),
        ({"status": 206}, ("dropped", "status")),
        ({"media_type": "application/pdf"}, ("dropped", "media-type")),
        ({"media_type": ""}, ("dropped", "media-type")),
        ({"truncated": "length"}, ("dropped", "truncated")),
        ({"headers": (("X-Robots-Tag", "noai"),)}, ("dropped", "consent")),
        ({"headers": (("X-Robots-Tag", "otherbot: noai"),)}, ("kept", "")),
        ({"headers": (("X-Robots-Tag", "m3wbot: noindex"),)}, ("dropped", "consent")),
        ({"payload": with_meta("robots", "noindex")}, ("dropped", "consent")),
        ({"payload": with_meta("m3wbot", "noai")}, ("dropped", "consent")),
        ({"payload": with_meta("otherbot", "noai")}, ("kept", "")),
        ({"payload": with_meta("robots", "index, follow")}, ("kept", "")),
        ({"headers": (("TDM-Reservation", "1"),)}, ("dropped", "consent")),
        ({"headers": (("Content-Usage", "train-ai=n"),)}, ("dropped", "consent")),
        ({"payload": with_meta("tdm-reservation", "1")}, ("dropped", "consent")),
        ({"payload": b""}, ("dropped", "empty")),
        ({"payload": b"<html><body></body></html>"}, ("dropped", "empty")),
        ({"payload": bytes(range(256)) * 40}, ("dropped", "binary")),
    ],
)
def test_every_kind_of_record_ends_in_its_way(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    result = extract_record(record(**changes), ExtractSettings(), "m3wbot")
    assert (result.outcome, result.reason) == expected
    assert (result.document is not None) == (expected[0] == "kept")


def test_a_document_knows_where_it_comes_from() -> None:
    document = extract_record(record(), ExtractSettings(), "m3wbot").document
    assert document is not None
    assert document.source == RecordRef("a.warc", 0, 9)
    assert document.fetched_at == "2026-01-01T00:00:00Z"
    assert document.signals["words"] == 5


def test_consent_comes_before_what_is_wrong_with_the_page_and_names_the_signal() -> None:
    unreadable = record(headers=(("X-Robots-Tag", "noai"),), payload=b"")
    result = extract_record(unreadable, ExtractSettings(), "m3wbot")
    assert (result.reason, result.detail) == ("consent", "X-Robots-Tag: noai")


@pytest.mark.parametrize(
    ("changes", "signal"),
    [
        ({"headers": (("X-Robots-Tag", "noimageindex"),)}, "X-Robots-Tag: noimageindex"),
        ({"payload": with_meta("robots", "noimageai")}, "meta robots: noimageai"),
    ],
)
def test_a_page_that_forbids_the_use_of_its_images_keeps_its_text(changes: dict[str, Any], signal: str) -> None:
    picture = b"<p>And a picture.</p><img src=/a.jpg width=500 height=400></main>"
    payload = changes.get("payload", PAGE).replace(b"</main>", picture)
    result = extract_record(record(**{**changes, "payload": payload}), ExtractSettings(), "m3wbot")
    assert (result.outcome, result.detail) == ("kept", f"without its images: {signal}")
    assert result.document is not None
    assert "And a picture." in result.document.text
    assert result.document.images == ()
    assert [(each.reason, each.url) for each in result.document.omissions][-1] == (
        "consent",
        "https://example.org/a.jpg",
    )


def test_rows_of_records_are_bounded_whatever_an_archive_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part_files, "BYTES_A_GROUP", 50_000)
    long = 9000 * "x"
    captures = [
        Captured(f"https://{number}.example/{long}", Answer(PAGE, f"text/html{long}"), f"2026{long}")
        for number in range(20)
    ]
    captures.append(Captured("https://good.example/", page(prose(1)), f"2026{long}"))
    archive = write_archive(tmp_path / "a.warc.gz", captures)
    place = Place(str(tmp_path / "documents/000001"), "0" * 16)
    extractor = Extractor(Corpus(str(tmp_path)), ExtractSettings(), "m3wbot", 1)
    label = extractor.write(0, Stretch(str(archive), archive.stat().st_size), place)
    rows = [row for row in read_rows(place.part(label).path("records")) if row["type"] == "response"]
    assert [len(row["url"]) for row in rows[:20]] == [MAX_URL_LENGTH] * 20
    assert {(len(row["media_type"]), len(row["fetched_at"])) for row in rows[:20]} == {(200, 64)}
    assert {row["reason"] for row in rows[:20]} == {"url"}
    with pq.ParquetFile(place.part(label).path("records")) as table:
        assert table.num_row_groups > 3
    (document,) = read_rows(place.part(label).path("documents"))
    assert (document["url"], len(document["fetched_at"])) == ("https://good.example/", 64)


def test_details_and_reasons_for_cutting_are_bounded_and_kept(tmp_path: Path) -> None:
    fields = f"WARC-Type: {'y' * 500}\r\nWARC-Target-URI: https://a.example/\r\nWARC-Truncated: {'z' * 500}\r\n"
    archive = tmp_path / "a.warc"
    archive.write_text(f"WARC/1.1\r\n{fields}Content-Length: 3\r\n\r\nabc\r\n\r\n", newline="")
    place = Place(str(tmp_path / "documents/000001"), "0" * 16)
    extractor = Extractor(Corpus(str(tmp_path)), ExtractSettings(), "m3wbot", 1)
    label = extractor.write(0, Stretch(str(archive), archive.stat().st_size), place)
    (row,) = read_rows(place.part(label).path("records"))
    assert (row["reason"], row["type"], row["detail"], row["truncated"]) == (
        "not-a-response",
        "y" * 64,
        "y" * 200,
        "z" * 64,
    )


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "recipe.toml"
    path.write_text(RECIPE)
    return path


def rows_of(root: Path, kind: str) -> list[dict[str, Any]]:
    """Return all rows of a kind of a corpus' documents."""
    generations = Corpus(str(root)).documents.generations()
    return [row for each in generations for path in each.paths(kind) for row in read_rows(path)]


def test_another_run_reads_only_what_is_new(tmp_path: Path, recipe: Path) -> None:
    root = tmp_path / "corpus"
    words = ("extract", "--corpus", root, "--recipe", recipe)
    first = write_archive(tmp_path / "1.warc.gz", [Captured("https://one.example/", page(prose(1)))])
    second = write_archive(tmp_path / "2.warc.gz", [Captured("https://two.example/", page(prose(2)))])
    m3w(*words, "--warc", first)
    m3w(*words, "--warc", tmp_path / "*.warc.gz")
    assert [row["url"] for row in rows_of(root, "documents")] == ["https://one.example/", "https://two.example/"]
    assert "nothing to do" in m3w(*words, "--warc", second, "--warc", first)
    one, two = (each.manifest for each in Corpus(str(root)).documents.generations())
    assert [path for path, _ in one.provenance.inputs] == [str(first)]
    assert [path for path, _ in two.provenance.inputs] == [str(second)]
    assert [ledger.taken for ledger in two.ledgers] == [len(rows_of(root, "records")) - one.ledgers[0].taken]


def test_models_and_lists_of_the_recipe_are_used_and_told_apart_by_what_they_hold(tmp_path: Path, recipe: Path) -> None:
    root, sentence = tmp_path / "corpus", "A dog looked at the cat that sat on the mat, and the cat looked back."
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "en.txt").write_text("the\n")
    model = write_model(tmp_path / "quality.bin", {"the": [1.0]}, {"hq": [0.0], "cc": [0.0]})
    plain = recipe.read_text()
    recipe.write_text(f"{plain}\n[signals]\nquality_model = '{model}'\nflagged_words = '{tmp_path / 'lists'}'\n")
    first = write_archive(tmp_path / "1.warc.gz", [Captured("https://one.example/", page(sentence))])
    second = write_archive(tmp_path / "2.warc.gz", [Captured("https://two.example/", page(prose(2)))])
    m3w("extract", "--corpus", root, "--recipe", recipe, "--warc", first)
    (row,) = rows_of(root, "documents")
    assert row["signals"]["quality"] == 0.5
    assert row["signals"]["flagged_words"] == 3 / 16
    (tmp_path / "lists" / "en.txt").write_text("a\n")
    said = refused("extract", "--corpus", root, "--recipe", recipe, "--warc", second)
    assert "was made differently (setting signals" in " ".join(said.split())
    said = refused("shortlist", "--corpus", root, "--recipe", recipe)
    assert "signals.flagged_words is not what the documents were measured with" in " ".join(said.split())


def test_a_model_that_is_not_there_is_refused_before_anything_is_read(tmp_path: Path, recipe: Path) -> None:
    recipe.write_text(f"{recipe.read_text()}\n[signals]\nlanguage_model = 'no-such.bin'\n")
    archive = write_archive(tmp_path / "1.warc.gz", [Captured("https://one.example/", page(prose(1)))])
    said = refused("extract", "--corpus", tmp_path / "corpus", "--recipe", recipe, "--warc", archive)
    assert "signals.language_model = 'no-such.bin': there is no such file" in " ".join(said.split())
    assert not (tmp_path / "corpus").exists()


def test_one_capture_in_two_archives_is_one_document_in_every_ledger(tmp_path: Path, recipe: Path) -> None:
    """The same pages again in another file: the second of each is dropped as such, with all of its elements."""
    root = tmp_path / "corpus"
    image = "http://127.0.0.1:9/none.jpg"
    twice = [Captured("https://one.example/", page(prose(1), images=(image,)))]
    pages = [*twice, Captured("https://two.example/", page(prose(2)))]
    write_archive(tmp_path / "1.warc.gz", pages)
    write_archive(tmp_path / "2.warc.gz", twice)
    shutil.copy(tmp_path / "1.warc.gz", tmp_path / "3.warc.gz")
    loose = recipe.read_text().replace("images = { min = 1 }", "words = { min = 1 }")
    recipe.write_text(loose)
    m3w("extract", "--corpus", root, "--recipe", recipe, "--warc", tmp_path / "*.warc.gz")
    documents = rows_of(root, "documents")
    assert len(documents) == 5
    assert len({row["id"] for row in documents}) == 2
    for job in CUT_JOBS:
        m3w(job, "--corpus", root, "--recipe", recipe)
    corpus = Corpus(str(root))
    for dataset in (corpus.shortlist("little"), corpus.selection("little")):
        ledgers = {ledger.unit: ledger for ledger in dataset.require()[0].manifest.ledgers}
        assert ledgers["documents"].taken == 5
        assert ledgers["documents"].tally.kept == 2
        assert ledgers["documents"].tally.dropped == {"duplicate.capture": 3}
    elements = ledgers["elements"]
    assert elements.taken == sum(len(row["elements"]) for row in documents) == 3 * 2 + 2
    assert elements.tally.kept == 2
    assert elements.tally.dropped == {"document": 5, "image.fetch": 1}
    shards = {ledger.unit: ledger.taken for ledger in corpus.shards("little").require()[0].manifest.ledgers}
    assert shards == {"documents": 2, "members": 4}
    said = m3w("explain", "https://one.example/", "--corpus", root)
    assert "kept at select" in said
    assert "dropped at select by image.fetch: connect" in said


def test_archives_that_hold_no_page_make_no_document_and_no_failure(tmp_path: Path, recipe: Path) -> None:
    root = tmp_path / "corpus"
    pictures = [Captured("https://one.example/a.jpg", photo(1)), Captured("https://one.example/b", Answer(status=404))]
    archive = write_archive(tmp_path / "1.warc.gz", pictures)
    said = m3w("extract", "--corpus", root, "--recipe", recipe, "--warc", archive)
    assert rows_of(root, "documents") == []
    assert "media-type" in said
    assert "status" in said


def test_an_archive_that_is_no_archive_is_named(tmp_path: Path, recipe: Path) -> None:
    path = tmp_path / "1.warc.gz"
    path.write_text("hello")
    said = refused("extract", "--corpus", tmp_path / "corpus", "--recipe", recipe, "--warc", path)
    assert "WARC records failed" in said
