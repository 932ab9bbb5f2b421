"""The losses of a run as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from matplotlib.figure import Figure

FACETS = (9.0, 3.6)
"""Inches; 110 pixels each."""


def draw_curve(lines: Sequence[Mapping[str, Any]], title: str) -> bytes:
    """Return a PNG: loss by dataset, and beside it the gates, over the updates.

    Args:
        lines: Of the journal, one at least.
        title: Above it.
    """
    figure = Figure(figsize=FACETS, dpi=110, layout="constrained")
    left, right = figure.subplots(1, 2)
    updates = [line["update"] for line in lines]
    for name in lines[0]["losses"]:
        left.plot(updates, [line["losses"][name] for line in lines], label=name)
    left.set(xlabel="update", ylabel="loss (nats)", title="loss by dataset")
    for kind, label in (("attention", "cross-attention"), ("feed_forward", "feed-forward")):
        sizes = [sum(map(abs, line["gates"][kind])) / len(line["gates"][kind]) for line in lines]
        right.plot(updates, sizes, label=label)
    right.set(xlabel="update", ylabel="|tanh(gate)|, mean of blocks", title="how far the gates are open")
    for axes in (left, right):
        axes.legend(frameon=False)
        axes.grid(alpha=0.25)
        axes.spines[["top", "right"]].set_visible(False)
    figure.suptitle(title)
    file = BytesIO()
    figure.savefig(file, format="png", metadata={"Software": None})
    return file.getvalue()
