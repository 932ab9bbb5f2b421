"""What is to be done is noted before it is begun, and read again as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from dags.forgetting.closure import Closure
from dags.forgetting.cuts import Cut
from dags.forgetting.undertaking import Undertaking
from dags.tombstones import MARKER
from ingest.opt_outs.tombstones import Notice
from shards.dataset import Corpus
from shards.manifest import DatasetError

NOTICE = Notice({"https://a.example/": "asked for"}, ("https://b.example/",), ("aa",), ("bb",))
CUTS = (Cut("little", 2, ("shortlist", "images"), {"shards 0": "cc"}), Cut("other"))


def test_it_is_read_as_it_was_noted(tmp_path: Path) -> None:
    corpus = Corpus(str(tmp_path))
    assert Undertaking.cut_off(corpus) is None
    closure = Closure(NOTICE, ("https://a.example/",), {"https://c.example/": "the same"}, {})
    begun = Undertaking.of(corpus, closure, NOTICE, CUTS)
    assert (begun.path, begun.pages, begun.twins, begun.images) == (f"{tmp_path}/tombstones/000001.json", 1, 1, 0)
    begun.begin(corpus)
    assert Undertaking.cut_off(corpus) == begun
    begun.end(corpus)
    assert Undertaking.cut_off(corpus) is None


def test_a_note_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "tombstones").mkdir()
    (tmp_path / "tombstones" / MARKER).write_text('{"path": 1}')
    with pytest.raises(DatasetError, match=f"{MARKER} can't be read"):
        Undertaking.cut_off(Corpus(str(tmp_path)))
