"""How far a run is can be read at any time, and never stops it."""

from __future__ import annotations

from pathlib import Path

import pytest

from shards import storage
from training.runs.pulse import FILE, Beat, Pulse, last_beat


def test_nobody_has_written_anything_yet(root: str) -> None:
    assert last_beat(root) is None


def test_the_first_and_the_last_state_are_written(root: str) -> None:
    pulse = Pulse(root)
    for update in (1, 2, 100):
        pulse.beat(Beat(update, 100, "loss 2.0"))
        assert last_beat(root) is not None
    assert last_beat(root) == Beat(100, 100, "loss 2.0")


def test_states_in_quick_succession_are_left_out(tmp_path: Path) -> None:
    pulse = Pulse(str(tmp_path))
    beats = [Beat(update, 10**9, "") for update in range(1, 1000)]
    written = set()
    for beat in beats:
        pulse.beat(beat)
        written.add((tmp_path / FILE).read_bytes())
    assert len(written) < len(beats)
    assert last_beat(str(tmp_path)) is not None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"update": 1}', b"\xff"])
def test_a_file_that_is_no_state_is_none(content: bytes, root: str) -> None:
    with storage.published(storage.join(root, FILE)) as stream:
        stream.write(content)
    assert last_beat(root) is None


def test_a_state_that_can_not_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("where the folder should be")
    Pulse(str(tmp_path / "file")).beat(Beat(1, 2, ""))
    assert (tmp_path / "file").read_text() == "where the folder should be"
