"""Killed at any moment and started again, forgetting ends with the bytes that it would have had."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from dags.tombstones import MARKER
from tests.dags.forgetting.conftest import ASKED, Made
from tests.dags.forgetting.forgetful import EVERYTHING, SENTINEL, Forgetful, built, site_pages
from tests.dags.little_site import little_site
from tests.dags.running import Forks, files_below, m3w, refused

GROWING = ("captures", "documents")


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """A corpus without images and cuts."""
    with little_site(site_pages()) as site:
        corpus = built(site, tmp_path_factory.mktemp("grown"))
        corpus.extract()
        yield Made(corpus, site)


@pytest.fixture(scope="module")
def whole(grown: Made, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What it becomes by forgetting."""
    corpus = grown.copied(tmp_path_factory.mktemp("whole"), *GROWING)
    corpus.forget(*grown.urls(*ASKED))
    return files_below(corpus.root)


def killed(forks: Forks, corpus: Forgetful, made: Made, moment: str, number: int) -> bool:
    """Forget, killed at a moment; return whether it came to that moment."""
    urls = [word for url in made.urls(*ASKED) for word in ("--urls", url)]
    words = ["forget", *urls, "--corpus", corpus.root, "--direct_num_workers=1"]
    code = forks.run("tests.dags.killing", moment, number, *words).returncode
    assert code in (0, -signal.SIGKILL)
    return code != 0


@pytest.mark.parametrize(
    ("moment", "number"), [("after-any", 1), ("before-any", 2), ("after-any", 3), ("before-any", 5), ("after-any", 7)]
)
def test_the_same_command_goes_on(
    moment: str, number: int, grown: Made, whole: dict[str, bytes], forks: Forks, tmp_path: Path
) -> None:
    corpus = grown.copied(tmp_path, *GROWING)
    assert killed(forks, corpus, grown, moment, number)
    corpus.forget(*grown.urls(*ASKED))
    assert files_below(corpus.root) == whole


def test_without_urls_it_goes_on_too(grown: Made, whole: dict[str, bytes], forks: Forks, tmp_path: Path) -> None:
    corpus = grown.copied(tmp_path, *GROWING)
    assert killed(forks, corpus, grown, "after", 2)
    assert (corpus.root / "tombstones" / MARKER).exists()
    assert "goes on with it" in refused("forget", "--corpus", corpus.root, "--dry-run")
    m3w("forget", "--corpus", corpus.root)
    assert files_below(corpus.root) == whole


@pytest.mark.slow
@pytest.mark.parametrize("number", range(3, 40, 2))
def test_images_and_cuts_too(number: int, full: Made, after: Made, forks: Forks, tmp_path: Path) -> None:
    corpus = full.copied(tmp_path)
    if not killed(forks, corpus, full, ("before-any", "after-any")[number % 4 == 1], number):
        pytest.skip("it has fewer publications")
    corpus.forget(*full.urls(*ASKED))
    assert corpus.files(*EVERYTHING, "tombstones") == after.corpus.files(*EVERYTHING, "tombstones")
    assert corpus.says(SENTINEL) == []
