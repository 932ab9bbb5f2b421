"""Reads rows of image facts as every job has to: without what is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dags.tombstones import load_tombstones
from ingest.records import ImageFacts
from ingest.tables import image_from_row, without_forgotten


@dataclass(frozen=True, slots=True)
class ImageReader:
    """Row of images -> ImageFacts.

    Attributes:
        tombstones: Paths of the corpus' tombstones.
    """

    tombstones: tuple[str, ...] = ()

    def __call__(self, row: Mapping[str, Any]) -> ImageFacts:
        """Read one row."""
        return without_forgotten(image_from_row(row), load_tombstones(self.tombstones))
