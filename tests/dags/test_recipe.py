"""Recipes load whole or say what is wrong, before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dags.recipe import Recipe, built_in_names, load_recipe, rules_of
from dags.recipe_file import RecipeError
from shards.dataset import Corpus
from shards.fingerprint import canonical_json
from tests.dags.running import ROOT


@pytest.mark.parametrize("name", built_in_names())
def test_every_built_in_recipe_loads_under_its_name(name: str) -> None:
    recipe = load_recipe(name)
    assert recipe.name == name
    assert recipe.description


EXAMPLES = sorted(path for path in (ROOT / "examples").glob("*.toml") if not path.stem.endswith("-train"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_loads(path: Path) -> None:
    assert load_recipe(str(path)).document.rules


def test_m3w_has_the_bounds_of_its_sources() -> None:
    rules = load_recipe("m3w").document.rules
    assert (rules["words"].min, rules["words"].max) == (50, 100_000)
    assert rules["language"].any_of == ("en",)


@given(st.text(max_size=70))
def test_a_name_that_a_recipe_may_have_is_one_that_a_cut_may_have(name: str) -> None:
    try:
        recipe = Recipe(name=name)
    except ValidationError:
        with pytest.raises(ValueError):
            Corpus("/corpus").cut_folder(name)
    else:
        assert Corpus("/corpus").cut_folder(recipe.name).endswith(name)


def test_a_name_of_two_words_is_refused_though_one_of_them_would_do(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text('name = "My recipe"')
    with pytest.raises(RecipeError, match="My recipe"):
        load_recipe(str(path))


def test_a_recipe_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_bytes(b'name = "\xff"')
    with pytest.raises(RecipeError, match=r"recipe\.toml.*UTF-8"):
        load_recipe(str(path))


def test_a_folder_is_no_recipe(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="one of m3w"):
        load_recipe(str(tmp_path))


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text('name = "x"\n[crawl]\ndelay = -1\n[images]\nbukets = 3\n[shards]\ntarget_bytes = "much"')
    with pytest.raises(RecipeError) as refusal:
        load_recipe(str(path))
    said = str(refusal.value)
    assert "crawl.delay = -1" in said
    assert "images.bukets: unknown key; did you mean 'buckets'?" in said
    assert "shards.target_bytes = 'much'" in said


def test_a_key_like_no_other_brings_the_list_of_those_there_are(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text('name = "x"\nzzz = 1')
    with pytest.raises(RecipeError, match="known keys: name, description"):
        load_recipe(str(path))


def test_a_rule_on_qr_codes_needs_someone_to_look_for_them(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text('name = "x"\n[image.rules]\nqr_share = { max = 0.05 }')
    with pytest.raises(RecipeError, match=r"qr_share.*set qr_codes = true under \[images\]"):
        load_recipe(str(path))
    path.write_text(path.read_text() + "\n[images]\nqr_codes = true")
    assert load_recipe(str(path)).image.rules["qr_share"].max == 0.05


def test_words_of_urls_are_given_in_small_letters(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text('name = "x"\n[image]\nurl_words = ["logo", "Icon"]')
    with pytest.raises(RecipeError, match=r"image\.url_words.*Icon"):
        load_recipe(str(path))


def test_equal_rules_are_equal_as_json_and_others_are_not() -> None:
    first, same = load_recipe("m3w"), load_recipe("m3w")
    assert canonical_json(rules_of(first)) == canonical_json(rules_of(same))
    other = Recipe.model_validate({"name": "m3w", "document": {"rules": {"words": {"min": 51}}}})
    assert canonical_json(rules_of(first)) != canonical_json(rules_of(other))
