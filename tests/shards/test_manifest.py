from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from shards import storage
from shards.fingerprint import Provenance
from shards.ledger import Ledger, Tally
from shards.manifest import FILE, FORMAT, DatasetError, FileInfo, Manifest, PartInfo, digest, load

MANIFEST = Manifest(
    dataset="documents",
    provenance=Provenance("extract", {"languages": ("en", "dé")}, {"m3w": "1"}, [["a.warc", 10]]),
    parts=[
        PartInfo("00000", {"documents": FileInfo("d-0", 10, "ab", 3), "warc": FileInfo("w-0", 20, "cd")}),
        PartInfo("00001", {"documents": FileInfo("d-1", 11, "ef", 0)}),
    ],
    ledgers=[Ledger("records", 4, Tally(3, {"status": 1}, {}))],
    totals={"documents": 3},
)


def save_as(root: str, data: object) -> None:
    with storage.published(storage.join(root, FILE)) as stream:
        stream.write(data if isinstance(data, bytes) else json.dumps(data).encode())


def test_a_manifest_comes_back_as_it_was(root: str) -> None:
    MANIFEST.save(root)
    back = load(root, "documents")
    assert back.to_json() == json.loads(json.dumps(MANIFEST.to_json()))
    assert digest(back) == digest(MANIFEST)
    assert back.provenance.fingerprint == MANIFEST.provenance.fingerprint
    assert list(back.parts) == list(MANIFEST.parts)
    assert list(back.ledgers) == list(MANIFEST.ledgers)
    assert storage.names_in(root) == [FILE]


def test_the_same_manifest_has_the_same_bytes(root: str) -> None:
    MANIFEST.save(root)
    first = storage.read_bytes(storage.join(root, FILE))
    load(root, "documents").save(root)
    assert storage.read_bytes(storage.join(root, FILE)) == first


def test_files_of_a_kind_come_in_the_order_of_their_parts() -> None:
    assert [file.name for file in MANIFEST.files("documents")] == ["d-0", "d-1"]
    assert [file.name for file in MANIFEST.files("warc")] == ["w-0"]
    assert MANIFEST.files("none") == []


def test_files_that_were_rolled_come_in_their_order() -> None:
    names = [f"warc{number or ''}" for number in (0, *range(2, 12))]
    files = {name: FileInfo(name, 1, "ab") for name in sorted([*names, "warcs", "war"])}
    manifest = replace(MANIFEST, parts=[PartInfo("00000", files)])
    assert [file.name for file in manifest.files("warc")] == names
    assert [file.name for file in manifest.files("war")] == ["war"]


@pytest.mark.parametrize(
    "changed",
    [
        replace(MANIFEST, totals={"documents": 4}),
        replace(MANIFEST, parts=MANIFEST.parts[:1]),
        replace(MANIFEST, provenance=replace(MANIFEST.provenance, inputs=[])),
    ],
)
def test_the_digest_is_that_of_everything(changed: Manifest) -> None:
    assert digest(changed) != digest(MANIFEST)


def test_a_missing_dataset_is_told_from_a_half_written_one(root: str) -> None:
    with pytest.raises(DatasetError, match="holds no finished documents; run the job that makes it first"):
        load(root, "documents")
    with storage.published(storage.join(root, "part.parquet")) as stream:
        stream.write(b"x")
    with pytest.raises(DatasetError, match="is half-written: the job that makes documents was stopped; run it again"):
        load(root, "documents")


@pytest.mark.parametrize("data", [b"", b'{"format": 1, "data', b"\xff\xfe\x00", b"[" * 100_000])
def test_damaged_json_is_named(root: str, data: bytes) -> None:
    save_as(root, data)
    with pytest.raises(DatasetError, match=rf"{FILE} is no JSON .* is damaged: build it again"):
        load(root, "documents")


@pytest.mark.parametrize(("data", "found"), [({"format": 2}, "2"), ({}, "None"), ([], "None"), ("text", "None")])
def test_another_format_is_refused_with_the_way_out(root: str, data: object, found: str) -> None:
    save_as(root, data)
    message = rf"has format {found}, this m3w reads format {FORMAT}; build the dataset again with --overwrite"
    with pytest.raises(DatasetError, match=message):
        load(root, "documents")


def test_another_dataset_is_refused(root: str) -> None:
    MANIFEST.save(root)
    with pytest.raises(DatasetError, match="describes 'documents', not 'images': is --corpus right"):
        load(root, "images")


@pytest.mark.parametrize("key", ["provenance", "parts", "ledgers", "totals"])
@pytest.mark.parametrize("instead", [None, "text", 7])
def test_a_manifest_of_the_wrong_shape_is_damaged(root: str, key: str, instead: object) -> None:
    data: dict[str, Any] = {**MANIFEST.to_json(), key: instead}
    save_as(root, data)
    with pytest.raises(DatasetError, match="build the dataset again"):
        load(root, "documents")
    del data[key]
    save_as(root, data)
    with pytest.raises(DatasetError, match="build the dataset again"):
        load(root, "documents")


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a/b", "..\\secret", "", "gs://bucket/x", ".", ".."])
def test_a_name_that_leads_out_of_the_folder_is_refused(root: str, name: str) -> None:
    data = MANIFEST.to_json()
    data["parts"][0]["files"]["documents"]["name"] = name
    save_as(root, data)
    with pytest.raises(DatasetError, match="no name of a file in the dataset's own folder"):
        load(root, "documents")
