"""Facts of images are read without what is forgotten, by URL and by content."""

from __future__ import annotations

from pathlib import Path

import pytest

from dags.imaging.image_reader import ImageReader
from dags.tombstones import files_of, path_of, publish
from ingest.opt_outs.tombstones import Notice
from ingest.records import KEPT, ImageFacts
from ingest.tables import image_row
from shards.dataset import Corpus


@pytest.mark.parametrize(
    ("url", "sha256", "is_gone"),
    [("https://a.example/x", "00", True), ("https://b.example/x", "aa", True), ("https://b.example/x", "00", False)],
)
def test_what_is_forgotten_has_no_facts(url: str, sha256: str, is_gone: bool, tmp_path: Path) -> None:
    corpus = Corpus(str(tmp_path))
    publish(path_of(corpus, 1), Notice(prefixes=("https://a.example/",), payloads=("aa",)))
    facts = ImageFacts(url, KEPT, sha256=sha256, width=9)
    found = ImageReader(files_of(corpus))(image_row(facts))
    assert found == (ImageFacts(url, "dropped", "forgotten") if is_gone else facts)
