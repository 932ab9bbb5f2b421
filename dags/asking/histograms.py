"""Histograms of signals, with the bounds of their rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dags.asking.changes import SIGNALS
from dags.asking.distributions import Distribution
from filters.columns.bounds import numbers_of

COLUMNS = 4
INSTALL = "install m3w with its extra `train` (pip install -c constraints.txt 'm3w[train]')"


def draw(found: Sequence[Distribution], path: Path) -> None:
    """Draw a histogram of each number, with the bounds of its rule, into one picture.

    Raises:
        ValueError: What draws is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ModuleNotFoundError as error:
        raise ValueError(f"--picture needs matplotlib: {INSTALL}") from error
    shown = [each for each in found if SIGNALS[each.section][each.name].kind is not str and each.number]
    lines = -(-len(shown) // COLUMNS)
    figure = Figure(figsize=(4 * COLUMNS, 2.4 * lines + 0.3), layout="constrained")
    for place, each in enumerate(shown, 1):
        axes = figure.add_subplot(lines, COLUMNS, place)
        draw_one(axes, each)
    figure.savefig(path, dpi=80)


def draw_one(axes: Any, each: Distribution) -> None:
    """Draw the middle 98 %, since a single value far out would leave nothing to be seen of the others."""
    points = each.points()
    low, high = points[1], points[-2]
    numbers = numbers_of(each.values)
    axes.hist(numbers[(numbers >= low) & (numbers <= high)], bins=40, color="#4878a8")
    for side in (each.bound.min, each.bound.max) if each.bound else ():
        if side is not None and low <= side <= high:
            axes.axvline(side, color="#c03028")
    axes.set_title(f"{each.section}.{each.name}", fontsize=9)
    axes.tick_params(labelsize=7)
    axes.set_yticks([])
