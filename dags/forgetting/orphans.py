"""Scores of what is not in the corpus any more: a score names a document or the bytes of a picture, and no URL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from dags.extraction.extract import DOCUMENTS_KIND
from dags.forgetting.columns import require_known
from dags.forgetting.parts_at_hand import Part, parts_of
from dags.scoring.known import HEAD, UNIT
from filters.models.scores import SCORES
from ingest.records import KEPT
from shards.dataset import Corpus
from shards.parts import PartWriter, describe, read_rows, tally_outcomes

Subject = tuple[str, int | None]
"""Id of a document or SHA-256 of a picture, and the index of an image within the document."""


def orphans_in(corpus: Corpus) -> frozenset[Subject]:
    """Return what there are scores of and that is gone: documents, images within them, pictures that no URL has."""
    subjects = {_subject(row) for part in parts_of(corpus.scores) for row in read_rows(part.path, _COLUMNS)}
    if subjects:
        subjects.difference_update(_at_hand(corpus))
    return frozenset(subjects)


@dataclass(frozen=True, slots=True)
class Sifter:
    """Rewrites parts of scores.

    Attributes:
        orphans: What there must be no score of.
    """

    orphans: frozenset[Subject]

    def rewrite(self, part: Part) -> dict[str, Any]:
        """Rewrite a part where it holds orphans; return it as plain values."""
        rows = list(read_rows(part.path))
        kept = [row for row in rows if _subject(row) not in self.orphans]
        changed = len(kept) < len(rows)
        if changed:
            _write(part, kept)
        info = describe(part.name, part.head, tally_outcomes(UNIT))
        return {"folder": part.name.folder, "part": asdict(info), "filled": 0, "rewritten": changed}


def _write(part: Part, rows: list[dict[str, Any]]) -> None:
    require_known(part.path, SCORES)
    with PartWriter(part.name) as writer:
        writer.taken[UNIT] = len(rows)
        table = writer.table(HEAD, SCORES)
        for row in rows:
            table.add(row)
        writer.publish(HEAD)


_COLUMNS = ("subject", "element")


def _subject(row: dict[str, Any]) -> Subject:
    return row["subject"], row["element"]


def _at_hand(corpus: Corpus) -> Iterator[Subject]:
    """Yield all that may have scores: of an image within a document only while its picture is there."""
    pictures: set[str] = set()
    for part in parts_of(corpus.images):
        for row in read_rows(part.path, ("url", "outcome", "sha256")):
            if row["outcome"] == KEPT:
                pictures.add(row["url"])
                yield row["sha256"], None
    for part in parts_of(corpus.documents):
        for path in part.companions(DOCUMENTS_KIND):
            for row in read_rows(path, ("id", "elements.list.element.image.url")):
                yield row["id"], None
                images = ((index, element["image"]) for index, element in enumerate(row["elements"]))
                yield from ((row["id"], index) for index, image in images if image and image["url"] in pictures)
