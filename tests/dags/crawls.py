"""A crawl of the little site, and what came of it by path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shards.dataset import Corpus, Generation
from shards.parts import read_rows
from tests.dags.little_site import RECIPE, LittleSite
from tests.dags.running import m3w


class Crawl:
    """A crawl of the little site with a recipe of its own."""

    def __init__(self, site: LittleSite, folder: Path, *settings: str) -> None:
        self.site, self.root = site, folder / "corpus"
        self.recipe = folder / "recipe.toml"
        self.set(*settings)

    def set(self, *settings: str) -> None:
        """Write the recipe with these lines in its `[crawl]` section, in the place of its own of the same keys."""
        keys = {line.partition("=")[0].strip() for line in settings}
        head, section, rest = RECIPE.partition("[crawl]\n")
        own = [line for line in rest.splitlines() if line.partition("=")[0].strip() not in keys or not settings]
        self.recipe.write_text("\n".join([head + section.strip(), *settings, *own, ""]))

    def run(self, *arguments: object, seed: str | None = "") -> str:
        """Run the job; return what it prints."""
        seeds = [] if seed is None else ["--seeds", self.site.url + seed]
        return m3w("crawl", "--corpus", self.root, "--recipe", self.recipe, *seeds, *arguments)

    def captures(self) -> dict[str, dict[str, Any]]:
        """Return the last capture of each page by path."""
        return {self._path(row["url"]): row for row in self.rows("captures")}

    def rounds(self) -> list[list[str]]:
        """Return the paths that each round fetched, sorted."""
        return [sorted(self._path(row["url"]) for row in _rows(each, "captures")) for each in self.generations()]

    def frontier(self) -> dict[str, dict[str, Any]]:
        """Return the last frontier by path."""
        return {self._path(row["url"]): row for row in _rows(self.generations()[-1], "frontier")}

    def rows(self, kind: str) -> list[dict[str, Any]]:
        """Return all rows of the captures' tables of one kind."""
        return [row for each in self.generations() for row in _rows(each, kind)]

    def generations(self) -> list[Generation]:
        """Return the finished rounds."""
        return Corpus(str(self.root)).captures.generations()

    def _path(self, url: str) -> str:
        return url.removeprefix(self.site.url.rstrip("/"))


def _rows(generation: Generation, kind: str) -> list[dict[str, Any]]:
    return [row for path in generation.paths(kind) for row in read_rows(path)]
