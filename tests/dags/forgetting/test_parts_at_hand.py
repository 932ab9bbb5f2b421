"""Parts are found in finished and unfinished generations, with their companions."""

from __future__ import annotations

from pathlib import Path

from dags.forgetting.parts_at_hand import folders_of, is_finished, parts_of
from tests.dags.little_site import page, prose
from tests.dags.small_corpus import SmallCorpus


def test_parts_of_every_generation_are_found(tmp_path: Path) -> None:
    made = SmallCorpus(tmp_path)
    documents = made.corpus.documents
    assert list(parts_of(documents)) == []
    made.extract({"https://a.example/": page(prose("a"))})
    made.extract({"https://b.example/": page(prose("b"))}, "later")
    (Path(documents.generation_folder(2)) / "manifest.json").unlink()
    assert [Path(folder).name for folder in folders_of(documents)] == ["000001", "000002"]
    assert [is_finished(folder) for folder in folders_of(documents)] == [True, False]
    first, second = parts_of(documents)
    assert (first.head, first.name.label) == ("records", "00000-of-00001")
    assert [Path(path).name.split("-")[0] for path in second.companions("documents")] == ["documents"]
    assert Path(second.path).exists()
