"""Fingerprints: what a dataset was made from, in sixteen hex digits."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any
from unicodedata import unidata_version


def canonical_json(value: object) -> str:
    """Return JSON with sorted keys and no spare spaces: equal values give equal text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def versions_of(*packages: str) -> dict[str, str]:
    """Return the versions of m3w, of the libraries that shape a job's bytes, and of Python's Unicode tables."""
    return {"unicode": unidata_version, **{package: version(package) for package in ("m3w", *packages)}}


@dataclass(frozen=True, slots=True)
class Provenance:
    """What one generation of a dataset is made from.

    Attributes:
        job: The job that makes it.
        settings: The part of the resolved recipe that the job reads.
        versions: Code and libraries that its bytes depend on.
        inputs: What it reads: the manifests' digests, archives with their sizes, seeds.
    """

    job: str
    settings: Mapping[str, Any]
    versions: Mapping[str, str]
    inputs: Sequence[Any]

    @property
    def fingerprint(self) -> str:
        """64 bits of SHA-256 over everything above."""
        return digest_of(self.job, self.settings, self.versions, list(self.inputs))

    @property
    def method(self) -> str:
        """The fingerprint without inputs: equal in all generations that may stand side by side."""
        return digest_of(self.job, self.settings, self.versions)


def digest_of(*values: object) -> str:
    """Return 64 bits of the SHA-256 of plain values, as sixteen hex digits."""
    return hashlib.sha256(canonical_json(values).encode()).hexdigest()[:16]
