"""Which files the command line means."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from dags import archives


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.warc.gz", "a.warc.gz", "c.warc", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def test_a_pattern_gives_its_files_in_order(folder: Path) -> None:
    assert archives.expand([f"{folder}/*.warc.gz"]) == [f"{folder}/a.warc.gz", f"{folder}/b.warc.gz"]


def test_a_file_is_named_once_however_often_it_is_meant(folder: Path) -> None:
    given = [f"{folder}/b.warc.gz", f"{folder}/*.warc.gz", f"{folder}/*.warc"]
    assert archives.expand(given) == [f"{folder}/{name}" for name in ("b.warc.gz", "a.warc.gz", "c.warc")]


def test_relative_paths_become_whole_ones(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert archives.expand(["c.warc"]) == [f"{folder}/c.warc"]


@pytest.mark.parametrize("zipped", [False, True])
def test_a_list_names_paths_and_patterns(folder: Path, zipped: bool) -> None:
    text = f"{folder}/c.warc\n\n  {folder}/*.warc.gz  \n".encode()
    paths = folder / ("paths.gz" if zipped else "paths")
    paths.write_bytes(gzip.compress(text) if zipped else text)
    found = [f"{folder}/{name}" for name in ("c.warc", "a.warc.gz", "b.warc.gz")]
    assert archives.expand([f"@{paths}"]) == found


def test_a_list_names_no_lists_least_of_all_itself(folder: Path) -> None:
    paths = folder / "paths"
    paths.write_text(f"@{paths}\n")
    with pytest.raises(ValueError, match="no such file"):
        archives.expand([f"@{paths}"])


@pytest.mark.parametrize("missing", ["none.warc", "none*.warc"])
def test_what_is_not_there_is_named(folder: Path, missing: str) -> None:
    with pytest.raises(ValueError, match="none"):
        archives.expand([f"{folder}/c.warc", f"{folder}/{missing}"])


def test_a_list_that_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(OSError, match=r"none\.paths"):
        archives.expand([f"@{folder}/none.paths"])


def test_nothing_given_is_nothing_found() -> None:
    assert archives.expand([]) == []
    assert archives.lines_of([]) == []


def test_lines_are_those_of_files_and_the_arguments_themselves(folder: Path) -> None:
    seeds = folder / "seeds.txt"
    seeds.write_text("https://one.example/\n\n# none\nhttps://two.example/\n")
    given = ["https://zero.example/", str(seeds)]
    assert archives.lines_of(given) == [
        "https://zero.example/",
        "https://one.example/",
        "# none",
        "https://two.example/",
    ]
