"""`m3w recipes`: the list, one recipe as it is resolved, two side by side."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dags.recipe import built_in_names, load_recipe
from dags.showing.recipes import as_toml, differences, resolved_lines
from tests.dags.running import ROOT, m3w, refused

NUMBERS = st.integers() | st.floats(allow_nan=False)
VALUES = st.booleans() | NUMBERS | st.text(st.characters(exclude_categories=["Cs"])) | st.lists(NUMBERS, max_size=3)
EXAMPLES = [str(ROOT / "examples" / f"{name}.toml") for name in ("demo", "demo-strict")]
MINE = """
name = "mine"
extends = "m3w"
[document.rules]
language = { any_of = ["de"] }
stop_words = false
"""


@pytest.fixture
def mine(tmp_path: Path) -> str:
    path = tmp_path / "mine.toml"
    path.write_text(MINE)
    return str(path)


def test_recipes_are_listed_with_what_they_are_for() -> None:
    said = m3w("recipes")
    for name in built_in_names():
        assert re.search(rf"^{name} +\S", said, re.MULTILINE)


def test_a_recipe_is_shown_whole_with_the_origin_of_each_value(mine: str) -> None:
    said = m3w("recipes", "show", mine)
    for words in (
        rf'language\.any_of = \["de"\] +# {mine}',
        r"shorter_side\.min = 64 +# m3w",
        r"similarity = 0\.8 +# default",
        r"\[document\.rules\]",
    ):
        assert re.search(words, said), words
    assert "stop_words" not in said
    assert "m4w" in refused("recipes", "show", "m4w")


@pytest.mark.parametrize(
    "name", [*built_in_names(), *map(str, (ROOT / "examples" / "demo.toml", ROOT / "examples" / "demo-strict.toml"))]
)
def test_what_is_shown_is_a_recipe_of_its_own_that_says_the_same(name: str, tmp_path: Path) -> None:
    """Also when it is resolved and shown again."""
    shown = "\n".join(resolved_lines(name))
    path = tmp_path / "resolved.toml"
    path.write_text(shown)
    assert load_recipe(str(path)) == load_recipe(name)
    again = "\n".join(resolved_lines(str(path)))
    assert tomllib.loads(again) == tomllib.loads(shown)


def test_two_recipes_are_laid_side_by_side(mine: str) -> None:
    assert list(differences("m3w", mine)) == [
        (("document", "rules", "stop_words", "min"), "2", ""),
        (("document", "rules", "language", "any_of"), '["en"]', '["de"]'),
    ]
    said = m3w("recipes", "diff", mine, "m3w")
    assert re.search(r'document\.rules\.language\.any_of +\["de"\] +\["en"\]', said)
    assert "differ in nothing" in m3w("recipes", "diff", "m3w", "m3w")


@given(VALUES)
def test_values_are_written_as_toml_reads_them(value: Any) -> None:
    assert tomllib.loads(f"x = {as_toml(value)}") == {"x": value}
