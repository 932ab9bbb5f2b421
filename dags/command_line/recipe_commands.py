"""`m3w recipes` and what it is followed by."""

from __future__ import annotations

from typing import Annotated

import typer

from dags.showing import recipes

app = typer.Typer(help="List the built-in recipes, show what one resolves to, or how two differ.")
Given = Annotated[str, typer.Argument(help="Name of a built-in recipe, or path of a TOML file.")]


@app.callback(invoke_without_command=True)
def begin(context: typer.Context) -> None:
    """List the built-in recipes; `show` and `diff` say more of them, and of your own."""
    if context.invoked_subcommand is None:
        recipes.list_recipes()


@app.command()
def show(recipe: Given) -> None:
    """Show a recipe with all its values and where each is from: itself, a recipe it extends, or the default."""
    recipes.show_recipe(recipe)


@app.command()
def diff(recipe: Given, other: Given) -> None:
    """Show the values in which two recipes differ."""
    recipes.show_difference(recipe, other)
