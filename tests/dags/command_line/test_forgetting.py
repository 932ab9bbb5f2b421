"""`m3w forget` is a command like the others: it knows its options, and refuses what it does not know."""

from __future__ import annotations

from pathlib import Path

from tests.dags.running import m3w, refused


def test_urls_are_given_in_files_or_as_they_are(tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("https://b.example/*\n")
    said = m3w("forget", "--urls", "https://a.example/", "--urls", listed, "--corpus", tmp_path / "corpus", "--dry-run")
    assert "1 URLs, 1 beginnings of URLs" in said
    assert not (tmp_path / "corpus").exists()


def test_a_line_that_is_no_url_is_named(tmp_path: Path) -> None:
    said = refused("forget", "--urls", "a.example", "--corpus", tmp_path)
    assert "--urls, line 1: 'a.example' is no http(s) URL" in said


def test_an_option_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    said = refused("forget", "--urls", "https://a.example/", "--corpus", tmp_path, "--nonsense")
    assert "neither an option of this command nor of Beam" in said
