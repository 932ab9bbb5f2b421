"""Recipes that extend others: what they inherit, and where each of their values is from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeAlias

from dags.recipe_file import RecipeError, names_in, read_toml

EXTENDS = "extends"
OWN = ("name", "description")
"""What a recipe says of itself alone."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value, and the recipe that has it."""

    value: Any
    origin: str


Tree: TypeAlias = Mapping[str, "Leaf | Tree"]
Keys: TypeAlias = tuple[str, ...]


def resolve(name_or_path: str, folder: Traversable) -> Tree:
    """Read a recipe with all it extends.

    `extends` names one recipe or several, built-in ones or by path (beside the file that names it). Tables are merged
    key by key; the recipe itself wins over what it extends, and of that the later over the earlier. `false` removes
    what is inherited, unless that is true or false itself.

    Args:
        name_or_path: A built-in recipe, or the path of a file.
        folder: The built-in recipes.

    Raises:
        RecipeError: One of them is not there or no TOML, extends itself, or removes a rule that is not inherited.
    """
    tree = _resolve(name_or_path, folder, ())
    for keys, leaf in leaves(tree):
        if leaf.value is False and ("rules" in keys or keys == ("paragraph", "repeated_in_site")):
            raise RecipeError(
                f"recipe {leaf.origin}: {'.'.join(keys)} = false removes an inherited rule, but none is inherited; "
                f"leave the line out, or see `m3w recipes show` of what it extends"
            )
    return tree


def merged(below: Tree, above: Tree) -> Tree:
    """Return a tree with another laid over it."""
    result = dict(below)
    for key, node in above.items():
        inherited = result.get(key)
        if not isinstance(node, Leaf):
            result[key] = merged({} if isinstance(inherited, Leaf | None) else inherited, node)
        elif node.value is False and inherited is not None and not _is_switch(inherited):
            del result[key]
        else:
            result[key] = node
    return result


def _is_switch(node: Leaf | Tree) -> bool:
    return isinstance(node, Leaf) and isinstance(node.value, bool)


def plain(tree: Tree) -> dict[str, Any]:
    """Return the values without their origins, as a recipe without `extends` would have them."""
    return {key: node.value if isinstance(node, Leaf) else plain(node) for key, node in tree.items()}


def leaves(tree: Tree, above: Keys = ()) -> Iterator[tuple[Keys, Leaf]]:
    """Yield every value with its keys."""
    for key, node in tree.items():
        if isinstance(node, Leaf):
            yield (*above, key), node
        else:
            yield from leaves(node, (*above, key))


def _resolve(name_or_path: str, folder: Traversable, chain: tuple[str, ...]) -> Tree:
    built_in = name_or_path in names_in(folder)
    identity = name_or_path if built_in else str(Path(name_or_path).resolve())
    if identity in chain:
        circle = " extends ".join((*chain[chain.index(identity) :], identity))
        raise RecipeError(f"recipes extend one another in a circle: {circle}; break it")
    data = read_toml(name_or_path, folder)
    bases = [
        _base(each, name_or_path, folder, (*chain, identity), None if built_in else Path(name_or_path).parent)
        for each in _extended(data, name_or_path)
    ]
    own = {key: value for key, value in data.items() if key != EXTENDS}
    return merged(reduce(merged, bases, {}), _as_tree(own, name_or_path))


def _extended(data: Mapping[str, Any], origin: str) -> list[str]:
    given = data.get(EXTENDS, [])
    names = [given] if isinstance(given, str) else given
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        remedy = "give the name or path of a recipe, or a list of them"
        raise RecipeError(f"recipe {origin} can't be used:\n  extends = {given!r}: {remedy}")
    return names


def _base(name: str, extending: str, folder: Traversable, chain: tuple[str, ...], beside: Path | None) -> Tree:
    place = name if name in names_in(folder) or beside is None else str(beside / name)
    try:
        tree = _resolve(place, folder, chain)
    except RecipeError as error:
        raise RecipeError(f"{error}\n  (extended by {extending})") from error
    return {key: node for key, node in tree.items() if key not in OWN}


def _as_tree(data: Mapping[str, Any], origin: str) -> Tree:
    return {
        key: _as_tree(value, origin) if isinstance(value, dict) else Leaf(value, origin) for key, value in data.items()
    }
