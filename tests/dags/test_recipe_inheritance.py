"""Recipes extend others: what wins, what is removed, what is refused, and that each value knows where it is from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dags.recipe_file import RecipeError
from dags.recipe_inheritance import Leaf, Tree, leaves, merged, plain, resolve
from dags.showing.recipes import flat

KEYS = st.sampled_from(["a", "b", "c"])
VALUES = st.booleans() | st.integers() | st.text(max_size=3) | st.lists(st.integers(), max_size=2)
TABLES = st.recursive(
    st.dictionaries(KEYS, VALUES, max_size=3),
    lambda tables: st.dictionaries(KEYS, VALUES | tables, max_size=3),
    max_leaves=6,
)


def tree(values: dict[str, Any], origin: str = "x") -> Tree:
    return {key: tree(v, origin) if isinstance(v, dict) else Leaf(v, origin) for key, v in values.items()}


@pytest.fixture
def built_in(tmp_path: Path) -> Path:
    """A folder of two built-in recipes, the second of which extends the first."""
    folder = tmp_path / "built-in"
    folder.mkdir()
    (folder / "low.toml").write_text(
        'name = "low"\ndescription = "D"\n[document.rules]\nwords = { min = 50, max = 100 }\n'
        'language = { any_of = ["en"] }\n'
    )
    (folder / "high.toml").write_text('name = "high"\nextends = "low"\n[document.rules]\nwords = { min = 60 }\n')
    return folder


def resolved(text: str, built_in: Path, name: str = "mine.toml") -> dict[str, Any]:
    path = built_in.parent / name
    path.write_text(text)
    return plain(resolve(str(path), built_in))


def test_tables_are_merged_key_by_key_and_a_recipe_wins_over_what_it_extends(built_in: Path) -> None:
    found = resolved('name = "mine"\nextends = "high"\n[document.rules]\nwords = { max = 90 }\n', built_in)
    assert found == {
        "name": "mine",
        "document": {"rules": {"words": {"min": 60, "max": 90}, "language": {"any_of": ["en"]}}},
    }


def test_of_several_the_later_wins(built_in: Path) -> None:
    text = 'name = "x"\nextends = {}\n'
    assert resolved(text.format('["low", "high"]'), built_in)["document"]["rules"]["words"]["min"] == 60
    assert resolved(text.format('["high", "low"]'), built_in)["document"]["rules"]["words"]["min"] == 50


def test_false_removes_a_rule_one_side_of_it_or_a_section(built_in: Path) -> None:
    start = 'name = "x"\nextends = "low"\n'
    assert "words" not in resolved(start + "[document.rules]\nwords = false", built_in)["document"]["rules"]
    one_side = resolved(start + "[document.rules]\nwords.max = false", built_in)
    assert one_side["document"]["rules"]["words"] == {"min": 50}
    assert resolved(start + "document = false", built_in) == {"name": "x"}


def test_a_recipe_of_nothing_but_removals_takes_from_what_stands_before_it(built_in: Path) -> None:
    less = built_in.parent / "less.toml"
    less.write_text('name = "less"\n[document.rules]\nlanguage = false\n')
    found = resolved('name = "x"\nextends = ["low", "less.toml"]', built_in)
    assert set(found["document"]["rules"]) == {"words"}
    with pytest.raises(RecipeError, match=r"document\.rules\.language = false removes an inherited rule, but none is"):
        resolve(str(less), built_in)


def test_a_switch_that_is_off_is_no_removal(built_in: Path) -> None:
    (built_in.parent / "base.toml").write_text('name = "b"\n[crawl]\nsitemaps = true')
    found = resolved('name = "x"\nextends = "base.toml"\n[crawl]\nsitemaps = false\nfeeds = false', built_in)
    assert found["crawl"] == {"sitemaps": False, "feeds": False}


def test_paths_lead_on_from_the_file_that_names_them(built_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = built_in.parent / "deep" / "er"
    folder.mkdir(parents=True)
    (folder.parent / "base.toml").write_text('name = "b"\nextends = "low"\n[crawl]\ndelay = 3')
    (folder / "mine.toml").write_text('name = "m"\nextends = "../base.toml"')
    monkeypatch.chdir(folder)
    assert plain(resolve("mine.toml", built_in))["crawl"] == {"delay": 3}
    monkeypatch.chdir("/")
    assert plain(resolve(str(folder / "mine.toml"), built_in))["document"]["rules"]["words"]["max"] == 100


def test_every_value_knows_its_recipe(built_in: Path) -> None:
    origins = {".".join(keys): leaf.origin for keys, leaf in leaves(resolve("high", built_in))}
    assert origins == {
        "name": "high",
        "document.rules.words.min": "high",
        "document.rules.words.max": "low",
        "document.rules.language.any_of": "low",
    }


@pytest.mark.parametrize("names", [("a",), ("a", "b"), ("a", "b", "c")])
def test_circles_are_refused_with_the_way_round(names: tuple[str, ...], built_in: Path) -> None:
    for name, following in zip(names, (*names[1:], names[0]), strict=True):
        (built_in / f"{name}.toml").write_text(f'name = "{name}"\nextends = "{following}"')
    with pytest.raises(RecipeError, match=f"in a circle: {' extends '.join((*names, 'a'))}; break it"):
        resolve("a", built_in)


def test_a_file_that_extends_itself_by_another_spelling_is_a_circle(built_in: Path) -> None:
    with pytest.raises(RecipeError, match="in a circle"):
        resolved('name = "x"\nextends = "built-in/../mine.toml"', built_in)


@pytest.mark.parametrize("given", ["3", "true", "[3]", '""', '{ a = "low" }'])
def test_what_is_no_name_is_refused(given: str, built_in: Path) -> None:
    with pytest.raises(RecipeError, match=r"extends = .*: give the name or path of a recipe, or a list of them"):
        resolved(f'name = "x"\nextends = {given}', built_in)


def test_a_base_that_is_not_there_is_named_with_what_extends_it(built_in: Path) -> None:
    with pytest.raises(RecipeError, match=r"no recipe .*lower.*one of high, low\n  \(extended by .*mine\.toml\)"):
        resolved('name = "x"\nextends = "lower"', built_in)


@given(TABLES)
def test_a_tree_laid_over_nothing_or_over_itself_is_itself_but_for_its_removals(values: dict[str, Any]) -> None:
    once = merged({}, tree(values))
    assert plain(once) == values
    assert plain(merged(once, once)) == values


@given(TABLES, TABLES)
def test_what_is_laid_on_top_is_there_and_nothing_comes_from_nowhere(
    below: dict[str, Any], above: dict[str, Any]
) -> None:
    found = merged(tree(below, "below"), tree(above, "above"))
    sides = {"below": flat(below), "above": flat(above)}
    for keys, leaf in leaves(found):
        assert sides[leaf.origin][keys] == leaf.value
    there = {keys for keys, _ in leaves(found)}
    for keys, value in sides["above"].items():
        assert value is False or keys in there


@given(TABLES, TABLES, TABLES)
def test_resolving_what_is_resolved_changes_nothing(
    one: dict[str, Any], two: dict[str, Any], own: dict[str, Any]
) -> None:
    found = plain(merged(merged(tree(one), tree(two)), tree(own)))
    assert plain(merged({}, tree(found))) == found
