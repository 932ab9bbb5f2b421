"""Times `m3w whatif` on a corpus of a million documents, made here without a crawl.

python -m benchmarks.whatif [--documents 1000000] [--folder DIR]

The bar: rules on documents and images are answered within 5 seconds. The command runs in a process of its own: its
start and the reading of columns are included, from files that the operating system may have in memory.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dags.recipe import load_recipe, rules_of
from dags.tables import DOCUMENTS, IMAGES
from filters.tables import CANDIDATES
from shards.dataset import Corpus
from shards.fingerprint import Provenance, canonical_json
from shards.manifest import FileInfo, Manifest, PartInfo, digest

ROWS = 20_000
IMAGES_A_DOCUMENT = 4
TEXTS = 6
QUESTIONS = (
    ["document.words.min=100"],
    ["image.shorter_side.min=150"],
    ["document.mean_word_length.max=6", "image.aspect_ratio.max=2", "document.images.min=2"],
)


def main() -> None:
    """Make the corpus, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--folder")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        root = Path(said.folder or made)
        if not (root / "cuts").exists():
            make(Corpus(str(root)), said.documents)
        for changes in QUESTIONS:
            ask(root, changes)


def ask(root: Path, changes: list[str]) -> None:
    """Ask once and print how long it took."""
    options = [word for change in changes for word in ("--set", change)]
    before = time.perf_counter()
    command = [sys.executable, "-m", "dags", "whatif", "--corpus", str(root), "--cut", "m3w", *options]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds = time.perf_counter() - before
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    print(f"{seconds:6.2f} s  {memory:5.1f} GB  {' '.join(changes)}")
    print("\n".join(output.splitlines()[:6]))


def make(corpus: Corpus, number: int) -> None:
    """Write documents, a shortlist and images as the jobs would."""
    chance = np.random.default_rng(0)
    ids = np.char.zfill(np.char.mod("%x", np.arange(number, dtype=np.int64) * 2654435761 % (1 << 31)), 8)
    ids = np.char.add(ids, "0" * 24)
    folder = corpus.documents.generation_folder(1)
    parts = [
        _write(
            folder, f"documents-{start // ROWS:05d}", "documents", _documents(ids[start : start + ROWS], start, chance)
        )
        for start in range(0, number, ROWS)
    ]
    documents = _publish(folder, "documents", {}, parts)
    twins = np.where(chance.random(number) < 0.3, np.arange(number) // 3 * 3, np.arange(number))
    folder = corpus.shortlist("m3w").folder
    parts = [
        _write(folder, f"candidates-{start // ROWS:05d}", "candidates", _candidates(ids, twins, start))
        for start in range(0, number, ROWS)
    ]
    settings = {**rules_of(load_recipe("m3w")), "rows_per_part": ROWS}
    _publish(folder, "shortlist", settings, parts, [digest(documents)])
    folder = corpus.images.generation_folder(1)
    number = number * IMAGES_A_DOCUMENT * 3 // 4
    parts = [
        _write(folder, f"images-{start // ROWS:05d}", "images", _images(min(ROWS, number - start), start, chance))
        for start in range(0, number, ROWS)
    ]
    _publish(folder, "images", {}, parts)
    (Path(corpus.cut_folder("m3w")) / "images.json").write_text(canonical_json({"generations": 1, "made_from": ""}))


def _write(folder: str, name: str, kind: str, table: pa.Table) -> PartInfo:
    path = Path(folder) / f"{name}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd", row_group_size=10_000)
    return PartInfo(name, {kind: FileInfo(path.name, path.stat().st_size, "", table.num_rows)})


def _publish(
    folder: str, dataset: str, settings: dict[str, object], parts: list[PartInfo], inputs: list[str] | None = None
) -> Manifest:
    manifest = Manifest(dataset, Provenance(dataset, settings, {}, inputs or []), parts, [], {})
    manifest.save(folder)
    return manifest


def _table(schema: pa.Schema, columns: dict[str, object], number: int) -> pa.Table:
    arrays = [columns[field.name] if field.name in columns else pa.nulls(number, field.type) for field in schema]
    return pa.table(arrays, schema=pa.schema([pa.field(each.name, each.type) for each in schema]))


def _struct(kind: pa.StructType, columns: dict[str, object], number: int) -> pa.StructArray:
    fields = [kind.field(index) for index in range(kind.num_fields)]
    arrays = [
        pa.array(columns[each.name], each.type) if each.name in columns else pa.nulls(number, each.type)
        for each in fields
    ]
    return pa.StructArray.from_arrays(arrays, fields=fields)


def _documents(ids: np.ndarray, start: int, chance: np.random.Generator) -> pa.Table:
    number = len(ids)
    signals = DOCUMENTS.field("signals").type
    words = chance.lognormal(5.5, 1, number).astype(int)
    values = {each.name: chance.random(number) for each in signals if each.type == pa.float64()}
    values |= {each.name: words for each in signals if each.type == pa.int64()}
    values |= {"mean_word_length": chance.normal(5, 1, number), "alphabetic_words": chance.uniform(0.7, 1, number)}
    values |= {"characters": words * 6, "images": np.full(number, IMAGES_A_DOCUMENT)}
    values |= {"language": np.where(chance.random(number) < 0.8, "en", "de"), "language_score": np.full(number, 0.9)}
    small = {
        name: np.zeros(number) for name in values if name.endswith("ratio") or "gram" in name or "duplicate" in name
    }
    columns: dict[str, object] = {
        "id": pa.array(ids),
        "page": pa.array(ids),
        "url": pa.array(np.char.add("https://www.example.org/page/", ids)),
        "fetched_at": pa.array(["2026-11-21T00:00:00Z"] * number),
        "elements": _elements(number, start, chance),
        "signals": _struct(signals, values | small, number),
    }
    return _table(DOCUMENTS, columns, number)


def _elements(number: int, start: int, chance: np.random.Generator) -> pa.ListArray:
    kind = DOCUMENTS.field("elements").type.value_type
    each = TEXTS + IMAGES_A_DOCUMENT
    total = number * each
    is_image = np.arange(total) % each >= TEXTS
    texts = pa.array(np.where(is_image, None, "a few words of a paragraph that nobody reads " * 4))
    urls = _urls(np.where(is_image, _places(total, start * each, chance), 0))
    image = kind.field("image").type
    fields = [image.field(index) for index in range(image.num_fields)]
    arrays = [urls if field.name == "url" else pa.nulls(total, field.type) for field in fields]
    pictures = pa.StructArray.from_arrays(arrays, fields=fields, mask=pa.array(~is_image))
    order = [texts if kind.field(index).name == "text" else pictures for index in range(kind.num_fields)]
    fields = [kind.field(index) for index in range(kind.num_fields)]
    return pa.ListArray.from_arrays(
        np.arange(0, total + 1, each, dtype=np.int32), pa.StructArray.from_arrays(order, fields=fields)
    )


def _places(total: int, start: int, chance: np.random.Generator) -> np.ndarray:
    """Return which image each element shows: most their own, some one of a few that many show."""
    place = np.arange(total, dtype=np.int64) + start
    each = TEXTS + IMAGES_A_DOCUMENT
    own = place // each * IMAGES_A_DOCUMENT + np.maximum(place % each - TEXTS, 0)
    return np.where(chance.random(total) < 0.05, chance.integers(0, 1000, total), own)


def _urls(numbers: np.ndarray) -> pa.Array:
    return pa.array(np.char.add("https://cdn.example.org/media/2026/picture-", np.char.mod("%09d", numbers)))


def _candidates(ids: np.ndarray, twins: np.ndarray, start: int) -> pa.Table:
    own, first = ids[start : start + ROWS], ids[twins[start : start + ROWS]]
    columns = {"id": pa.array(own), "page": pa.array(own), "text": pa.array(first), "component": pa.array(first)}
    return _table(CANDIDATES, columns, len(own))


def _images(number: int, start: int, chance: np.random.Generator) -> pa.Table:
    signals = IMAGES.field("signals").type
    sides = chance.integers(20, 1200, number)
    values = {"shorter_side": sides, "longer_side": sides * 2, "aspect_ratio": chance.uniform(1, 4, number)}
    values |= {
        "single_colour": chance.random(number),
        "entropy": chance.uniform(0, 8, number),
        "frames": np.ones(number),
    }
    columns: dict[str, object] = {
        "url": _urls(np.arange(start, start + number)),
        "outcome": pa.array(np.where(chance.random(number) < 0.8, "kept", "failed")),
        "turn": pa.array(np.zeros(number, dtype=np.int32)),
        "sha256": pa.array(np.char.zfill(np.char.mod("%x", np.arange(start, start + number)), 64)),
        "signals": _struct(signals, values, number),
    }
    return _table(IMAGES, columns, number)


if __name__ == "__main__":
    main()
