from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from examples.site.build import TRUTH

ROOT = Path(__file__).parents[2]


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_command_writes_the_same_bytes_whatever_the_hash_seed(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "again"
    command = [sys.executable, "-m", "examples.site.build", str(target)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "7"}, check=True, capture_output=True, text=True
    )
    assert str(target) in done.stdout
    assert digests(target) == digests(folder)


def test_the_truth_and_robots_txt_are_there(folder: Path) -> None:
    assert {TRUTH, "robots.txt", "index.html"} <= digests(folder).keys()
