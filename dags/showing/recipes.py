"""`m3w recipes`: what recipes there are, what one resolves to, how two differ."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from rich.table import Table
from rich.text import Text as Styled

from dags.recipe import BUILT_IN, built_in_names, load_recipe, recipe_of
from dags.recipe_inheritance import Keys, leaves, resolve
from dags.report import console

DEFAULT = "default"
COLUMN = 47
"""Where comments begin."""


def list_recipes() -> None:
    """Print the built-in recipes."""
    for name in built_in_names():
        console.print(f"{name:12s} {load_recipe(name).description}", markup=False)


def show_recipe(name_or_path: str) -> None:
    """Print a recipe as it is resolved."""
    console.print("\n".join(resolved_lines(name_or_path)), markup=False)


def show_difference(one: str, other: str) -> None:
    """Print the values in which two recipes differ."""
    table = Table(box=None, padding=(0, 2))
    for heading in ("", one, other):
        table.add_column(Styled(heading))
    found = list(differences(one, other))
    for keys, left, right in found:
        table.add_row(Styled(".".join(keys)), Styled(left), Styled(right))
    console.print(table if found else f"{one} and {other} differ in nothing but their names")


def resolved_lines(name_or_path: str) -> Iterator[str]:
    """Yield a recipe with all its values, as TOML without `extends`; a comment says which recipe a value is from.

    Raises:
        RecipeError: The recipe can't be used.
    """
    tree = resolve(name_or_path, BUILT_IN)
    origins = {keys: leaf.origin for keys, leaf in leaves(tree)}
    recipe = recipe_of(tree, name_or_path)
    values = flat(recipe.model_dump(mode="json", exclude_none=True))
    by_section: dict[Keys, list[Keys]] = {}
    for keys in values:
        by_section.setdefault(_section(keys), []).append(keys)
    for section, members in sorted(by_section.items(), key=lambda item: bool(item[0])):
        if section:
            yield f"\n[{'.'.join(section)}]"
        for keys in members:
            line = f"{'.'.join(keys[len(section) :])} = {as_toml(values[keys])}"
            yield f"{line:{COLUMN}s} # {origins.get(keys, DEFAULT)}"


def differences(one: str, other: str) -> Iterator[tuple[Keys, str, str]]:
    """Yield the keys in which two recipes differ, with the value of each; empty where one has none.

    Raises:
        RecipeError: One of them can't be used.
    """
    left, right = (flat(load_recipe(each).model_dump(mode="json", exclude_none=True)) for each in (one, other))
    for keys in [*left, *(keys for keys in right if keys not in left)]:
        values = [as_toml(side[keys]) if keys in side else "" for side in (left, right)]
        if values[0] != values[1] and keys not in (("name",), ("description",)):
            yield keys, values[0], values[1]


def flat(values: Mapping[str, Any], above: Keys = ()) -> dict[Keys, Any]:
    """Return nested values by all of their keys."""
    found: dict[Keys, Any] = {}
    for key, value in values.items():
        found |= flat(value, (*above, key)) if isinstance(value, dict) else {(*above, key): value}
    return found


def as_toml(value: Any) -> str:
    """Return a value as TOML writes it: whole numbers without a point, strings in double quotes."""
    if isinstance(value, list):
        return f"[{', '.join(map(as_toml, value))}]"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value).lower()


def _section(keys: Keys) -> Keys:
    return keys[: 2 if keys[1:2] == ("rules",) else 1] if len(keys) > 1 else ()
