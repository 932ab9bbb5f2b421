"""What is forgotten is gone from all that was made of it, as if it had been forgotten from the start."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from dags.cutting import cut_recipe
from dags.tombstones import MARKER
from ingest.warc.warc_reader import read_payload
from shards.parts import read_rows
from tests.dags.forgetting.conftest import Made
from tests.dags.forgetting.forgetful import EVERYTHING, MADE, SENTINEL, Forgetful, legible
from tests.dags.little_site import photo
from tests.dags.running import files_below, m3w, refused


def rows(corpus: Forgetful, kind: str) -> list[dict[str, object]]:
    """Return all rows of one of the datasets that grow."""
    datasets = {"captures": corpus.corpus.captures, "frontier": corpus.corpus.captures, "images": corpus.corpus.images}
    paths = [path for each in datasets[kind].generations() for path in each.paths(kind)]
    return [row for path in paths for row in read_rows(path)]


def test_nothing_of_it_is_left_anywhere(full: Made, after: Made) -> None:
    assert {name.split("/")[0] for name in full.corpus.says(SENTINEL)} == {"captures", "documents", "cuts"}
    assert after.corpus.says(SENTINEL) == []
    archives = {name: legible(name, data) for name, data in files_below(after.corpus.root).items()}
    for name in ("secret", "drawn", "asked", "moved"):
        assert not [path for path, data in archives.items() if photo(name, 96).body in data], name
    assert [path for path, data in archives.items() if photo("shared", 96).body in data]


def test_twins_go_and_all_others_stay(full: Made, after: Made) -> None:
    gone = set(full.urls("secret", "twin", "near"))
    assert after.corpus.kept_urls() == full.corpus.kept_urls() - gone
    for word in ("near: nearly the same as", "twin: the same as", "again.jpg: the same as", "drawn.jpg: shown by"):
        assert word in after.said


def test_the_corpus_is_whole(after: Made) -> None:
    assert " 0 problems" in m3w("verify", "--corpus", after.corpus.root)
    assert MARKER not in files_below(after.corpus.root / "tombstones")
    assert not [name for name in files_below(after.corpus.root) if ".tmp-" in name]


def test_a_build_that_had_forgotten_it_from_the_start_has_the_same_bytes(after: Made, tmp_path: Path) -> None:
    other = after.copied(tmp_path, "captures", "images", "tombstones")
    other.extract()
    other.make_cuts()
    assert other.files(*MADE) == after.corpus.files(*MADE)


def test_reading_untouched_archives_gives_the_same_documents(full: Made, after: Made, tmp_path: Path) -> None:
    other = full.copied(tmp_path, "captures")
    after.corpus.copied(tmp_path, "tombstones")
    other.extract()
    assert other.files("documents") == after.corpus.files("documents")


def test_every_other_record_is_where_it_was(full: Made, after: Made) -> None:
    kinds = (("captures", "digest"), ("images", "sha256"))
    for kind, digest in kinds:
        for row in rows(after.corpus, kind):
            source = row["source"]
            if not isinstance(source, dict):
                continue
            data = (after.corpus.root / source["path"]).read_bytes()[source["offset"] :][: source["length"]]
            assert data == (full.corpus.root / source["path"]).read_bytes()[source["offset"] :][: source["length"]]
            found = hashlib.sha256(read_payload(data)[1]).hexdigest()
            assert found == str(row[digest]).removeprefix("sha256:")


def test_rows_say_that_it_is_forgotten_and_nothing_else_of_it(after: Made) -> None:
    gone = set(after.urls("secret", "twin", "near"))
    captured = [row for row in rows(after.corpus, "captures") if row["url"] in gone]
    assert len(captured) == 3
    for row in captured:
        assert (row["outcome"], row["reason"]) == ("dropped", "forgotten")
        assert not any(row[name] for name in ("links", "digest", "body_digest", "source", "fetched_at", "media_type"))
    assert all(row["seen"] is None and not row["due"] for row in rows(after.corpus, "frontier") if row["url"] in gone)
    images = {row["url"]: row for row in rows(after.corpus, "images")}
    for url in after.urls("asked.jpg", "again.jpg", "moved.jpg", "secret.jpg", "drawn.jpg"):
        row = images[url]
        assert (row["outcome"], row["reason"], row["sha256"], row["source"]) == ("dropped", "forgotten", "", None)
    assert images[after.site.url + "shared.jpg"]["outcome"] == "kept"


def test_people_are_told_what_changed(after: Made) -> None:
    for word in (
        "WARC records filled",
        "little, strict",
        "little shards 00000",
        "little pairs 00000",
        "has to be told",
    ):
        assert word in after.said
    said = m3w("explain", after.site.url + "secret", "--corpus", after.corpus.root)
    assert "forgotten" in said
    assert "asked for" in said


def test_forgetting_again_does_nothing(after: Made) -> None:
    before = files_below(after.corpus.root)
    assert "nothing to do" in after.corpus.forget(*after.urls("secret", "twin"))
    assert files_below(after.corpus.root) == before


def test_a_dry_run_says_what_would_go_and_does_nothing(full: Made) -> None:
    before = files_below(full.corpus.root)
    said = full.corpus.forget(full.site.url + "secret", more=("--dry-run",))
    assert "secret.jpg: shown by" in said
    assert files_below(full.corpus.root) == before


def test_what_the_corpus_does_not_know_changes_nothing_but_the_tombstones(full: Made, tmp_path: Path) -> None:
    corpus = full.copied(tmp_path)
    before = corpus.files(*EVERYTHING)
    listed = tmp_path / "list.txt"
    listed.write_text("# none of ours\nhttps://elsewhere.example/*\n")
    corpus.forget(listed)
    assert corpus.files(*EVERYTHING) == before
    assert set(corpus.files("tombstones")) == {"tombstones/000001.json"}


def test_it_is_not_asked_for_again_and_other_pages_are(after: Made, tmp_path: Path) -> None:
    corpus = after.copied(tmp_path, *EVERYTHING, "tombstones")
    asked = {path: after.site.asked(path) for path in ("/secret", "/twin", "/a")}
    seeds = [word for url in after.urls("secret", "a") for word in ("--seeds", url)]
    corpus.run("crawl", *seeds, "--visit", 2, "--depth", 0)
    assert after.site.asked("/a") == asked["/a"] + 1
    assert (after.site.asked("/secret"), after.site.asked("/twin")) == (asked["/secret"], asked["/twin"])
    again = [row for row in rows(corpus, "captures") if row["url"] == after.site.url + "secret" and row["visit"] == 2]
    assert [(row["outcome"], row["reason"]) for row in again] == [("dropped", "forgotten")]
    corpus.run("extract")
    assert corpus.says(SENTINEL) == []


def test_jobs_wait_for_a_forgetting_that_was_cut_off(full: Made, tmp_path: Path) -> None:
    corpus = full.copied(tmp_path, "captures")
    (corpus.root / "tombstones").mkdir()
    (corpus.root / "tombstones" / MARKER).write_text("{}")
    for job in ("crawl", "extract", "shortlist", "images", "select", "shards"):
        said = refused(job, "--corpus", corpus.root, "--recipe", corpus.recipes[0])
        assert "run `m3w forget` on it again" in said
    assert "run `m3w forget` on it again" in refused("train", "flamingo", "--corpus", corpus.root)
    assert "restore it" in refused("forget", "--corpus", corpus.root)


@pytest.mark.parametrize(("words", "expected"), [([], "nothing to forget"), (["--urls", "a.example"], "line 1")])
def test_what_can_not_be_meant_is_refused(words: list[str], expected: str, tmp_path: Path) -> None:
    assert expected in refused("forget", "--corpus", tmp_path, *words)


def test_a_cut_that_does_not_say_how_it_was_made_is_named_before_anything_begins(full: Made, tmp_path: Path) -> None:
    made = full.copied(tmp_path)
    path = made.root / "cuts" / "little" / cut_recipe.FILE
    path.unlink()
    before = files_below(made.root)
    said = refused("forget", "--urls", full.site.url + "secret", "--corpus", made.root)
    assert "run `m3w shortlist --cut little` once more" in said
    assert files_below(made.root) == before
    for job in ("shortlist", "images", "select", "shards"):
        assert "nothing to do" in made.run(job)
    assert path.read_bytes() == (full.corpus.root / "cuts" / "little" / cut_recipe.FILE).read_bytes()
