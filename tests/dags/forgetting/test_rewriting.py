"""A part that is rewritten is, byte for byte, the part that extraction with the tombstones makes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dags.crawling.crawl_part import HEAD
from dags.forgetting.parts_at_hand import Part, parts_of
from dags.forgetting.rewriting import Rewriter
from dags.rolling_warc import RollingWarc
from dags.tombstones import files_of, path_of, publish
from ingest.exchange import Exchange
from ingest.opt_outs.tombstones import Notice
from ingest.settings import CrawlSettings
from ingest.tables import CAPTURES
from shards import part_files
from shards.dataset import Corpus
from shards.parts import PartWriter, Place, read_record, read_rows
from tests.dags.little_site import Answer, little_site, page, photo, prose
from tests.dags.running import files_below, m3w
from tests.dags.small_corpus import SmallCorpus
from tests.dags.warcs import Captured, write_archive

URLS = [f"https://{'gone' if number % 3 == 1 else 'kept'}.example/{number}" for number in range(12)]
GONE = Notice(prefixes=("https://gone.example/",))


def extracted(folder: Path, archive: Path, notice: Notice | None = None) -> SmallCorpus:
    """Return a corpus with the documents of an archive of others, perhaps with tombstones from the start."""
    folder.mkdir()
    made = SmallCorpus(folder)
    if notice:
        publish(path_of(made.corpus, 1), notice)
    made.run("extract", "--warc", archive)
    return made


def archive_in(folder: Path, *, pictures: bool = True) -> Path:
    captures = [Captured(url, page(prose(url, 60), images=(f"{url}.jpg",) if pictures else ())) for url in URLS]
    return write_archive(folder / "pages.warc.gz", captures)


def rewriter(corpus: Corpus, *, resumes: bool = False) -> Rewriter:
    publish(path_of(corpus, 1), GONE)
    return Rewriter(corpus, files_of(corpus), resumes)


def without_manifest(made: SmallCorpus) -> dict[str, bytes]:
    files = files_below(made.root / "documents")
    return {name: data for name, data in files.items() if not name.endswith("manifest.json")}


@pytest.mark.parametrize(("rows", "size"), [(10_000, 1 << 25), (5, 1 << 25), (10_000, 1500)])
def test_row_groups_are_closed_where_extraction_closes_them(
    rows: int, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part_files, "ROWS_A_GROUP", rows)
    monkeypatch.setattr(part_files, "BYTES_A_GROUP", size)
    archive = archive_in(tmp_path)
    made, expected = extracted(tmp_path / "a", archive), extracted(tmp_path / "b", archive, GONE)
    (part,) = parts_of(made.corpus.documents)
    outcome = rewriter(made.corpus).rewrite(part)
    assert outcome["rewritten"]
    assert without_manifest(made) == without_manifest(expected)
    again = Rewriter(made.corpus, files_of(made.corpus), resumes=True).rewrite(part)
    assert not again["rewritten"]
    assert without_manifest(made) == without_manifest(expected)


def test_sums_of_nothing_stay(tmp_path: Path) -> None:
    archive = archive_in(tmp_path, pictures=False)
    made, expected = extracted(tmp_path / "a", archive), extracted(tmp_path / "b", archive, GONE)
    (part,) = parts_of(made.corpus.documents)
    assert rewriter(made.corpus).rewrite(part)["part"]["totals"]["images"] == 0
    assert without_manifest(made) == without_manifest(expected)


def test_a_part_of_which_only_a_companion_was_rewritten_is_finished(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    made, expected = extracted(tmp_path / "a", archive), extracted(tmp_path / "b", archive, GONE)
    (part,) = parts_of(made.corpus.documents)
    companion = read_record(part.name, part.head).companions["documents"].name
    shutil.copy(next((expected.root / "documents").rglob(companion)), Path(part.path).parent / companion)
    rewriter(made.corpus, resumes=True).rewrite(part)
    assert without_manifest(made) == without_manifest(expected)


def test_an_archive_that_was_filled_before_its_head_was_written_is_named_as_it_is(tmp_path: Path) -> None:
    made = SmallCorpus(tmp_path)
    made.extract({"https://a.example/": page(prose(1))})
    part = crawled(made)
    done = rewriter(made.corpus)
    whole = tmp_path / "whole"
    shutil.copytree(made.root, whole)
    old_head = Path(part.path).read_bytes()
    assert done.rewrite(part)["filled"] > 0
    expected = Path(part.path).read_bytes()
    Path(part.path).write_bytes(old_head)
    Rewriter(made.corpus, files_of(made.corpus), resumes=True).rewrite(part)
    assert Path(part.path).read_bytes() == expected


def crawled(made: SmallCorpus) -> Part:
    """Return a part of captures whose archive alone says something of the forgotten site: its robots.txt."""
    place = Place(made.corpus.captures.generation_folder(1), "0" * 16)
    with PartWriter(place.part("00000")) as writer:
        writer.table(HEAD, CAPTURES)
        warc = RollingWarc(writer, made.corpus, CrawlSettings())
        head = b"HTTP/1.1 200 OK\r\n\r\n"
        date = "2026-01-01T00:00:00Z"
        warc.write(Exchange("https://gone.example/robots.txt", "", "", date, "", b"GET /", head, 200, (), b"x"))
        writer.publish(HEAD)
    return Part(place.part("00000"), HEAD)


@pytest.mark.slow
def test_an_image_goes_with_the_url_that_its_own_leads_to_even_if_killed_in_between(tmp_path: Path) -> None:
    pages = {"/a.jpg": Answer(status=302, headers=(("Location", "/cdn/a.jpg"),)), "/cdn/a.jpg": photo("a")}
    with little_site({**pages, "/b.jpg": photo("b")}) as site:
        made = SmallCorpus(tmp_path)
        made.extract({"https://a.example/": page(prose(1), images=(f"{site.url}a.jpg", f"{site.url}b.jpg"))})
        made.make_cut(("shortlist", "images"))
        notice = Notice(prefixes=(f"{site.url}cdn/",))
    old_heads = {path: path.read_bytes() for path in (made.root / "images").rglob("images-*.parquet")}
    m3w("forget", "--urls", f"{notice.prefixes[0]}*", "--corpus", made.root)
    facts = {row["url"].rsplit("/", 1)[-1]: row for row in made.rows(made.corpus.images, "images")}
    assert (facts["a.jpg"]["reason"], facts["a.jpg"]["source"], facts["b.jpg"]["outcome"]) == (
        "forgotten",
        None,
        "kept",
    )
    assert "0 problems" in m3w("verify", "--corpus", made.root)
    heads = {path: path.read_bytes() for path in old_heads}
    for part in parts_of(made.corpus.images):
        Path(part.path).write_bytes(old_heads[Path(part.path)])
        Rewriter(made.corpus, files_of(made.corpus), resumes=True).rewrite(part)
    assert {path: path.read_bytes() for path in old_heads} == heads


def test_a_part_without_any_of_it_is_left_alone(tmp_path: Path) -> None:
    made = SmallCorpus(tmp_path)
    made.extract({"https://a.example/": page(prose(1))})
    before = {path: path.stat().st_mtime_ns for path in (made.root / "documents").rglob("*.parquet")}
    (part,) = parts_of(made.corpus.documents)
    outcome = rewriter(made.corpus).rewrite(part)
    assert (outcome["rewritten"], outcome["filled"]) == (False, 0)
    assert {path: path.stat().st_mtime_ns for path in (made.root / "documents").rglob("*.parquet")} == before
    assert [row["url"] for row in read_rows(part.companions("documents")[0])] == ["https://a.example/"]


def test_what_is_extracted_later_is_held_against_contents(tmp_path: Path) -> None:
    made = SmallCorpus(tmp_path)
    made.extract({"https://a.example/": page(prose(1)), "https://b.example/": page(prose(2))})
    m3w("forget", "--urls", "https://a.example/", "--corpus", made.root)
    twins = {
        "https://c.example/": page(prose(1)),
        "https://d.example/": page(prose(1).upper()),
        "https://e.example/": page(prose(3)),
    }
    made.extract(twins, "later")
    assert set(made.ids()) == {"https://b.example/", "https://e.example/"}
    gone = [row for row in made.rows(made.corpus.documents, "records") if row["reason"] == "forgotten"]
    assert len(gone) == 4
    assert {row["url"] for row in gone} == {""}
