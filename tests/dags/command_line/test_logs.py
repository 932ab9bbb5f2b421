"""Our own lines always, those of libraries when asked for."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.dags.running import ROOT

PROGRAM = """
import logging
from dags.command_line import logs
logs.set_up()
logs.set_up()
logging.getLogger("m3w").info("our line")
logging.getLogger("apache_beam").warning("their line")
"""


def logged(level: str | None) -> subprocess.CompletedProcess[str]:
    """Run a program that logs two lines."""
    environment = {name: value for name, value in os.environ.items() if name != "M3W_LOG"}
    if level is not None:
        environment["M3W_LOG"] = level
    words = [sys.executable, "-c", PROGRAM]
    return subprocess.run(words, cwd=ROOT, env=environment, text=True, capture_output=True, timeout=60, check=False)


def test_libraries_are_silent_and_we_are_not_even_when_set_up_twice() -> None:
    said = logged(None)
    assert said.stdout == ""
    assert said.stderr.count("our line") == 1
    assert "their line" not in said.stderr


@pytest.mark.parametrize("level", ["INFO", "warning"])
def test_libraries_speak_when_asked(level: str) -> None:
    assert "WARNING apache_beam: their line" in logged(level).stderr


def test_a_level_that_there_is_not_is_named_with_those_there_are() -> None:
    said = logged("loud")
    assert said.returncode == 1
    assert "M3W_LOG=LOUD" in said.stderr
    assert "DEBUG" in said.stderr
    assert "Traceback" not in said.stderr
