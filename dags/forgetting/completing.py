"""The images and scores that a cut lacks once something is forgotten: a page that stands in was perhaps never asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dags.command_line.extras import needs_training
from dags.cutting import cut_recipe
from dags.forgetting.stages import has_images
from dags.imaging import images as imaging
from dags.job import Launch, run
from dags.scoring import known
from shards.dataset import Corpus


def complete(corpus: Corpus, cut: str, jobs: Collection[str], arguments: Sequence[str]) -> bool:
    """Get what a cut lacks, as often as its images ask for scores and its scores for images.

    Args:
        corpus: Where the cut is.
        cut: Its name.
        jobs: Those that were finished: what it was never scored for is not scored now.
        arguments: Beam's own.

    Returns:
        Whether it lacked anything.
    """
    lacked = False
    while "images" in jobs:
        if not has_images(corpus, cut, "images"):
            _fetch(corpus, cut, arguments)
        elif "score" in jobs and not known.is_scored(corpus, cut_recipe.load(corpus, cut, "score"), cut):
            _score(corpus, cut, arguments)
        else:
            break
        lacked = True
    return lacked


def _fetch(corpus: Corpus, cut: str, arguments: Sequence[str]) -> None:
    recipe = cut_recipe.load(corpus, cut, "images")
    while run(imaging.plan(corpus, recipe, cut), Launch(arguments)) is not None:
        pass
    imaging.save_view(corpus, recipe, cut)


def _score(corpus: Corpus, cut: str, arguments: Sequence[str]) -> None:
    recipe = cut_recipe.load(corpus, cut, "score")
    run(needs_training("dags.scoring.score").plan(corpus, recipe, cut), Launch(arguments))
    known.save_view(corpus, recipe, cut)
