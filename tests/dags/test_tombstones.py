"""The tombstones of a corpus: read as they were written, all of them, or nothing runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from dags.tombstones import (
    MARKER,
    files_of,
    path_of,
    publish,
    require_finished,
    tombstones_of,
    why_forgotten,
)
from ingest.opt_outs.tombstones import Notice
from shards.dataset import Corpus
from shards.manifest import DatasetError


def test_all_files_count_in_their_order(tmp_path: Path) -> None:
    corpus = Corpus(str(tmp_path))
    assert files_of(corpus) == ()
    assert not tombstones_of(corpus)
    publish(path_of(corpus, 1), Notice({"https://a.example/": "asked for"}))
    publish(path_of(corpus, 2), Notice(prefixes=("https://b.example/",), payloads=("aa",)))
    (tmp_path / "tombstones" / "notes.txt").write_text("no tombstone")
    found = tombstones_of(corpus)
    assert found.covers("https://a.example/")
    assert found.covers("https://b.example/x")
    assert found.payloads == {"aa"}
    assert why_forgotten(corpus, "https://a.example/") == "asked for"
    assert why_forgotten(corpus, "https://b.example/x") == "below https://b.example/"
    assert not why_forgotten(corpus, "https://c.example/")


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 9}', '{"format": 1}'])
def test_what_can_not_be_read_stops_everything(text: str, tmp_path: Path) -> None:
    corpus = Corpus(str(tmp_path))
    (tmp_path / "tombstones").mkdir()
    (tmp_path / "tombstones" / "000001.json").write_text(text)
    with pytest.raises(DatasetError, match="restore it"):
        tombstones_of(corpus)


def test_a_forgetting_that_was_cut_off_holds_jobs_back(tmp_path: Path) -> None:
    corpus = Corpus(str(tmp_path))
    require_finished(corpus)
    (tmp_path / "tombstones").mkdir()
    (tmp_path / "tombstones" / MARKER).write_text("{}")
    with pytest.raises(DatasetError, match="run `m3w forget` on it again"):
        require_finished(corpus)
