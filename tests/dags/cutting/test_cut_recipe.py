"""A cut knows by which recipe each of its jobs was run."""

from __future__ import annotations

from pathlib import Path

import pytest

from dags.cutting.cut_recipe import FILE, load, save
from dags.recipe import built_in_names, load_recipe
from dags.recipe_file import RecipeError
from shards.dataset import Corpus


@pytest.mark.parametrize("name", built_in_names())
def test_it_is_read_as_it_was_noted(name: str, tmp_path: Path) -> None:
    corpus, recipe = Corpus(str(tmp_path)), load_recipe(name)
    save(corpus, "cut", "shortlist", recipe)
    assert load(corpus, "cut", "shortlist") == recipe


def test_each_job_has_its_own_and_what_is_known_is_not_written_again(tmp_path: Path) -> None:
    corpus, recipe = Corpus(str(tmp_path)), load_recipe("m3w")
    other = recipe.model_copy(update={"description": "other"})
    save(corpus, "cut", "shortlist", recipe)
    save(corpus, "cut", "shards", other)
    path = tmp_path / "cuts" / "cut" / FILE
    before = path.stat()
    save(corpus, "cut", "shards", other)
    assert path.stat().st_ino == before.st_ino
    assert (load(corpus, "cut", "shortlist"), load(corpus, "cut", "shards")) == (recipe, other)


def test_what_is_not_noted_or_unreadable_is_said_with_a_remedy(tmp_path: Path) -> None:
    corpus = Corpus(str(tmp_path))
    with pytest.raises(RecipeError, match="run `m3w select --cut cut` once more"):
        load(corpus, "cut", "select")
    path = tmp_path / "cuts" / "cut" / FILE
    path.parent.mkdir(parents=True)
    path.write_text('{"select": {"name": "x", "nonsense": 1}}')
    with pytest.raises(RecipeError, match="does not know"):
        load(corpus, "cut", "select")
    path.write_text("{")
    with pytest.raises(RecipeError, match="no JSON"):
        load(corpus, "cut", "select")
