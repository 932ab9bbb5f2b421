"""Checks a corpus against its manifests: sizes, checksums, index offsets, tokens, images and captions."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, BinaryIO

import pyarrow as pa

from dom_parsing.records import Element, Image, Text
from dom_parsing.sequence import IMAGE, Mark, parse, stretches
from shards import storage
from shards.dataset import Dataset, Generation
from shards.indexed import INDEX_KIND, SHARD_KIND
from shards.manifest import FileInfo
from shards.pairs import DATASET as PAIRS
from shards.pairs import FORMAT as PAIR_FORMAT
from shards.parts import read_rows

CHUNK = 1 << 20
UNREADABLE = (OSError, EOFError, ValueError, KeyError, TypeError, pa.ArrowException)
"""What a missing, cut or damaged file can raise on its way through storage, Parquet and Arrow."""
SampleCheck = Callable[[str, str, dict[str, bytes]], Iterator[str]]
"""Yields what is wrong with a sample, given where it is, its key, and its members by suffix."""


def problems_of(dataset: Dataset) -> Iterator[str]:
    """Yield what is wrong with the finished generations of a dataset.

    Raises:
        DatasetError: A manifest itself can't be read.
    """
    for generation in dataset.generations():
        for part in generation.manifest.parts:
            for file in part.files.values():
                yield from _file_problems(generation, file)
        for ledger in generation.manifest.ledgers:
            if ledger.taken != ledger.tally.total:
                yield f"{generation.folder}: {ledger.taken} {ledger.unit} in, {ledger.tally.total} accounted for"


def _file_problems(generation: Generation, file: FileInfo) -> Iterator[str]:
    path = storage.join(generation.folder, file.name)
    if not storage.exists(path):
        yield f"{path} is missing"
        return
    sha256 = hashlib.sha256()
    with storage.open_to_read(path) as stream:
        while data := stream.read(CHUNK):
            sha256.update(data)
    if sha256.hexdigest() != file.sha256:
        yield f"{path} has SHA-256 {sha256.hexdigest()}, its manifest says {file.sha256}"


def shard_problems(shards: Dataset) -> Iterator[str]:
    """Yield what is wrong within the tars of a cut, its shards or its pairs: read by their index alone.

    Raises:
        DatasetError: A manifest itself can't be read.
    """
    for generation in shards.generations():
        for part in generation.manifest.parts:
            names = [part.files[kind].name for kind in (SHARD_KIND, INDEX_KIND) if kind in part.files]
            if len(names) == 2:
                tar, index = (storage.join(generation.folder, name) for name in names)
                yield from _tar_problems(tar, index, SAMPLE_CHECKS[shards.kind])
            else:
                yield f"{generation.folder}: part {part.label} lacks a tar or its index in the manifest"


def _tar_problems(tar: str, index: str, check: SampleCheck) -> Iterator[str]:
    previous = ""
    try:
        size = storage.size_of(tar)
        with storage.open_to_read(tar) as stream:
            for key, rows in groupby(read_rows(index), key=lambda row: str(row["key"])):
                if key < previous:
                    yield f"{tar}: {key} comes after {previous}"
                previous = key
                yield from _sample_problems(stream, size, f"{tar}: {key}", list(rows), check)
    except UNREADABLE as error:
        yield f"{tar} can't be read by its index: {error!r}"


@dataclass(frozen=True, slots=True)
class _Said:
    """What the two text members of a sample say of it."""

    id: str
    elements: list[Element]
    sequence: list[str | Mark]
    images: list[tuple[str, str]]


def _sample_problems(
    stream: BinaryIO, size: int, where: str, rows: list[dict[str, Any]], check: SampleCheck
) -> Iterator[str]:
    outside = [row["member"] for row in rows if not 0 <= row["offset"] <= row["offset"] + row["size"] <= size]
    if outside:
        yield f"{where}: {', '.join(outside)} would lie outside the tar"
        return
    twice = [name for name, number in Counter(row["member"] for row in rows).items() if number > 1]
    if twice:
        yield f"{where}: {', '.join(twice)} is there more than once"
    data = {row["member"]: _read(stream, row["offset"], row["size"]) for row in rows}
    yield from check(where, str(rows[0]["key"]), data)


def _document_problems(where: str, key: str, data: dict[str, bytes]) -> Iterator[str]:
    try:
        said = _read_texts(data.pop("json"), data.pop("txt"))
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        yield f"{where}: json and txt can't be read at their offsets ({error!r})"
        return
    if said.id != key:
        yield f"{where}: its json is that of {said.id}"
    if said.sequence != stretches(said.elements):
        yield f"{where}: its txt is not the sequence its json holds"
    yield from _image_problems(where, said, data)


def _pair_problems(where: str, key: str, data: dict[str, bytes]) -> Iterator[str]:
    try:
        record = json.loads(data.pop("json"))
        form, document, caption, sha256 = (record[name] for name in ("format", "document", "caption", "sha256"))
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        yield f"{where}: json can't be read at its offset ({error!r})"
        return
    if key.rpartition("-")[0] != document:
        yield f"{where}: its json is that of an image of {document}"
    if form != PAIR_FORMAT or not caption:
        yield f"{where}: its json is of format {form!r} with the caption {caption!r}"
    if len(data) != 1:
        yield f"{where}: {len(data)} image members, a pair has one"
    for member, picture in data.items():
        if hashlib.sha256(picture).hexdigest() != sha256:
            yield f"{where}.{member} is not the image its json names"


def _read_texts(json_bytes: bytes, txt: bytes) -> _Said:
    record = json.loads(json_bytes)
    images = [element for element in record["elements"] if element["type"] == "image"]
    return _Said(
        id=record["id"],
        elements=[Image("") if each["type"] == "image" else Text(each["text"]) for each in record["elements"]],
        sequence=parse(txt.decode().removesuffix("\n")),
        images=[(image["member"], image["sha256"]) for image in images],
    )


def _image_problems(where: str, said: _Said, data: dict[str, bytes]) -> Iterator[str]:
    tokens = said.sequence.count(IMAGE)
    if not tokens == len(said.images) == len(data):
        yield f"{where}: {tokens} <image> tokens, {len(said.images)} image elements, {len(data)} image members"
    for member, sha256 in said.images:
        if hashlib.sha256(data.get(member, b"")).hexdigest() != sha256:
            yield f"{where}.{member} is not the image its json names"
    if [member for member, _ in said.images] != sorted(data):
        yield f"{where}: members are not in the order of the tokens"


def _read(stream: BinaryIO, offset: int, size: int) -> bytes:
    stream.seek(offset)
    return bytes(stream.read(size))


SAMPLE_CHECKS: dict[str, SampleCheck] = {"shards": _document_problems, PAIRS: _pair_problems}
"""How samples are checked, by the kind of their dataset."""
