"""One corpus of the example site, made once a test process; tests that change it copy it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from examples.site.build import build
from examples.site.serve import Site, serving
from tests.dags.running import ROOT, Forks, m3w, make_cut

SMALL_PARTS = """
[shards]
target_bytes = 200_000
rows_per_part = 10
"""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished corpus of the example site.

    Attributes:
        corpus: Its folder.
        recipe: The demo's recipe, with parts small enough that there are several.
        site: The running site.
        folder: The site's files.
    """

    corpus: Path
    recipe: Path
    site: Site
    folder: Path


def small_recipe(path: Path, name: str = "demo") -> Path:
    """Write the demo's recipe with small parts."""
    text = (ROOT / "examples" / f"{name}.toml").read_text()
    head = text.split("[shards]")[0].replace("delay = 0\n", "delay = 0\nurls_per_part = 25\n")
    path.write_text(head + SMALL_PARTS)
    return path


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Crawl the example site twice, run every job and derive the pairs, in one process."""
    base = tmp_path_factory.mktemp("made")
    build(base / "site")
    recipe = small_recipe(base / "demo.toml")
    corpus = base / "corpus"
    with serving(base / "site") as site:
        m3w("crawl", "--corpus", corpus, "--recipe", recipe, "--seeds", site.url)
        changed = f"{site.url}news/today.html"
        m3w("crawl", "--corpus", corpus, "--recipe", recipe, "--seeds", changed, "--visit", 2, "--depth", 0)
        m3w("extract", "--corpus", corpus, "--recipe", recipe)
        make_cut(corpus, recipe)
        yield Made(corpus, recipe, site, base / "site")


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """Where to run commands that are to be killed, or to fail, in a process of their own."""
    forks = Forks()
    yield forks
    forks.close()


@pytest.fixture
def copied(made: Made, tmp_path: Path) -> Path:
    """A copy of the finished corpus, to be changed."""
    shutil.copytree(made.corpus, tmp_path / "corpus")
    return tmp_path / "corpus"
