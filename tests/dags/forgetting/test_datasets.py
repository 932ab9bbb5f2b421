"""Datasets are rewritten with their manifests, unfinished generations too."""

from __future__ import annotations

from pathlib import Path

import pytest

from dags.forgetting.datasets import rewrite_all
from dags.forgetting.parts_at_hand import parts_of
from dags.tables import IMAGES
from dags.tombstones import path_of, publish
from ingest.opt_outs.tombstones import Notice
from shards.manifest import DatasetError
from shards.parts import PartWriter, Place
from tests.dags.little_site import page, prose
from tests.dags.running import files_below, m3w
from tests.dags.small_corpus import SmallCorpus

A, B = "https://a.example/", "https://b.example/"
ONE_PROCESS = ("--direct_num_workers=1",)


@pytest.fixture
def made(tmp_path: Path) -> SmallCorpus:
    made = SmallCorpus(tmp_path)
    made.extract({A: page(prose("a")), B: page(prose("b"))})
    made.extract({"https://c.example/": page(prose("c"))}, "later")
    return made


def manifests(made: SmallCorpus) -> list[bytes]:
    return [path.read_bytes() for path in sorted((made.root / "documents").rglob("manifest.json"))]


def test_only_generations_that_hold_it_are_others_afterwards(made: SmallCorpus) -> None:
    before = manifests(made)
    publish(path_of(made.corpus, 1), Notice({A: "asked for"}))
    done = rewrite_all(made.corpus, ONE_PROCESS, resumes=False)
    assert (done.parts, done.records, done.discarded) == (1, 0, ())
    after = manifests(made)
    assert after[0] != before[0]
    assert after[1] == before[1]
    (ledger,) = made.corpus.documents.generations()[0].manifest.ledgers
    assert ledger.tally.dropped["forgotten"] == 2
    assert "0 problems" in m3w("verify", "--corpus", made.root)


def test_again_it_changes_nothing(made: SmallCorpus) -> None:
    publish(path_of(made.corpus, 1), Notice({A: "asked for"}))
    rewrite_all(made.corpus, ONE_PROCESS, resumes=False)
    before = files_below(made.root)
    assert rewrite_all(made.corpus, ONE_PROCESS, resumes=True).parts == 0
    assert files_below(made.root) == before


def test_an_unfinished_generation_is_rewritten_and_what_has_no_head_goes(made: SmallCorpus) -> None:
    publish(path_of(made.corpus, 1), Notice({A: "asked for"}))
    folder = Path(made.corpus.documents.generation_folder(1))
    for path in (made.root / "documents" / "000002").iterdir():
        path.unlink()
    unfinished = made.root / "documents" / "000002"
    for path in folder.glob("*.parquet"):
        path.replace(unfinished / path.name)
    (folder / "manifest.json").unlink()
    folder.rename(made.root / "gone")
    unfinished.rename(folder)
    orphan = folder / f"documents-00009-of-00010.{'0' * 16}.parquet"
    orphan.write_bytes(b"cut off")
    (folder / ".tmp-123-documents.parquet").write_bytes(b"cut off")
    assert rewrite_all(made.corpus, ONE_PROCESS, resumes=False).parts == 1
    (part,) = parts_of(made.corpus.documents)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        Path(path).name for path in (part.path, *part.companions("documents"))
    )


def test_an_unfinished_round_of_images_is_thrown_away_where_documents_change(made: SmallCorpus) -> None:
    publish(path_of(made.corpus, 1), Notice({A: "asked for"}))
    place = Place(made.corpus.images.generation_folder(1), "0" * 16)
    with PartWriter(place.part("00000-00000")) as part:
        part.table("images", IMAGES)
        part.publish("images")
    (Path(place.folder) / ".tmp-1").write_bytes(b"x")
    done = rewrite_all(made.corpus, ONE_PROCESS, resumes=False)
    assert done.discarded == (place.folder,)
    assert not list(Path(place.folder).iterdir())


def test_a_missing_part_is_named(made: SmallCorpus) -> None:
    (part, _) = parts_of(made.corpus.documents)
    Path(part.path).unlink()
    with pytest.raises(DatasetError, match="lacks records-"):
        rewrite_all(made.corpus, ONE_PROCESS, resumes=False)
