"""Where the datasets of a corpus lie, and which of their generations are finished."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shards import manifest, storage
from shards.manifest import DatasetError, Manifest

PATTERN = re.compile(r"[*?[]")
CUT_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
GENERATION = "{:06d}"


@dataclass(frozen=True, slots=True)
class Generation:
    """One finished generation of a dataset: its folder and manifest."""

    folder: str
    manifest: Manifest

    def paths(self, kind: str) -> list[str]:
        """Return the full paths of its files of one kind."""
        return [storage.join(self.folder, file.name) for file in self.manifest.files(kind)]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset: `captures`, `documents`, `images` and `scores` grow by generations, those of a cut have exactly one.

    Attributes:
        folder: Where it lies.
        kind: What its manifests call it.
        grows: Whether it has generations, in folders 000001, 000002, ...
    """

    folder: str
    kind: str
    grows: bool

    def generation_folder(self, number: int) -> str:
        """Return the folder of a generation, counted from 1."""
        return storage.join(self.folder, GENERATION.format(number)) if self.grows else self.folder

    def generations(self) -> list[Generation]:
        """Return the finished generations in order; none where nothing is finished.

        Raises:
            DatasetError: A manifest is damaged or of another format.
        """
        return list(self._finished())

    def require(self) -> list[Generation]:
        """Return the finished generations, at least one.

        Raises:
            DatasetError: There is none: missing or half-written.
        """
        found = self.generations()
        if not found:
            manifest.load(self.generation_folder(1), self.kind)
            raise DatasetError(f"{self.folder} holds no finished {self.kind}; run the job that makes it first")
        return found

    def _finished(self) -> Iterator[Generation]:
        number = 1
        while storage.exists(storage.join(self.generation_folder(number), manifest.FILE)):
            folder = self.generation_folder(number)
            yield Generation(folder, manifest.load(folder, self.kind))
            if not self.grows:
                return
            number += 1


@dataclass(frozen=True, slots=True)
class Corpus:
    """The datasets below one root, a local path or a URL.

    Raises:
        ValueError: Beam would read the root as a pattern, which it has no way to quote.
    """

    root: str

    def __post_init__(self) -> None:
        found = PATTERN.search(self.root)
        if found:
            raise ValueError(
                f"--corpus {self.root!r} has a {found[0]!r} in it, which Beam reads as a pattern: "
                f"choose a folder without '*', '?' and '[' in its path"
            )

    @property
    def captures(self) -> Dataset:
        """What was crawled."""
        return Dataset(storage.join(self.root, "captures"), "captures", grows=True)

    @property
    def documents(self) -> Dataset:
        """What pages say and show."""
        return Dataset(storage.join(self.root, "documents"), "documents", grows=True)

    @property
    def images(self) -> Dataset:
        """What image URLs turned out to be."""
        return Dataset(storage.join(self.root, "images"), "images", grows=True)

    @property
    def scores(self) -> Dataset:
        """What models say of pictures and documents."""
        return Dataset(storage.join(self.root, "scores"), "scores", grows=True)

    def shortlist(self, cut: str) -> Dataset:
        """What text rules left, of one cut."""
        return self._of_cut(cut, "shortlist")

    def selection(self, cut: str) -> Dataset:
        """Every final Decision, of one cut."""
        return self._of_cut(cut, "selection")

    def shards(self, cut: str) -> Dataset:
        """The tars, of one cut."""
        return self._of_cut(cut, "shards")

    def pairs(self, cut: str) -> Dataset:
        """The image-text pairs out of the tars, of one cut."""
        return self._of_cut(cut, "pairs")

    def resolve(self, path: str) -> str:
        """Return the full path of a file that a RecordRef names: relative to the root unless it stands alone."""
        return path if path.startswith("/") or "://" in path else storage.join(self.root, *path.split("/"))

    def relative(self, path: str) -> str:
        """Return what a RecordRef calls a file: the path below the root for the corpus' own, else the full path."""
        root = self.root.rstrip("/") + "/"
        return path.removeprefix(root)

    def cut_folder(self, cut: str) -> str:
        """Return the folder of a cut.

        Raises:
            ValueError: The name could not be a folder's everywhere.
        """
        if not CUT_NAME.fullmatch(cut):
            raise ValueError(f"--cut {cut!r} is no name for a cut: use a-z, 0-9, '.', '_' and '-', 64 at most")
        return storage.join(self.root, "cuts", cut)

    def _of_cut(self, cut: str, kind: str) -> Dataset:
        return Dataset(storage.join(self.cut_folder(cut), kind), kind, grows=False)
