"""Recipes: what to fetch, what to keep, how to write it; one TOML file each, validated before anything runs."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from dom_parsing.settings import ExtractSettings
from filters.duplicates import DuplicateSettings
from filters.image_signals import IMAGE_SIGNALS
from filters.rules import Bound, check_rules
from filters.text_signals import DOCUMENT_SIGNALS
from ingest.settings import CrawlSettings, ImageFetchSettings
from shards.settings import ShardSettings

BUILT_IN = files("recipes")


class RecipeError(ValueError):
    """A recipe that can't be used; the message names key, value and remedy."""


class DocumentSection(BaseModel):
    """`[document]`: rules on documents."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: dict[str, Bound] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _know_signals(self) -> DocumentSection:
        check_rules(self.rules, DOCUMENT_SIGNALS, "document.rules")
        return self


class ImageSection(BaseModel):
    """`[image]`: rules on images."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: dict[str, Bound] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _know_signals(self) -> ImageSection:
        check_rules(self.rules, IMAGE_SIGNALS, "image.rules")
        return self


class Recipe(BaseModel):
    """A whole recipe; every section has defaults but a recipe has a name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(
        pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$", description="Name of the recipe, and of its cut by default."
    )
    description: str = ""
    max_failed_share: float = Field(default=0.5, ge=0, le=1, description="Failed share of its input that fails a job.")
    crawl: CrawlSettings = Field(default_factory=CrawlSettings)
    extract: ExtractSettings = Field(default_factory=ExtractSettings)
    images: ImageFetchSettings = Field(default_factory=ImageFetchSettings)
    document: DocumentSection = Field(default_factory=DocumentSection)
    image: ImageSection = Field(default_factory=ImageSection)
    duplicates: DuplicateSettings = Field(default_factory=DuplicateSettings)
    shards: ShardSettings = Field(default_factory=ShardSettings)


def rules_of(recipe: Recipe) -> dict[str, Any]:
    """Return the rules on documents and images as plain values."""
    return {
        "document.rules": {name: bound.model_dump(mode="json") for name, bound in recipe.document.rules.items()},
        "image.rules": {name: bound.model_dump(mode="json") for name, bound in recipe.image.rules.items()},
    }


def built_in_names() -> list[str]:
    """Return the names of the recipes that come with m3w."""
    return sorted(file.name.removesuffix(".toml") for file in BUILT_IN.iterdir() if file.name.endswith(".toml"))


def load_recipe(name_or_path: str) -> Recipe:
    """Read a recipe by the name of a built-in one or by path.

    Raises:
        RecipeError: There is none, it is no TOML, or a key or value in it is wrong.
    """
    text = _read(name_or_path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RecipeError(f"recipe {name_or_path} is no valid TOML: {error}") from error
    try:
        return Recipe.model_validate(data)
    except ValidationError as error:
        raise RecipeError(f"recipe {name_or_path} can't be used:\n{explain(error)}") from error


def _read(name_or_path: str) -> str:
    if name_or_path in built_in_names():
        return BUILT_IN.joinpath(f"{name_or_path}.toml").read_text(encoding="utf-8")
    path = Path(name_or_path)
    if not path.is_file():
        names = ", ".join(built_in_names())
        raise RecipeError(f"there is no recipe {name_or_path!r}: give the path of a TOML file, or one of {names}")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RecipeError(f"recipe {name_or_path} is no UTF-8 text ({error}): save it as UTF-8") from error


def explain(error: ValidationError) -> str:
    """Return what is wrong with settings, a line a problem: key, value and remedy."""
    return "\n".join(f"  {_explain_one(dict(problem))}" for problem in error.errors())


def _explain_one(problem: dict[str, Any]) -> str:
    where = ".".join(map(str, problem["loc"]))
    if problem["type"] == "extra_forbidden":
        near = get_close_matches(str(problem["loc"][-1]), _keys_beside(problem["loc"]), 1)
        hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(_keys_beside(problem['loc']))}"
        return f"{where}: unknown key; {hint}"
    message = str(problem["msg"]).removeprefix("Value error, ")
    if problem["type"] == "missing":
        return f"{where}: missing; add it"
    value = problem.get("input")
    shown = f" = {value!r}" if isinstance(value, str | int | float | bool) else ""
    return f"{where}{shown}: {message}"


def _keys_beside(location: tuple[int | str, ...]) -> list[str]:
    model: Any = Recipe
    for key in location[:-1]:
        field = getattr(model, "model_fields", {}).get(key)
        model = field.annotation if field else Bound
    return list(getattr(model, "model_fields", {}))
