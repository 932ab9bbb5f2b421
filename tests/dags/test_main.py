"""The program's end: what is to be done then is done, and its status says how it went."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import atexit, sys
atexit.register(print, "left")
sys.argv = ["m3w", *sys.argv[1:]]
from dags.__main__ import main
main()
"""


@pytest.mark.parametrize(("words", "code"), [(["recipes"], 0), (["verify", "--corpus", "/none"], 1), (["--none"], 2)])
def test_the_end(words: list[str], code: int) -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, check=False)
    assert ended.returncode == code
    assert ended.stdout.endswith("left\n")
