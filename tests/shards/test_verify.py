from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dom_parsing.records import Document, Element, Image, Text
from shards import storage
from shards.dataset import Corpus, Dataset
from shards.fingerprint import Provenance
from shards.ledger import Ledger, Tally
from shards.manifest import FILE, DatasetError, Manifest
from shards.pairs import pair_members, pairs_of
from shards.parts import PartWriter, Place, describe, numbered
from shards.sample import Picture, kept_elements, members, picture_suffixes
from shards.tar import INDEX, ShardWriter, scan, tally_index
from shards.verify import problems_of, shard_problems

Samples = dict[str, dict[str, bytes]]
KEYS = [letter * 32 for letter in "abc"]


def sample(key: str, images: int) -> dict[str, bytes]:
    elements: list[Element] = [Text(f"Page {key[0]} writes <image> itself.")]
    payloads = [f"image {number} of {key[0]}".encode() for number in range(images)]
    for number in range(images):
        elements += [Image(f"https://a.example/{number}.jpg"), Text(f"After {number}.")]
    page = Document("p", key, "https://a.example/", "", "", None, "", "en", "", tuple(elements))
    pictures = {
        1 + 2 * number: Picture(1 + 2 * number, hashlib.sha256(payload).hexdigest(), "jpeg", 9, 9, "")
        for number, payload in enumerate(payloads)
    }
    found = members(page, kept_elements(page, pictures, frozenset()), pictures)
    return found | dict(zip(picture_suffixes(pictures).values(), payloads, strict=True))


def pair(key: str) -> dict[str, bytes]:
    picture = f"image of {key}".encode()
    element = {"type": "image", "member": "000.jpg", "caption": f"What {key[0]} shows", "alt": ""}
    record = {"id": key, "elements": [{**element, "sha256": hashlib.sha256(picture).hexdigest()}]}
    return pair_members(pairs_of(record)[0], picture)


def write_shards(
    root: str, samples: Samples, rows: Callable[[list[Any]], list[Any]] = list, kind: str = "shards"
) -> Dataset:
    """Write a cut of one shard as the job does; `rows` may tamper with the index."""
    dataset = Corpus(root).pairs("m3w") if kind == "pairs" else Corpus(root).shards("m3w")
    name = Place(dataset.folder, "f" * 16).part(numbered(0, 1))
    with PartWriter(name) as part:
        tar = part.file("shard", "tar")
        writer = ShardWriter(tar)
        for key, found in samples.items():
            writer.add(key, found)
        writer.close()
        tar.close()
        index = part.table("index", INDEX)
        with storage.open_to_read(part.written_at("shard")) as stream:
            for row in rows(list(scan(stream))):
                index.add(row)
        part.publish("index")
    info = describe(name, "index", tally_index)
    ledgers = [Ledger(unit, tally.total, tally) for unit, tally in info.tallies.items()]
    Manifest(kind, Provenance(kind, {}, {}, []), [info], ledgers, {}).save(dataset.folder)
    return dataset


@pytest.fixture
def samples() -> Samples:
    return {key: sample(key, images) for key, images in zip(KEYS, (2, 0, 3), strict=True)}


def edited_json(data: bytes, edit: Callable[[Any], None]) -> bytes:
    record = json.loads(data)
    edit(record)
    return json.dumps(record).encode()


def test_a_valid_shard_has_no_problems(root: str, samples: Samples) -> None:
    dataset = write_shards(root, samples)
    assert list(problems_of(dataset)) == []
    assert list(shard_problems(dataset)) == []
    assert list(shard_problems(write_shards(root + "-empty", {}))) == []


def test_a_dataset_that_is_not_there_has_none_either(root: str) -> None:
    assert list(problems_of(Corpus(root).documents)) == []
    assert list(shard_problems(Corpus(root).shards("m3w"))) == []


@pytest.mark.parametrize("suffix", ["tar", "parquet"])
@pytest.mark.parametrize("share", [0.0, 0.03, 0.1, 0.5, 0.9, 0.999])
def test_one_flipped_byte_is_found_wherever_it_is(root: str, samples: Samples, suffix: str, share: float) -> None:
    dataset = write_shards(root, samples)
    (name,) = [name for name in storage.names_in(dataset.folder) if name.endswith(suffix)]
    path = storage.join(dataset.folder, name)
    data = bytearray(storage.read_bytes(path))
    data[int(share * len(data))] ^= 0x55
    with storage.published(path) as stream:
        stream.write(data)
    (problem,) = problems_of(dataset)
    assert re.search(rf"{suffix} has SHA-256 [0-9a-f]{{64}}, its manifest says [0-9a-f]{{64}}$", problem)
    list(shard_problems(dataset))  # whatever it finds, it is no exception


def test_a_missing_file_is_found_and_the_rest_is_still_checked(root: str, samples: Samples) -> None:
    dataset = write_shards(root, samples)
    for name in storage.names_in(dataset.folder):
        if name != FILE:
            storage.remove([storage.join(dataset.folder, name)])
    assert [problem.endswith("is missing") for problem in problems_of(dataset)] == [True, True]
    (problem,) = shard_problems(dataset)
    assert "can't be read by its index" in problem


def test_a_file_cut_short_is_found(root: str, samples: Samples) -> None:
    dataset = write_shards(root, samples)
    path = storage.join(dataset.folder, next(n for n in storage.names_in(dataset.folder) if n.endswith("tar")))
    data = storage.read_bytes(path)
    with storage.published(path) as stream:
        stream.write(data[:3000])
    assert len(list(problems_of(dataset))) == 1
    assert any("would lie outside the tar" in problem for problem in shard_problems(dataset))


def test_a_ledger_that_does_not_add_up_is_found(root: str) -> None:
    dataset = Corpus(root).documents
    ledger = Ledger("records", 5, Tally(3, {"status": 1}))
    Manifest("documents", Provenance("x", {}, {}, []), [], [ledger], {}).save(dataset.generation_folder(1))
    (problem,) = problems_of(dataset)
    assert problem.endswith("5 records in, 4 accounted for")


def test_a_damaged_manifest_is_an_error(root: str, samples: Samples) -> None:
    dataset = write_shards(root, samples)
    with storage.published(storage.join(dataset.folder, FILE)) as stream:
        stream.write(b"{")
    with pytest.raises(DatasetError, match="damaged"):
        list(problems_of(dataset))


TEXTS = "json and txt can't be read at their offsets"
TAMPERED: dict[str, tuple[Callable[[dict[str, bytes]], None], str]] = {
    "an image dropped": (lambda s: _drop(s, "001.jpg"), "2 <image> tokens, 2 image elements, 1 image members"),
    "the json dropped": (lambda s: _drop(s, "json"), TEXTS),
    "the txt dropped": (lambda s: _drop(s, "txt"), TEXTS),
    "an image too many": (lambda s: s.update({"002.jpg": b"x"}), "2 image elements, 3 image members"),
    "two images swapped": (
        lambda s: s.update({"000.jpg": s["001.jpg"], "001.jpg": s["000.jpg"]}),
        r"a\.000\.jpg is not the image its json names",
    ),
    "a byte of an image": (lambda s: s.update({"001.jpg": b"x"}), r"001\.jpg is not the image its json names"),
    "a token too many": (lambda s: s.update(txt=b"<image>" + s["txt"]), "3 <image> tokens, 2 image elements"),
    "a token moved": (
        lambda s: s.update(txt=s["txt"].replace(b"<image>After 0.", b"After 0.<image>")),
        "its txt is not the sequence its json holds",
    ),
    "a word changed": (lambda s: s.update(txt=s["txt"].replace(b"After", b"Before")), "its txt is not the sequence"),
    "an escape lost": (lambda s: s.update(txt=s["txt"].replace(b"\\<image>", b"<image>")), "3 <image> tokens"),
    "json elements swapped with their digests": (
        lambda s: s.update(json=edited_json(s["json"], _swap_images)),
        "members are not in the order of the tokens",
    ),
    "another id": (
        lambda s: s.update(json=edited_json(s["json"], lambda r: r.update(id="z"))),
        "its json is that of z",
    ),
    "no elements": (lambda s: s.update(json=b'{"id": "x"}'), TEXTS),
    "json of a list": (lambda s: s.update(json=b"[]"), TEXTS),
    "json of nested lists": (lambda s: s.update(json=b"[" * 100_000), TEXTS),
    "an element of no type": (lambda s: s.update(json=b'{"id": "x", "elements": [1]}'), TEXTS),
    "no json": (lambda s: s.update(json=b"nonsense"), TEXTS),
    "no UTF-8": (lambda s: s.update(txt=b"\xff"), TEXTS),
    "nothing": (lambda s: s.update(json=b"", txt=b""), TEXTS),
}


def _drop(found: dict[str, bytes], member: str) -> None:
    del found[member]


def _swap_images(record: dict[str, Any]) -> None:
    elements = record["elements"]
    elements[1], elements[3] = elements[3], elements[1]


@pytest.mark.parametrize("what", TAMPERED)
def test_a_sample_that_was_tampered_with_is_found_and_named(root: str, samples: Samples, what: str) -> None:
    tamper, message = TAMPERED[what]
    tamper(samples[KEYS[0]])
    found = list(shard_problems(write_shards(root, samples)))
    assert any(re.search(message, problem) for problem in found), found
    assert all(f"tar: {KEYS[0]}" in problem for problem in found)


def changed(row: dict[str, Any], **change: Any) -> dict[str, Any]:
    return {**row, **change}


@pytest.mark.parametrize(
    ("tamper", "message"),
    [
        (lambda rows: [changed(rows[0], offset=rows[0]["offset"] + 1), *rows[1:]], r"is not the image|can't be read"),
        (lambda rows: [changed(rows[0], offset=-1), *rows[1:]], "would lie outside the tar"),
        (lambda rows: [changed(rows[0], size=-1), *rows[1:]], "would lie outside the tar"),
        (lambda rows: [changed(rows[0], size=2**62), *rows[1:]], "would lie outside the tar"),
        (lambda rows: [changed(rows[0], key=None), *rows[1:]], r"can't be read|lacks|image members"),
        (lambda rows: [changed(rows[0], offset=None), *rows[1:]], "can't be read"),
        (lambda rows: rows[1:], "image members"),
        (lambda rows: [rows[0], *rows], "is there more than once"),
        (lambda rows: [*rows[4:], *rows[:4]], f"{KEYS[0]} comes after {KEYS[2]}"),
        (lambda rows: [*rows[:4], *rows], f"{KEYS[0]} is there more than once|more than once"),
    ],
)
def test_an_index_that_was_tampered_with_is_found(
    root: str, samples: Samples, tamper: Callable[[list[Any]], list[Any]], message: str
) -> None:
    found = list(shard_problems(write_shards(root, samples, tamper)))
    assert any(re.search(message, problem) for problem in found), found


def test_an_index_of_other_columns_is_found(root: str, samples: Samples) -> None:
    dataset = write_shards(root, samples)
    file = BytesIO()
    pq.write_table(pa.table({"other": [1]}), file)
    (name,) = [name for name in storage.names_in(dataset.folder) if name.endswith("parquet")]
    with storage.published(storage.join(dataset.folder, name)) as stream:
        stream.write(file.getvalue())
    (problem,) = shard_problems(dataset)
    assert "can't be read by its index" in problem


def test_a_part_without_its_tar_is_found(root: str, samples: Samples) -> None:
    dataset = write_shards(root, samples)
    path = storage.join(dataset.folder, FILE)
    data = json.loads(storage.read_bytes(path))
    del data["parts"][0]["files"]["shard"]
    with storage.published(path) as stream:
        stream.write(json.dumps(data).encode())
    (problem,) = shard_problems(dataset)
    assert "part 00000-of-00001 lacks a tar or its index" in problem


@pytest.fixture
def pairs() -> Samples:
    return {f"{key}-000": pair(key) for key in KEYS}


def test_valid_pairs_have_no_problems(root: str, pairs: Samples) -> None:
    dataset = write_shards(root, pairs, kind="pairs")
    assert list(problems_of(dataset)) == []
    assert list(shard_problems(dataset)) == []


NO_JSON = "json can't be read at its offset"
TAMPERED_PAIRS: dict[str, tuple[Callable[[dict[str, bytes]], None], str]] = {
    "the image dropped": (lambda s: _drop(s, "jpg"), "0 image members, a pair has one"),
    "an image too many": (lambda s: s.update(png=s["jpg"]), "2 image members, a pair has one"),
    "a byte of the image": (lambda s: s.update(jpg=b"x"), r"-000\.jpg is not the image its json names"),
    "the json dropped": (lambda s: _drop(s, "json"), NO_JSON),
    "no json": (lambda s: s.update(json=b"nonsense"), NO_JSON),
    "json of a list": (lambda s: s.update(json=b"[]"), NO_JSON),
    "json of nested lists": (lambda s: s.update(json=b"[" * 100_000), NO_JSON),
    "no UTF-8": (lambda s: s.update(json=b"\xff"), NO_JSON),
    "another document": (
        lambda s: s.update(json=edited_json(s["json"], lambda r: r.update(document="z"))),
        "its json is that of an image of z",
    ),
    "no caption": (lambda s: s.update(json=edited_json(s["json"], lambda r: r.update(caption=""))), "the caption ''"),
    "another format": (
        lambda s: s.update(json=edited_json(s["json"], lambda r: r.update(format="m3w-sample/1"))),
        "its json is of format 'm3w-sample/1'",
    ),
}


@pytest.mark.parametrize("what", TAMPERED_PAIRS)
def test_a_pair_that_was_tampered_with_is_found_and_named(root: str, pairs: Samples, what: str) -> None:
    tamper, message = TAMPERED_PAIRS[what]
    tamper(pairs[f"{KEYS[0]}-000"])
    found = list(shard_problems(write_shards(root, pairs, kind="pairs")))
    assert any(re.search(message, problem) for problem in found), found
    assert all(f"tar: {KEYS[0]}-000" in problem for problem in found)


@pytest.mark.parametrize("column", ["offset", "size", "key"])
def test_an_index_of_pairs_that_was_tampered_with_is_found(root: str, pairs: Samples, column: str) -> None:
    value = {"offset": 0, "size": 3, "key": None}[column]
    dataset = write_shards(root, pairs, lambda rows: [changed(rows[0], **{column: value}), *rows[1:]], "pairs")
    assert list(shard_problems(dataset)) != []
