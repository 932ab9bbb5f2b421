"""The whole way while every job is killed at random moments: in the end nothing is lost and nothing differs."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.dags.conftest import Made
from tests.dags.running import ROOT, WITH_PAIRS, files_below, m3w, shard_digests

KILLS = 4


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_killed_at_random_moments_every_job_gets_there(seed: int, made: Made, tmp_path: Path) -> None:
    """Each job is killed up to four times, somewhere in its first seconds, with two worker processes."""
    corpus = tmp_path / "corpus"
    shutil.copytree(made.corpus / "captures", corpus / "captures")
    shutil.copytree(made.corpus / "images", corpus / "images")
    moments = random.Random(seed)
    killed = 0
    for job in ("extract", *WITH_PAIRS):
        words = [*job.split(), "--corpus", str(corpus), "--recipe", str(made.recipe)]
        for _ in range(KILLS):
            if _runs_to_its_end(words, moments.uniform(0.8, 4.0)):
                break
            killed += 1
        m3w(*words)
    assert killed > 0, "no job was killed: choose earlier moments"
    assert shard_digests(corpus, "demo") == shard_digests(made.corpus, "demo")
    assert not [path for path in files_below(corpus) if ".tmp-" in path]
    m3w("verify", "--corpus", corpus)


def _runs_to_its_end(words: list[str], seconds: float) -> bool:
    """Run a command with two processes; kill it, and the processes it has started, after so many seconds."""
    parallel = ["--direct_num_workers=2", "--direct_running_mode=multi_processing"]
    process = subprocess.Popen(
        [sys.executable, "-m", "dags", *words, *parallel],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return False
