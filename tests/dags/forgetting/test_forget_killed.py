"""Killed at any moment and started again, forgetting ends with the bytes that it would have had."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from dags.tombstones import MARKER
from tests.dags.forgetting.conftest import ASKED, Made
from tests.dags.forgetting.forgetful import EVERYTHING, SENTINEL, Forgetful
from tests.dags.running import Forks, files_below, m3w, refused

GROWING = ("captures", "documents", "images")


def killed(forks: Forks, corpus: Forgetful, made: Made, moment: str, number: int) -> bool:
    """Forget, killed at a moment; return whether it came to that moment."""
    urls = [word for url in made.urls(*ASKED) for word in ("--urls", url)]
    words = ["forget", *urls, "--corpus", corpus.root, "--direct_num_workers=1"]
    code = forks.run("tests.dags.killing", moment, number, *words).returncode
    assert code in (0, -signal.SIGKILL)
    return code != 0


@pytest.fixture(scope="module")
def whole(full: Made, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a corpus without cuts becomes by forgetting."""
    corpus = full.copied(tmp_path_factory.mktemp("whole"), *GROWING)
    corpus.forget(*full.urls(*ASKED))
    return files_below(corpus.root)


@pytest.mark.parametrize("number", [1, 2, 3, 4, 6, 8, 10, 12])
def test_the_same_command_goes_on(
    number: int, full: Made, whole: dict[str, bytes], forks: Forks, tmp_path: Path
) -> None:
    corpus = full.copied(tmp_path, *GROWING)
    moment = ("before-any", "after-any")[number % 2]
    assert killed(forks, corpus, full, moment, number)
    corpus.forget(*full.urls(*ASKED))
    assert files_below(corpus.root) == whole


def test_without_urls_it_goes_on_too(full: Made, whole: dict[str, bytes], forks: Forks, tmp_path: Path) -> None:
    corpus = full.copied(tmp_path, *GROWING)
    assert killed(forks, corpus, full, "after", 2)
    assert (corpus.root / "tombstones" / MARKER).exists()
    assert "goes on with it" in refused("forget", "--corpus", corpus.root, "--dry-run")
    m3w("forget", "--corpus", corpus.root)
    assert files_below(corpus.root) == whole


@pytest.mark.slow
@pytest.mark.parametrize("number", range(3, 40, 2))
def test_cuts_too(number: int, full: Made, after: Made, forks: Forks, tmp_path: Path) -> None:
    corpus = full.copied(tmp_path)
    if not killed(forks, corpus, full, ("before-any", "after-any")[number % 4 == 1], number):
        pytest.skip("it has fewer publications")
    corpus.forget(*full.urls(*ASKED))
    assert corpus.files(*EVERYTHING, "tombstones") == after.corpus.files(*EVERYTHING, "tombstones")
    assert corpus.says(SENTINEL) == []
