"""Small pictures, records and shards, made on the spot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

from dom_parsing.records import RecordRef
from shards.fingerprint import Provenance
from shards.manifest import FileInfo, Manifest, PartInfo
from shards.sample import FORMAT
from shards.tar import INDEX, ShardWriter, scan
from training.data.chance import Luck
from training.data.shard_index import Sample

Members = Mapping[str, bytes]


def png(colour: tuple[int, int, int] = (200, 30, 60), size: tuple[int, int] = (40, 20)) -> bytes:
    """A picture of one colour."""
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def document(key: str, parts: Sequence[str | None]) -> dict[str, Any]:
    """The record of a document: texts, and None for an image."""
    elements: list[dict[str, Any]] = []
    images = 0
    for part in parts:
        if part is None:
            member = f"{images:03d}.png"
            declared = {"url": f"https://a.example/{images}", "alt": "", "title": "", "caption": ""}
            elements.append({"type": "image", "member": member, "sha256": "0" * 64, **declared})
            images += 1
        else:
            elements.append({"type": "text", "text": part})
    return {"format": FORMAT, "id": key, "elements": elements}


def sample_of(key: str, members: Iterable[str]) -> Sample:
    """A sample whose members lie nowhere."""
    return Sample(key, dict.fromkeys(members, RecordRef("nowhere", 0, 1)))


def luck(key: str = "a", seed: int = 0, epoch: int = 0) -> Luck:
    """Some luck."""
    return Luck(seed, epoch, key)


def write_shards(folder: Path, shards: Sequence[Mapping[str, Members]], dataset: str = "shards") -> str:
    """Write a finished dataset: for each shard its samples by key."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = []
    for number, samples in enumerate(shards):
        shard, index = folder / f"shard-{number}.tar", folder / f"index-{number}.parquet"
        with shard.open("wb") as stream:
            writer = ShardWriter(stream)
            for key, members in samples.items():
                writer.add(key, members)
            writer.close()
        with shard.open("rb") as stream:
            rows = list(scan(stream)) if samples else []
        pq.write_table(pa.Table.from_pylist(rows, INDEX), index)
        files = {kind: FileInfo(path.name, 0, "") for kind, path in (("shard", shard), ("index", index))}
        parts.append(PartInfo(str(number), files))
    Manifest(dataset, Provenance(dataset, {}, {}, ()), parts, [], {}).save(str(folder))
    return str(folder)
