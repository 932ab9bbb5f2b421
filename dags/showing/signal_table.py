"""docs/signals.md, made from the registries: `python -m dags.showing.signal_table > docs/signals.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from inspect import getdoc
from typing import Any

from filters.images.image_signals import IMAGE_SIGNALS
from filters.judgement import LATE_SIGNALS
from filters.models.settings import WAYS
from filters.signals import SignalSpec
from filters.text.paragraph_signals import PARAGRAPH_SIGNALS

HEAD = """\
# Signals

What rules can be about, in the order in which rules are asked; [filters.md](filters.md) says how. Made from the
signals' own docstrings by `make docs`.

"""
SECTIONS: tuple[tuple[str, Mapping[str, SignalSpec[Any]]], ...] = (
    ("Documents: `[document.rules]`", LATE_SIGNALS),
    ("Paragraphs: `[paragraph.rules]`", PARAGRAPH_SIGNALS),
    ("Images: `[image.rules]`", IMAGE_SIGNALS),
)


def signal_table() -> str:
    """Return the page as Markdown."""
    return HEAD + "\n".join(line for title, specs in SECTIONS for line in _section(title, specs))


def _section(title: str, specs: Mapping[str, SignalSpec[Any]]) -> Iterator[str]:
    yield f"## {title}\n"
    yield "| signal | values | |"
    yield "|---|---|---|"
    for spec in specs.values():
        yield f"| `{spec.name}` | {_values(spec)} | {_description(spec)} |"
    yield ""


def _values(spec: SignalSpec[Any]) -> str:
    if spec.kind is str:
        return "a word"
    if spec.low == -float("inf"):
        return "any number"
    high = "" if spec.high == float("inf") else f" to {spec.high:g}"
    return f"{'whole, ' if spec.kind is int else ''}{spec.low:g}{high or ' and more'}"


def _description(spec: SignalSpec[Any]) -> str:
    said = " ".join((getdoc(spec.measure) or "").split()) if spec.measure is not None else spec.about
    needs = f" Needs `signals.{spec.needs}`." if spec.needs else ""
    if spec.name in WAYS:
        needs = f" Needs `models.{spec.name}`: see [models.md](models.md)."
    return (said + needs).replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(signal_table())
