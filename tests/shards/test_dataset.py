from __future__ import annotations

import pytest

from shards import storage
from shards.dataset import Corpus, Dataset
from shards.fingerprint import Provenance
from shards.manifest import FILE, DatasetError, FileInfo, Manifest, PartInfo


def finish(folder: str, kind: str, name: str = "part.parquet") -> None:
    part = PartInfo("0", {"table": FileInfo(name, 1, "ab")})
    Manifest(kind, Provenance("job", {}, {}, []), [part], [], {}).save(folder)


def test_generations_are_counted_from_one_in_order(root: str) -> None:
    documents = Corpus(root).documents
    assert documents.generations() == []
    for number in (1, 2, 3):
        finish(documents.generation_folder(number), "documents", f"part-{number}")
    found = documents.generations()
    assert [generation.folder.rsplit("/", 1)[1] for generation in found] == ["000001", "000002", "000003"]
    assert [path for generation in found for path in generation.paths("table")] == [
        storage.join(documents.generation_folder(number), f"part-{number}") for number in (1, 2, 3)
    ]
    assert found == documents.require()


def test_what_lies_behind_an_unfinished_generation_is_not_seen(root: str) -> None:
    images = Corpus(root).images
    for number in (1, 3):
        finish(images.generation_folder(number), "images")
    assert len(images.generations()) == 1


def test_a_dataset_of_a_cut_has_one_generation(root: str) -> None:
    shards = Corpus(root).shards("m3w")
    assert shards.generation_folder(1) == shards.folder == storage.join(root, "cuts", "m3w", "shards")
    finish(shards.folder, "shards")
    assert len(shards.generations()) == 1


def test_what_is_required_and_missing_is_named_with_the_remedy(root: str) -> None:
    captures = Corpus(root).captures
    with pytest.raises(DatasetError, match=r"captures.000001 holds no finished captures; run the job"):
        captures.require()
    with storage.published(storage.join(captures.generation_folder(1), "part")) as stream:
        stream.write(b"x")
    with pytest.raises(DatasetError, match="half-written"):
        captures.require()


def test_a_damaged_manifest_hides_nothing(root: str) -> None:
    captures = Corpus(root).captures
    finish(captures.generation_folder(1), "captures")
    with storage.published(storage.join(captures.generation_folder(2), FILE)) as stream:
        stream.write(b"{")
    with pytest.raises(DatasetError, match="damaged"):
        captures.generations()


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "/etc", "a\\b", "A", "-a", "a b", "a\n", "é", "a" * 65, ".a", "a\0"]
)
def test_a_name_that_could_lead_elsewhere_is_no_cut(name: str) -> None:
    corpus = Corpus("corpus")
    for of_cut in (corpus.shortlist, corpus.selection, corpus.shards, corpus.pairs, corpus.cut_folder):
        with pytest.raises(ValueError, match="is no name for a cut"):
            of_cut(name)


@pytest.mark.parametrize("name", ["m3w", "m3w.v2", "0-a_b", "a" * 64])
def test_plain_names_are_cuts(name: str) -> None:
    assert Corpus("corpus").cut_folder(name) == f"corpus/cuts/{name}"


@pytest.mark.parametrize("root", ["corpus", "/data/corpus", "/data/corpus/", "flat://bucket/corpus"])
def test_files_of_the_corpus_are_called_by_their_path_below_it(root: str) -> None:
    corpus = Corpus(root)
    full = corpus.resolve("captures/000001/a.warc.gz")
    assert full == root.rstrip("/") + "/captures/000001/a.warc.gz"
    assert corpus.relative(full) == "captures/000001/a.warc.gz"


@pytest.mark.parametrize("path", ["/archives/a.warc.gz", "https://data.example/a.warc.gz", "/data/corpus-b/a.warc"])
def test_other_files_are_called_by_their_full_path(path: str) -> None:
    corpus = Corpus("/data/corpus")
    assert corpus.relative(path) == path
    assert corpus.resolve(path) == path


@pytest.mark.parametrize("root", ["a*", "data[1]/corpus", "what?"])
def test_a_root_that_beam_would_read_as_a_pattern_is_refused(root: str) -> None:
    with pytest.raises(ValueError, match=r"--corpus .* choose a folder without"):
        Corpus(root)


def test_the_datasets_have_folders_and_kinds_of_their_own() -> None:
    corpus = Corpus("c")
    every: list[Dataset] = [
        corpus.captures,
        corpus.documents,
        corpus.images,
        corpus.shortlist("x"),
        corpus.selection("x"),
        corpus.shards("x"),
        corpus.pairs("x"),
    ]
    assert len({dataset.folder for dataset in every}) == 7
    assert [dataset.grows for dataset in every] == [True, True, True, False, False, False, False]
    assert all(dataset.folder.endswith(dataset.kind) for dataset in every)
