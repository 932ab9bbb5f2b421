"""Recipe files: TOML in, validated settings out, and what is wrong with a key or value said in one line each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from importlib.resources.abc import Traversable
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

Settings = TypeVar("Settings", bound=BaseModel)


class RecipeError(ValueError):
    """A recipe that can't be used; the message names key, value and remedy."""


def names_in(folder: Traversable) -> list[str]:
    """Return the names of the recipes in a folder."""
    return sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))


def load(name_or_path: str, folder: Traversable, settings: type[Settings]) -> Settings:
    """Read a recipe by the name of a built-in one or by path.

    Raises:
        RecipeError: There is none, it is no TOML, or a key or value in it is wrong.
    """
    return validated(read_toml(name_or_path, folder), settings, name_or_path)


def read_toml(name_or_path: str, folder: Traversable) -> dict[str, Any]:
    """Read the values of a recipe, by the name of a built-in one or by path, as they stand in the file.

    Raises:
        RecipeError: There is none, or it is no TOML.
    """
    text = _read(name_or_path, folder)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RecipeError(f"recipe {name_or_path} is no valid TOML: {error}") from error


def validated(values: Mapping[str, Any], settings: type[Settings], name: str) -> Settings:
    """Return values as settings.

    Raises:
        RecipeError: A key or value is wrong; `name` is what the recipe is called.
    """
    try:
        return settings.model_validate(values)
    except ValidationError as error:
        raise RecipeError(f"recipe {name} can't be used:\n{explain(error, settings)}") from error


def override(settings: Settings, said: Mapping[str, object]) -> Settings:
    """Return settings with what the command line says; None says nothing.

    Raises:
        RecipeError: A value is wrong.
    """
    values = {key: value for key, value in said.items() if value is not None}
    try:
        return type(settings).model_validate({**settings.model_dump(), **values})
    except ValidationError as error:
        raise RecipeError(f"the command line can't be used:\n{explain(error, type(settings))}") from error


def explain(error: ValidationError, settings: type[BaseModel]) -> str:
    """Return what is wrong with settings, a line a problem: key, value and remedy."""
    return "\n".join(f"  {_explain_one(dict(problem), settings)}" for problem in error.errors())


def _read(name_or_path: str, folder: Traversable) -> str:
    names = names_in(folder)
    if name_or_path in names:
        return folder.joinpath(f"{name_or_path}.toml").read_text(encoding="utf-8")
    path = Path(name_or_path)
    if not path.is_file():
        listed = ", ".join(names)
        raise RecipeError(f"there is no recipe {name_or_path!r}: give the path of a TOML file, or one of {listed}")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RecipeError(f"recipe {name_or_path} is no UTF-8 text ({error}): save it as UTF-8") from error


def _explain_one(problem: dict[str, Any], settings: type[BaseModel]) -> str:
    keys, known, here = _look_up(problem["loc"], settings)
    where = ".".join(keys)
    if problem["type"] in ("union_tag_invalid", "union_tag_not_found"):
        return f"{where}.kind{_explain_kind(problem['input'], here)}"
    if problem["type"] == "extra_forbidden":
        near = get_close_matches(keys[-1], known, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}"
        return f"{where}: unknown key; {hint}"
    message = str(problem["msg"]).removeprefix("Value error, ")
    if problem["type"] == "missing":
        return f"{where}: missing; add it"
    value = problem.get("input")
    shown = f" = {value!r}" if isinstance(value, str | int | float | bool) else ""
    return f"{where}{shown}: {message}" if where else message


def _explain_kind(section: Mapping[str, Any], annotation: Any) -> str:
    kinds = ", ".join(repr(kind) for each in _alternatives(annotation) for kind in _kinds(each))
    return f" = {section['kind']!r}: give one of {kinds}" if "kind" in section else f": missing; give one of {kinds}"


def _look_up(location: Sequence[int | str], settings: type[BaseModel]) -> tuple[list[str], list[str], Any]:
    """Return the keys of a location as the file has them, those known beside the last one, and its annotation."""
    shown: list[str] = []
    known: list[str] = []
    here: Any = settings
    for key in map(str, location):
        chosen = _alternative(here, key)
        if chosen is not None:  # pydantic puts the kind of a section among its keys
            here = chosen
            continue
        shown.append(key)
        known = list(getattr(here, "model_fields", {}))
        here = _below(here, key)
    return shown, known, here


def _alternative(annotation: Any, kind: str) -> Any:
    return next((each for each in _alternatives(annotation) if kind in _kinds(each)), None)


def _kinds(section: Any) -> tuple[Any, ...]:
    field = getattr(section, "model_fields", {}).get("kind")
    return get_args(field.annotation) if field is not None and get_origin(field.annotation) is Literal else ()


def _alternatives(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) is Annotated:
        return _alternatives(get_args(annotation)[0])
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else ()


def _below(annotation: Any, key: str) -> Any:
    if get_origin(annotation) is dict:
        return get_args(annotation)[1]
    field = getattr(annotation, "model_fields", {}).get(key)
    return field.annotation if field is not None else None
