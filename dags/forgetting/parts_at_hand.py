"""Every part of the datasets that grow, those of unfinished generations too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dags.crawling.crawl_part import HEAD as CAPTURES_KIND
from dags.crawling.frontier_parts import FRONTIER_KIND
from dags.extraction.extract import HEAD as RECORDS_KIND
from dags.imaging.images import HEAD as IMAGES_KIND
from dags.scoring.known import HEAD as SCORES_KIND
from shards import manifest, storage
from shards.dataset import Corpus, Dataset
from shards.parts import PartName, read_record

HEADS = {
    "captures": (CAPTURES_KIND, FRONTIER_KIND),
    "documents": (RECORDS_KIND,),
    "images": (IMAGES_KIND,),
    "scores": (SCORES_KIND,),
}
"""Kinds of the heads of parts, by dataset."""


@dataclass(frozen=True, slots=True)
class Part:
    """A published part: where it lies, and the kind of its head."""

    name: PartName
    head: str

    @property
    def path(self) -> str:
        """Path of its head."""
        return self.name.path(self.head)

    def companions(self, kind: str) -> list[str]:
        """Return the paths of its companions of one kind, such as `warc`, `warc2`, ..."""
        named = read_record(self.name, self.head).companions
        pattern = re.compile(rf"{kind}\d*")
        return [storage.join(self.name.folder, info.name) for key, info in named.items() if pattern.fullmatch(key)]


def growing(corpus: Corpus) -> tuple[Dataset, ...]:
    """Return the datasets that grow by generations, those first that later ones follow from."""
    return corpus.captures, corpus.documents, corpus.images, corpus.scores


def folders_of(dataset: Dataset) -> list[str]:
    """Return the folders of the finished generations of a dataset, then that of the one that is not."""
    number = len(dataset.generations()) + 1
    return [dataset.generation_folder(each) for each in range(1, number + 1)]


def parts_of(dataset: Dataset) -> Iterator[Part]:
    """Yield the parts of a dataset, in order."""
    for folder in folders_of(dataset):
        names = storage.names_in(folder)
        for head in HEADS[dataset.kind]:
            pattern = re.compile(rf"{head}-(.+)\.([0-9a-f]{{16}})\.parquet")
            found = filter(None, map(pattern.fullmatch, names))
            yield from (Part(PartName(folder, each[2], each[1]), head) for each in found)


def is_finished(folder: str) -> bool:
    """Return whether the generation in a folder is finished."""
    return storage.exists(storage.join(folder, manifest.FILE))
