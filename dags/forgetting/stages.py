"""How far a cut has come: which of its jobs have finished, each with what those before it have made."""

from __future__ import annotations

from collections.abc import Iterator

from dags.command_line.extras import needs_training
from dags.cutting import cut_recipe
from dags.imaging import views
from dags.imaging.images import seen_by
from dags.scoring import known
from shards import storage
from shards.dataset import Corpus


def finished_jobs(corpus: Corpus, cut: str) -> Iterator[str]:
    """Yield the jobs of a cut in their order, up to the first that has not finished or would have to run again.

    What comes after that cannot be made again as it was: half of what made it is there no more.

    Raises:
        RecipeError: The cut does not say by which recipe a job was run.
        ValueError: It was scored, and can't be scored again: a model is not there any more, or torch is not installed.
    """
    if not corpus.shortlist(cut).generations():
        return
    cut_recipe.load(corpus, cut, "shortlist")
    yield "shortlist"
    if not has_images(corpus, cut, "images"):
        return
    yield "images"
    if _is_scored(corpus, cut):
        yield "score"
    if not (corpus.selection(cut).generations() and _could_be_selected(corpus, cut)):
        return
    yield "select"
    if not corpus.shards(cut).generations():
        return
    cut_recipe.load(corpus, cut, "shards")
    yield "shards"
    if corpus.pairs(cut).generations():
        yield "pairs"


def has_images(corpus: Corpus, cut: str, job: str) -> bool:
    """Return whether a cut has all the images that it needs by the recipe of one of its jobs."""
    if not storage.exists(storage.join(corpus.cut_folder(cut), views.IMAGES)):
        return False
    return seen_by(corpus, cut_recipe.load(corpus, cut, job), cut) is not None


def _is_scored(corpus: Corpus, cut: str) -> bool:
    if not storage.exists(storage.join(corpus.cut_folder(cut), known.VIEW)):
        return False
    recipe = cut_recipe.load(corpus, cut, "score")
    if not (known.is_scored(corpus, recipe, cut) and has_images(corpus, cut, "score")):
        return False
    needs_training("dags.scoring.score").plan(corpus, recipe, cut)
    return True


def _could_be_selected(corpus: Corpus, cut: str) -> bool:
    recipe = cut_recipe.load(corpus, cut, "select")
    needs_scores = known.asked(recipe) and not known.is_scored(corpus, recipe, cut)
    return has_images(corpus, cut, "select") and not needs_scores
