"""The command line: help for every command, exit codes, messages without tracebacks."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.main import get_command

from dags.command_line import cli
from tests.dags.conftest import Made
from tests.dags.running import in_process

JOBS = ("crawl", "extract", "shortlist", "images", "select", "shards")
COMMON = ("--corpus", "--recipe", "--dry-run", "--overwrite")
OPTIONS = {
    "crawl": (
        *COMMON,
        "--seeds",
        "--sitemaps",
        "--visit",
        "--minutes",
        "--depth",
        "--pages",
        "--contact",
        "--allow-private-hosts",
    ),
    "extract": (*COMMON, "--warc", "--cdx", "--warc-base"),
    "shortlist": (*COMMON, "--cut", "--all-broken"),
    "images": (*COMMON, "--cut", "--contact", "--allow-private-hosts"),
    "score": (*COMMON, "--cut"),
    "select": (*COMMON, "--cut"),
    "shards": (*COMMON, "--cut", "--pairs"),
    "train": (
        "--corpus",
        "--run",
        "--language-model",
        "--vision-encoder",
        "--workers",
        "--address",
        "--updates",
        "--checkpoint",
        "--dry-run",
        "--overwrite",
    ),
    "forget": ("--urls", "--corpus", "--keep-twins", "--dry-run"),
    "caption": ("--run", "--checkpoint", "--beams"),
    "captures": ("--corpus", "--headers", "--body", "--date", "--outcome", "--limit"),
    "explain": ("--corpus", "--cut"),
    "extract-page": ("--url", "--raw", "--html", "--images", "--recipe", "--contact", "--allow-private-hosts"),
    "whatif": ("--set", "--corpus", "--cut"),
    "signals": ("--corpus", "--cut", "--picture"),
    "verify": ("--corpus",),
    "recipes": ("show", "diff"),
}


def helped(words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what help says, in a terminal wide enough."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("TERMINAL_WIDTH", "200")
    cli.app(args=[*words, "--help"], standalone_mode=False)
    return capsys.readouterr().out


def test_help_names_every_command_and_how_options_get_to_beam(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = helped([], capsys, monkeypatch)
    assert set(get_command(cli.app).commands) == set(OPTIONS)
    for name in OPTIONS:
        assert name in said
    assert "Apache Beam" in said
    assert [said.index(f" {job} ") for job in JOBS] == sorted(said.index(f" {job} ") for job in JOBS)


@pytest.mark.parametrize("command", OPTIONS)
def test_help_of_a_command_names_its_options(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = helped([command], capsys, monkeypatch)
    for option in OPTIONS[command]:
        assert option in said


def ended_with(words: list[object]) -> object:
    """Run a command in this process as `main` does; return its exit code."""
    with pytest.raises(SystemExit) as ended:
        cli.run([str(word) for word in words])
    return ended.value.code


def test_exit_codes_tell_success_from_failure_and_misuse(made: Made, tmp_path: Path) -> None:
    assert ended_with(["verify", "--corpus", made.corpus]) == 0
    assert ended_with(["verify", "--corpus", tmp_path]) == 1
    assert ended_with(["select", "--corpus", tmp_path, "--recipe", made.recipe]) == 1
    assert ended_with(["nonsense"]) == 2
    assert ended_with(["explain"]) == 2
    assert ended_with(["crawl", "--visit", "0"]) == 2


def test_a_seed_without_its_option_is_refused(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended_with(["crawl", "--corpus", made.corpus, "https://example.org/"]) == 1
    assert "https://example.org/: neither an option" in capsys.readouterr().out


@pytest.mark.parametrize("root", ["with*star", "what?", "a[1]"])
def test_a_corpus_that_beam_would_take_for_a_pattern_is_refused(root: str, tmp_path: Path) -> None:
    assert ended_with(["verify", "--corpus", tmp_path / root]) == 1


def test_a_relative_corpus_is_that_of_the_folder_one_is_in(
    made: Made, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(made.corpus.parent)
    assert ended_with(["verify"]) == 0
    assert f"{made.corpus}/captures: " in capsys.readouterr().out


def test_the_program_itself_ends_with_a_sentence(tmp_path: Path) -> None:
    failed = in_process("verify", "--corpus", tmp_path)
    assert (failed.returncode, failed.stderr) == (1, "")
    assert failed.stdout == f"error: {tmp_path} holds no finished dataset: is --corpus right?\n"
