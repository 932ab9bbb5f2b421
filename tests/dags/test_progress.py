"""Progress is read from files: finished parts and heartbeats."""

from __future__ import annotations

import logging
import os
import pty
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dags import progress
from dags.progress import Heartbeat, State, shown, state_of
from shards.parts import PartName, Place
from tests.dags.running import ROOT

FINGERPRINT = "0123456789abcdef"


def place_of(folder: Path) -> Place:
    return Place(str(folder), FINGERPRINT)


def finish(folder: Path, label: str, *kinds: str, fingerprint: str = FINGERPRINT) -> None:
    """Lay down the files of a finished part."""
    for kind in kinds:
        (folder / f"{kind}-{label}.{fingerprint}.parquet").touch()


def test_a_part_of_several_files_counts_once(tmp_path: Path) -> None:
    finish(tmp_path, "00000-of-00004", "index", "shard")
    finish(tmp_path, "00003-of-00004", "index", "shard")
    state = state_of(str(tmp_path), FINGERPRINT, 4)
    assert (state.done, state.total) == (2, 4)
    assert state.remark == "2 of 4 parts finished"


def test_what_is_no_part_does_not_count(tmp_path: Path) -> None:
    for name in ("manifest.json", "README.md", f".tmp-abc-index-00000-of-00004.{FINGERPRINT}.parquet"):
        (tmp_path / name).touch()
    assert state_of(str(tmp_path), FINGERPRINT, 4).done == 0
    assert state_of(str(tmp_path / "none"), FINGERPRINT, None) == State(0, None, "0 of ? parts finished")


def test_running_parts_count_by_their_share_and_units_apart(tmp_path: Path) -> None:
    finish(tmp_path, "00000-of-00004", "index")
    place = place_of(tmp_path)
    with Heartbeat(place.part("00001-of-00004"), 10, "URLs") as one, Heartbeat(place.part("x"), 4, "bytes") as two:
        one.beat(5)
        two.beat(1)
        state = state_of(str(tmp_path), FINGERPRINT, 4)
        assert state.done == 1 + 0.5 + 0.25
        assert state.remark == "1 of 4 parts finished, 5 URLs in others, 1 bytes in others"
        assert state_of(str(tmp_path), "f" * 16, 4).done == 1, "heartbeats of another making do not count"
    assert state_of(str(tmp_path), FINGERPRINT, 4).done == 1
    assert not list(tmp_path.glob(".tmp-*"))


def test_what_else_there_is_to_know_is_summed_with_the_rate(tmp_path: Path) -> None:
    place = place_of(tmp_path)
    with Heartbeat(place.part("a"), 10, "URLs") as one, Heartbeat(place.part("b"), 10, "URLs") as two:
        one.beat(2, hosts=3, failed=1)
        two.beat(1, hosts=2, failed=0)
        remark = state_of(str(tmp_path), FINGERPRINT, None).remark
    assert re.fullmatch(r"0 of \? parts finished, 3 URLs in others, [\d,]+\.\d a second, 1 failed, 5 hosts", remark), (
        remark
    )


def test_a_part_that_is_finished_while_its_heart_still_beats_counts_once(tmp_path: Path) -> None:
    with Heartbeat(place_of(tmp_path).part("a"), 2, "URLs") as heartbeat:
        heartbeat.beat(2)
        finish(tmp_path, "a", "captures")
        assert state_of(str(tmp_path), FINGERPRINT, 3) == State(1, 3, "1 of 3 parts finished")


def test_a_heartbeat_that_is_being_replaced_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / f"{progress.HEARTBEAT}a.{FINGERPRINT}.json").write_text('{"done": 3, "of"')
    assert state_of(str(tmp_path), FINGERPRINT, 2) == State(0, 2, "0 of 2 parts finished")


def test_a_heartbeat_that_can_not_be_written_does_not_stop_the_work(tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.touch()
    with Heartbeat(PartName(str(occupied), FINGERPRINT, "a"), 2, "URLs") as heartbeat:
        heartbeat.beat()


def test_nothing_expected_is_no_division_by_zero(tmp_path: Path) -> None:
    with Heartbeat(place_of(tmp_path).part("a"), 0, "documents") as heartbeat:
        heartbeat.beat()
        assert state_of(str(tmp_path), FINGERPRINT, 1).done == 0


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """The lines our own logger writes."""
    found: list[str] = []

    class Collecting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record.getMessage())

    handler, logger = Collecting(), logging.getLogger("m3w")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield found
    logger.removeHandler(handler)
    logger.setLevel(level)


def told(states: list[State], lines: list[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the first line of a job whose state is measured as given: at its beginning, then at each line."""
    for name in ("EVERY", "LOG_EVERY"):
        monkeypatch.setattr(progress, name, 0.01)
    asked = threading.Semaphore(0)
    coming = iter(states)

    def measure() -> State:
        asked.release()
        return next(coming, states[-1])

    with shown("documents", measure):
        for _ in range(3):  # a line is written before the next state is measured
            assert asked.acquire(timeout=10)
    return lines[0]


def test_a_log_has_a_line_now_and_then(lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    line = told([State(0, 4), State(2, 4, "2 of 4 parts finished")], lines, monkeypatch)
    assert re.fullmatch(r"documents: 2 of 4 parts finished, \d+ s, about \d+ s left", line)


def test_where_the_end_is_not_known_none_is_promised(lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    line = told([State(0, None), State(2, None, "2 of ? parts finished")], lines, monkeypatch)
    assert re.fullmatch(r"documents: 2 of \? parts finished, \d+ s", line)


def test_what_an_earlier_run_has_done_promises_nothing(lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert "left" not in told([State(3, 4, "3 of 4 parts finished")], lines, monkeypatch)


def test_a_short_job_writes_no_line(lines: list[str]) -> None:
    with shown("documents", lambda: State(0, 1)):
        pass
    assert lines == []


def test_an_error_of_the_work_passes_through(lines: list[str]) -> None:
    with pytest.raises(ZeroDivisionError), shown("documents", lambda: State(0, 1)):
        raise ZeroDivisionError


PROGRAM = """
import threading
from dags.progress import State, shown
asked = threading.Semaphore(0)
with shown("documents", lambda: (asked.release(), State(1.5, 3, "1 of 3 parts finished"))[1]):
    asked.acquire()
    asked.acquire()
"""


def test_a_terminal_has_a_bar() -> None:
    leader, follower = pty.openpty()
    words = [sys.executable, "-c", PROGRAM]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    with subprocess.Popen(words, cwd=ROOT, stdout=follower, stderr=follower, env=environment) as process:
        os.close(follower)
        said = _read_all(leader)
        assert process.wait(60) == 0, said
    assert "documents" in said
    assert "50%" in said
    assert "1 of 3 parts finished" in said


def _read_all(leader: int) -> str:
    data = b""
    try:
        while chunk := os.read(leader, 4096):
            data += chunk
    except OSError:  # the other end is closed: the program has ended
        return data.decode()
    finally:
        os.close(leader)
    return data.decode()
