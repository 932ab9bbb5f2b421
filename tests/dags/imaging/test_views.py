from __future__ import annotations

from pathlib import Path

from dags.imaging.views import IMAGES, generations_in
from shards.dataset import Corpus


def test_a_cut_without_a_view_has_seen_nothing(tmp_path: Path) -> None:
    corpus = Corpus(str(tmp_path))
    assert generations_in(corpus, "m3w", IMAGES) == 0
    folder = Path(corpus.cut_folder("m3w"))
    folder.mkdir(parents=True)
    (folder / IMAGES).write_text('{"generations": 3, "made_from": "x"}')
    assert generations_in(corpus, "m3w", IMAGES) == 3
