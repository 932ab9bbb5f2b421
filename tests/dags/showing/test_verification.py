"""`verify` finds what is not as the manifests say, and what it finds can be mended."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dags.showing.verification import datasets_of
from shards.dataset import Corpus
from tests.dags.conftest import Made
from tests.dags.running import files_below, m3w, refused, shard_digests

KINDS = (
    "captures/000001/warc-*.warc.gz",
    "captures/000001/frontier-*.parquet",
    "documents/000001/documents-*.parquet",
    "images/000001/warc-*.warc.gz",
    "cuts/demo/shortlist/candidates-*.parquet",
    "cuts/demo/selection/decisions-*.parquet",
    "cuts/demo/shards/shard-*.tar",
    "cuts/demo/shards/index-*.parquet",
    "cuts/demo/pairs/shard-*.tar",
    "cuts/demo/pairs/outcomes-*.parquet",
)


def flip(path: Path) -> None:
    """Flip one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def found_wrong(corpus: Path) -> str:
    """Return what is printed of a corpus that is not as it should be; the command must end with 1."""
    return refused("verify", "--corpus", corpus)


def test_a_good_corpus_is_well_and_every_dataset_is_named(made: Made) -> None:
    said = m3w("verify", "--corpus", made.corpus)
    for dataset in datasets_of(Corpus(str(made.corpus))):
        assert (f"{dataset.folder}: " in said) == (dataset.kind != "scores")  # the demo asks no model
    parts = [path for path in files_below(made.corpus) if path.endswith((".parquet", ".tar", ".warc.gz"))]
    assert f"{len(parts)} files checked, 0 problems" in said


@pytest.fixture(scope="module")
def spoilt(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the finished corpus, to be spoilt and mended."""
    return shutil.copytree(made.corpus, tmp_path_factory.mktemp("spoilt") / "corpus")


@pytest.mark.parametrize("pattern", KINDS)
def test_a_flipped_bit_is_found_and_the_file_named(pattern: str, spoilt: Path) -> None:
    path = min(spoilt.glob(pattern))
    flip(path)
    said = found_wrong(spoilt)
    assert f"{path} has SHA-256" in said
    assert " 0 problems" not in said
    flip(path)
    m3w("verify", "--corpus", spoilt)


@pytest.mark.parametrize("pattern", KINDS[::3])
def test_a_missing_file_is_found_and_named(pattern: str, spoilt: Path) -> None:
    path = min(spoilt.glob(pattern))
    data = path.read_bytes()
    path.unlink()
    assert f"{path} is missing" in found_wrong(spoilt)
    path.write_bytes(data)


@pytest.mark.parametrize("dataset", ["shards", "pairs"])
def test_a_file_that_is_cut_short_is_found(dataset: str, spoilt: Path) -> None:
    path = min(spoilt.glob(f"cuts/demo/{dataset}/*.tar"))
    data = path.read_bytes()
    path.write_bytes(data[:-20_000])
    assert f"{path}: " in found_wrong(spoilt)
    path.write_bytes(data)


def test_a_damaged_manifest_is_found(spoilt: Path) -> None:
    path = spoilt / "documents/000001/manifest.json"
    data = path.read_bytes()
    path.write_bytes(data[:-10])
    assert "damaged" in found_wrong(spoilt)
    path.write_bytes(data)


def test_what_is_unfinished_is_not_passed_over_in_silence(spoilt: Path) -> None:
    path = spoilt / "cuts/demo/shards/manifest.json"
    data = path.read_bytes()
    path.unlink()
    assert f"{path.parent}: unfinished, not checked" in m3w("verify", "--corpus", spoilt)
    path.write_bytes(data)


def test_a_stray_folder_beside_the_cuts_is_no_cut(spoilt: Path) -> None:
    stray = spoilt / "cuts/.Notes of mine/a"
    stray.parent.mkdir()
    stray.touch()
    m3w("verify", "--corpus", spoilt)


def test_nothing_at_all_is_a_wrong_corpus(tmp_path: Path) -> None:
    assert "--corpus" in refused("verify", "--corpus", tmp_path)


@pytest.mark.parametrize("file", ["shards/index-*", "shards/shard-*", "pairs/shard-*"])
def test_damage_is_mended_by_making_it_again(file: str, made: Made, copied: Path) -> None:
    flip(min(copied.glob(f"cuts/demo/{file}")))
    found_wrong(copied)
    m3w("shards", "--pairs", "--corpus", copied, "--recipe", made.recipe, "--overwrite")
    m3w("verify", "--corpus", copied)
    assert shard_digests(copied, "demo") == shard_digests(made.corpus, "demo")
