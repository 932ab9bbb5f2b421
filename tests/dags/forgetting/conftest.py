"""A corpus with everything made of it, and the same after pages and images were forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.dags.forgetting.forgetful import EVERYTHING, Forgetful, built, site_pages
from tests.dags.little_site import Answer, LittleSite, little_site

ASKED = ("secret", "asked.jpg", "moved.jpg")


@dataclass(frozen=True, slots=True)
class Made:
    """A corpus, the site it is from, and what the latest command on it said."""

    corpus: Forgetful
    site: LittleSite
    said: str = ""

    def copied(self, folder: Path, *names: str) -> Forgetful:
        """Return a corpus with copies of some of its folders, of all by default."""
        return self.corpus.copied(folder, *(names or EVERYTHING))

    def urls(self, *paths: str) -> list[str]:
        """Return URLs on the site."""
        return [self.site.url + path for path in paths]


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Crawl the site and run every job: two cuts, and the pairs of the first."""
    pages: dict[str, Answer] = {}
    with little_site(pages) as site:
        pages.update(site_pages(site.url))
        corpus = built(site, tmp_path_factory.mktemp("full"))
        corpus.extract()
        corpus.make_cuts()
        yield Made(corpus, site)


@pytest.fixture(scope="session")
def after(full: Made, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The same, after a page and two images were forgotten."""
    corpus = full.copied(tmp_path_factory.mktemp("after"))
    return Made(corpus, full.site, corpus.forget(*full.urls(*ASKED)))
