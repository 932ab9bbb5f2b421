"""What is wrong in a recipe file is said with key, value and remedy, in the file's own words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, Field

from dags.recipe_file import RecipeError, load, names_in, override
from tests.dags.running import ROOT
from training.recipe import RunSettings, TrainRecipe

FOLDER = ROOT / "recipes" / "training"
GOOD = """
name = "x"
[data.datasets.m3w]
kind = "documents"
path = "cuts/m3w/shards"
[data.datasets.pairs]
kind = "pairs"
path = "cuts/m3w/pairs"
"""


def problems(text: str, folder: Path) -> list[str]:
    """What is said of a recipe, a line a problem."""
    path = folder / "recipe.toml"
    path.write_text(text)
    with pytest.raises(RecipeError) as refusal:
        load(str(path), FOLDER, TrainRecipe)
    first, *found = str(refusal.value).splitlines()
    assert first == f"recipe {path} can't be used:"
    return [line.strip() for line in found]


@pytest.mark.parametrize("name", names_in(FOLDER))
def test_every_built_in_training_recipe_loads_under_its_name(name: str) -> None:
    recipe = load(name, FOLDER, TrainRecipe)
    assert recipe.name == name
    assert recipe.description


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*-train.toml")), ids=lambda path: path.name)
def test_every_training_example_loads(path: Path) -> None:
    assert load(str(path), FOLDER, TrainRecipe).data.datasets


def test_flamingo_is_the_papers() -> None:
    recipe = load("flamingo", FOLDER, TrainRecipe)
    weights = {name: each.weight for name, each in recipe.data.datasets.items()}
    assert weights == {"m3w": 1.0, "pairs": 0.2}
    assert (recipe.model.num_latents, recipe.model.resampler_heads, recipe.optimizer.warmup_updates) == (64, 16, 5000)


def test_a_good_recipe_is_read(tmp_path: Path) -> None:
    (tmp_path / "recipe.toml").write_text(GOOD)
    assert list(load(str(tmp_path / "recipe.toml"), FOLDER, TrainRecipe).data.datasets) == ["m3w", "pairs"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("weight = 0", "data.datasets.pairs.weight = 0: a weight is a number above 0; leave out a dataset"),
        ("weight = 'much'", "data.datasets.pairs.weight = 'much': Input should be a valid number"),
        ("batch_size = 0", "data.datasets.pairs.batch_size = 0: Input should be greater than or equal to 1"),
        ("p_next = 0.5", "data.datasets.pairs.p_next: unknown key; "),
        ("batchsize = 4", "data.datasets.pairs.batchsize: unknown key; did you mean 'batch_size'?"),
        ("zzz = 4", "data.datasets.pairs.zzz: unknown key; known keys: path, weight"),
    ],
)
def test_keys_of_a_dataset_are_named_as_the_file_has_them(line: str, said: str, tmp_path: Path) -> None:
    """Also of a dataset that is called like its kind."""
    (found,) = problems(GOOD + line, tmp_path)
    assert found.startswith(said)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ('kind = "videos"', "data.datasets.m3w.kind = 'videos': give one of 'documents', 'pairs'"),
        ("kind = 3", "data.datasets.m3w.kind = 3: give one of 'documents', 'pairs'"),
        ("", "data.datasets.m3w.kind: missing; give one of 'documents', 'pairs'"),
    ],
)
def test_a_dataset_of_no_kind_hears_which_there_are(kind: str, said: str, tmp_path: Path) -> None:
    assert problems(GOOD.replace('kind = "documents"', kind), tmp_path) == [said]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[run]\nupdate = 3", "run.update: unknown key; did you mean 'updates'?"),
        ("[modle]\nnum_latents = 3", "modle: unknown key; did you mean 'model'?"),
        ("[optimizer]\nlearning_rate = 0", "optimizer.learning_rate = 0: Input should be greater than 0"),
        ("[run]\nprecision = 'half'", "run.precision = 'half': Input should be 'auto', 'float32' or 'bfloat16'"),
        ("[run]\ncheckpoint_every = 7", "run: checkpoint_every = 7 is no multiple of log_every = 10: lines of the"),
        ("[ray]\nworkers = 64", "data.datasets.m3w.batch_size = 32 leaves some of 64 workers without an example"),
        ("[data.datasets.pictures]\nkind = 'pairs'", "data.datasets.pictures.path: missing; add it"),
    ],
)
def test_other_sections_likewise(text: str, said: str, tmp_path: Path) -> None:
    (found,) = problems(GOOD + text, tmp_path)
    assert found.startswith(said)


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    found = problems(GOOD + "weight = 0\nflop = 1\n[run]\nkeep = 0", tmp_path)
    assert [line.split(":")[0] for line in found] == [
        "data.datasets.pairs.weight = 0",
        "data.datasets.pairs.flop",
        "run.keep = 0",
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"name = ", "is no valid TOML"), (b'name = "\xff"', "is no UTF-8 text"), (b"a = 1\na = 2", "is no valid TOML")],
)
def test_what_is_no_toml_is_named(data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_bytes(data)
    with pytest.raises(RecipeError, match=rf"recipe {path} {words}"):
        load(str(path), FOLDER, TrainRecipe)


def test_a_recipe_that_is_not_there_brings_the_names_of_those_there_are() -> None:
    with pytest.raises(RecipeError, match=r"no recipe 'flaming': give the path of a TOML file, or one of .*flamingo"):
        load("flaming", FOLDER, TrainRecipe)


def test_the_command_line_changes_what_it_says() -> None:
    changed = override(RunSettings(), {"updates": 7, "keep": None})
    assert changed == RunSettings(updates=7)
    with pytest.raises(RecipeError, match=r"the command line can't be used:\n  updates = 0: Input should be greater"):
        override(RunSettings(), {"updates": 0})


def test_an_unknown_key_of_a_section_without_alternatives_is_compared_with_that_sections_keys() -> None:
    class Inner(BaseModel, extra="forbid"):
        size: int = 0

    class Outer(BaseModel, extra="forbid"):
        inner: Inner = Field(default_factory=Inner)

    def settings(values: dict[str, Any]) -> str:
        with pytest.raises(RecipeError) as refusal:
            override(Outer(), values)
        return str(refusal.value)

    assert "inner.sise: unknown key; did you mean 'size'?" in settings({"inner": {"sise": 1}})
