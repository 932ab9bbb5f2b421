"""Runs jobs for tests: in this process, in another one, and in one that is killed."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dags.command_line import cli
from dags.report import console
from shards.dataset import Corpus

ROOT = Path(__file__).parents[2]
CUT_JOBS = ("shortlist", "images", "select", "shards")
WITH_PAIRS = (*CUT_JOBS, "shards --pairs")


def m3w(*arguments: object) -> str:
    """Run a command in this process, in one worker; return what it prints. Its errors are raised."""
    words = [str(argument) for argument in arguments]
    with console.capture() as printed:
        code = cli.app(args=[*words, *_one_process(words)], standalone_mode=False)
    said = printed.get()
    assert not code, said  # typer hands an exit code back as a value
    return said


def refused(*arguments: object) -> str:
    """Run a command that must fail; return what it prints."""
    with console.capture() as printed, pytest.raises(SystemExit) as ended:
        cli.run([str(argument) for argument in arguments])
    assert ended.value.code == 1
    return printed.get()


def in_process(*arguments: object, script: str = "-m dags", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in another process."""
    words = [str(argument) for argument in arguments]
    return subprocess.run(
        [sys.executable, *script.split(), *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        text=True,
        capture_output=True,
        timeout=300,
        check=False,
    )


class Forks:
    """Runs commands in processes of their own without the start-up of Python and Beam: see `tests.dags.forking`."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.dags.forking"]
        self._server = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def run(self, module: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run a module with arguments; what it prints, errors too, is the result's `stdout`."""
        assert self._server.stdin
        assert self._server.stdout
        words = [module, *(str(argument) for argument in arguments)]
        print(json.dumps(words), file=self._server.stdin, flush=True)
        answer = json.loads(self._server.stdout.readline())
        return subprocess.CompletedProcess(words, answer["returncode"], answer["stdout"], "")

    def close(self) -> None:
        """End the process that forks."""
        self._server.communicate(timeout=30)


def make_cut(corpus: Path, recipe: Path, *arguments: object) -> None:
    """Run the four jobs of a cut in this process, and derive its pairs."""
    for job in WITH_PAIRS:
        m3w(*job.split(), "--corpus", corpus, "--recipe", recipe, *arguments)


def shard_digests(corpus: Path, cut: str) -> list[str]:
    """Return the SHA-256 of every shard of a cut, in order, then those of its pairs."""
    (shards,), (pairs,) = (each.require() for each in (Corpus(str(corpus)).shards(cut), Corpus(str(corpus)).pairs(cut)))
    paths = [*shards.paths("shard"), *pairs.paths("shard")]
    return [hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in paths]


def files_below(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _one_process(words: list[str]) -> list[str]:
    takes_beam = words[0] in ("crawl", "extract", "forget", *CUT_JOBS)
    return ["--direct_num_workers=1"] if takes_beam and not any("--runner" in word for word in words) else []
