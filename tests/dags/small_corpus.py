"""A corpus made from pages that a test names, without a crawl."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from shards.dataset import Corpus, Dataset
from shards.parts import read_rows
from tests.dags.little_site import RECIPE, Answer
from tests.dags.running import CUT_JOBS, m3w
from tests.dags.warcs import Captured, write_archive


class SmallCorpus:
    """A corpus in a folder, with a recipe of its own."""

    def __init__(self, folder: Path, recipe: str = RECIPE) -> None:
        self.folder, self.root = folder, folder / "corpus"
        self.corpus = Corpus(str(self.root))
        self.recipe = self.write_recipe("little", recipe)

    def write_recipe(self, name: str, text: str = RECIPE) -> Path:
        """Write a recipe under another name."""
        path = self.folder / f"{name}.toml"
        path.write_text(text.replace('"little"', f'"{name}"'))
        return path

    def run(self, job: str, *arguments: object, recipe: Path | None = None) -> str:
        """Run a job; return what it prints."""
        return m3w(job, "--corpus", self.root, "--recipe", recipe or self.recipe, *arguments)

    def ask(self, question: str, *arguments: object) -> str:
        """Ask the corpus something; return what it prints."""
        return m3w(question, "--corpus", self.root, *arguments)

    def extract(self, pages: dict[str, Answer], name: str = "pages") -> None:
        """Make documents of pages given by URL."""
        archive = write_archive(self.folder / f"{name}.warc.gz", [Captured(url, each) for url, each in pages.items()])
        self.run("extract", "--warc", archive)

    def make_cut(self, jobs: Iterable[str] = CUT_JOBS, recipe: Path | None = None) -> None:
        """Run jobs of a cut."""
        for job in jobs:
            self.run(job, recipe=recipe)

    def rows(self, dataset: Dataset, kind: str) -> list[dict[str, Any]]:
        """Return all rows of one kind."""
        return [row for each in dataset.generations() for path in each.paths(kind) for row in read_rows(path)]

    def ids(self) -> dict[str, str]:
        """Return the id of each document by its URL."""
        return {row["url"]: row["id"] for row in self.rows(self.corpus.documents, "documents")}

    def fates(self, cut: str = "little") -> dict[str, tuple[str, str]]:
        """Return outcome and rule of each document by its URL, as the selection has them."""
        rows = self.rows(self.corpus.selection(cut), "decisions")
        decided = {row["subject"]: (row["outcome"], row["rule"]) for row in rows if row["element"] is None}
        return {url: decided[id] for url, id in self.ids().items()}
