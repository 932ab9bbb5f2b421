"""The resolved recipes that a cut was made by, kept in its folder: what it takes to make it again."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from dags.recipe import Recipe
from dags.recipe_file import RecipeError
from shards import storage
from shards.dataset import Corpus

FILE = "recipe.json"


def save(corpus: Corpus, cut: str, job: str, recipe: Recipe) -> None:
    """Note the recipe that a job of a cut was run by; where that is noted already, nothing is written."""
    path = _path(corpus, cut)
    known = _known(path)
    made_by = {**known, job: recipe.model_dump(mode="json")}
    if made_by != known:
        with storage.published(path) as stream:
            stream.write((json.dumps(made_by, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode())


def load(corpus: Corpus, cut: str, job: str) -> Recipe:
    """Return the recipe that a job of a cut was run by last.

    Raises:
        RecipeError: It is not noted, or no recipe of this version of m3w.
    """
    path = _path(corpus, cut)
    found = _known(path).get(job)
    if found is None:
        raise RecipeError(
            f"{path} does not say by which recipe `{job}` was run: run `m3w {job} --cut {cut}` once more with it, "
            f"which notes it and does nothing else"
        )
    try:
        return Recipe.model_validate(found)
    except ValidationError as error:
        raise RecipeError(f"{path} holds a recipe for `{job}` that this m3w does not know: {error}") from error


def _known(path: str) -> dict[str, Any]:
    if not storage.exists(path):
        return {}
    try:
        known = json.loads(storage.read_bytes(path))
    except (ValueError, RecursionError) as error:
        raise RecipeError(f"{path} is no JSON ({error}): remove it, and run the jobs of the cut again") from error
    return dict(known)


def _path(corpus: Corpus, cut: str) -> str:
    return storage.join(corpus.cut_folder(cut), FILE)
