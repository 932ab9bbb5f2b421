"""The manifest of a dataset: written last, and the only thing a reader trusts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from shards import storage
from shards.fingerprint import Provenance, canonical_json
from shards.ledger import Ledger, Tally

FORMAT = 1
FILE = "manifest.json"


class DatasetError(ValueError):
    """A dataset that can't be read as it is; the message says what to do."""


@dataclass(frozen=True, slots=True)
class FileInfo:
    """One file of a part: its name in the dataset's folder, bytes, SHA-256 and rows (None where it is no table)."""

    name: str
    size: int
    sha256: str
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class PartInfo:
    """One finished part: its files by kind, what was taken in for it, and how its rows ended, by unit."""

    label: str
    files: Mapping[str, FileInfo]
    taken: Mapping[str, int] = field(default_factory=dict)
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a finished generation holds.

    Attributes:
        dataset: `captures`, `documents`, `images`, `shortlist`, `selection`, `shards` or `pairs`.
        provenance: What it was made from.
        parts: Its parts, in order.
        ledgers: In = kept + dropped + failed, one a unit.
        totals: Sums over the parts that later jobs plan with.
    """

    dataset: str
    provenance: Provenance
    parts: Sequence[PartInfo]
    ledgers: Sequence[Ledger]
    totals: Mapping[str, int]

    def files(self, kind: str) -> list[FileInfo]:
        """Return the files of one kind, in the order of their parts; a part may have a `warc`, a `warc2`, ..."""
        return [file for part in self.parts for file in _of_kind(part.files, kind)]

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "format": FORMAT,
            "dataset": self.dataset,
            "fingerprint": self.provenance.fingerprint,
            "provenance": asdict(self.provenance),
            "ledgers": [ledger.to_json() for ledger in self.ledgers],
            "totals": dict(self.totals),
            "parts": [
                {"label": part.label, "files": {kind: asdict(file) for kind, file in sorted(part.files.items())}}
                for part in self.parts
            ],
        }

    def save(self, folder: str) -> None:
        """Publish the manifest: from now on the dataset is finished."""
        text = json.dumps(self.to_json(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        with storage.published(storage.join(folder, FILE)) as stream:
            stream.write(text.encode())


def load(folder: str, dataset: str) -> Manifest:
    """Read the manifest of a finished dataset.

    Raises:
        DatasetError: It is missing, half-written, damaged, of another kind or of another format.
    """
    path = storage.join(folder, FILE)
    if not storage.exists(path):
        raise DatasetError(_why_missing(folder, dataset))
    try:
        data = json.loads(storage.read_bytes(path))
    except (ValueError, RecursionError) as error:
        raise DatasetError(f"{path} is no JSON ({error}); the dataset is damaged: build it again") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        found = data.get("format") if isinstance(data, dict) else None
        raise DatasetError(
            f"{path} has format {found!r}, this m3w reads format {FORMAT}; "
            f"build the dataset again with --overwrite, or read it with the version of m3w that wrote it"
        )
    if data.get("dataset") != dataset:
        raise DatasetError(f"{path} describes {data.get('dataset')!r}, not {dataset!r}: is --corpus right?")
    try:
        return _from_json(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DatasetError(f"{path} lacks what format {FORMAT} has ({error!r}): build the dataset again") from error


def digest(manifest: Manifest) -> str:
    """Return the SHA-256 of a manifest: the input of whoever reads the dataset."""
    return hashlib.sha256(canonical_json(manifest.to_json()).encode()).hexdigest()


def _of_kind(files: Mapping[str, FileInfo], kind: str) -> list[FileInfo]:
    numbers = {name: name.removeprefix(kind) or "1" for name in files if name.startswith(kind)}
    found = sorted((int(number), name) for name, number in numbers.items() if number.isdecimal())
    return [files[name] for _, name in found]


def _why_missing(folder: str, dataset: str) -> str:
    if storage.names_in(folder):
        return f"{folder} is half-written: the job that makes {dataset} was stopped; run it again, it continues"
    return f"{folder} holds no finished {dataset}; run the job that makes it first"


def _from_json(data: Mapping[str, Any]) -> Manifest:
    return Manifest(
        dataset=data["dataset"],
        provenance=Provenance(**data["provenance"]),
        parts=[
            PartInfo(part["label"], {kind: _file_from_json(file) for kind, file in part["files"].items()})
            for part in data["parts"]
        ],
        ledgers=[Ledger.from_json(ledger) for ledger in data["ledgers"]],
        totals=dict(data["totals"]),
    )


def _file_from_json(data: Mapping[str, Any]) -> FileInfo:
    info = FileInfo(**data)
    if info.name in ("", ".", "..") or "/" in info.name or "\\" in info.name:
        raise ValueError(f"{info.name!r} is no name of a file in the dataset's own folder")
    return info
