"""A tiny training: a few documents and pairs, a recipe for them, and one worker without a cluster."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from shards.pairs import FORMAT
from tests.training.data.making import Members, document, png, write_shards
from tests.training.tiny_weights import Weights
from training.data.share import Share
from training.recipe import TrainRecipe
from training.runs.claim import Claim
from training.runs.examination import digests
from training.runs.loop import Line
from training.runs.worker import order_of, work

DOCUMENTS, PAIRS = 10, 12
INPUTS = {"dataset corpus": "1", "dataset captions": "2", "language model": "3", "vision encoder": "4"}


@dataclass(frozen=True, slots=True)
class Tiny:
    """What a tiny training reads.

    Attributes:
        weights: The frozen weights.
        documents: Folder of the documents, two images and two texts each.
        pairs: Folder of the pairs.
    """

    weights: Weights
    documents: Path
    pairs: Path


def save_datasets(folder: Path, weights: Weights) -> Tiny:
    """Write both datasets below a folder."""
    tiny = Tiny(weights, folder / "documents", folder / "pairs")
    write_shards(tiny.documents, [dict(_document(number) for number in range(DOCUMENTS))])
    write_shards(tiny.pairs, [dict(_pair(number) for number in range(PAIRS))], "pairs")
    return tiny


def _document(number: int) -> tuple[str, Members]:
    key = f"{number:032x}"
    record = document(key, [f"number {number}", None, "more of it", None])
    pictures = {f"00{place}.png": png((20 * number, 200, 100 * place)) for place in range(2)}
    return key, {"json": json.dumps(record).encode(), **pictures}


def _pair(number: int) -> tuple[str, Members]:
    record = {"format": FORMAT, "caption": f"a thing of redness {number}"}
    return f"{number:032x}-000", {"json": json.dumps(record).encode(), "png": png((20 * number, 0, 0))}


def tiny_recipe(tiny: Tiny, changes: Mapping[str, Any] | None = None) -> TrainRecipe:
    """Return a recipe for it; changes are given by their keys, such as `run.updates`."""
    return TrainRecipe.model_validate(recipe_values(tiny, changes))


def write_recipe(path: Path, tiny: Tiny, changes: Mapping[str, Any] | None = None) -> Path:
    """Write a recipe for it, right or wrong, as a TOML file."""
    path.write_text("".join(f"{line}\n" for line in _lines(recipe_values(tiny, changes))))
    return path


def _lines(values: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _lines(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key} = {json.dumps(value)}"


def recipe_values(tiny: Tiny, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return a recipe as plain values, right or wrong."""
    values = _plain(tiny)
    for key, value in (changes or {}).items():
        section = values
        *way, last = key.split(".")
        for name in way:
            section = section.setdefault(name, {})
        section[last] = value
    return values


def _plain(tiny: Tiny) -> dict[str, Any]:
    both = {"batch_size": 3, "image_size": 32}
    return {
        "name": "tiny",
        "weights": {
            "language_model": str(tiny.weights.language_model),
            "vision_encoder": str(tiny.weights.vision_encoder),
        },
        "model": {"num_latents": 6, "resampler_layers": 2, "resampler_heads": 4},
        "data": {
            "threads": 0,
            "datasets": {
                "corpus": {"kind": "documents", "path": str(tiny.documents), "max_tokens": 32, **both},
                "captions": {"kind": "pairs", "path": str(tiny.pairs), "weight": 0.2, **both},
            },
        },
        "optimizer": {"learning_rate": 0.003, "warmup_updates": 3},
        "run": {"updates": 8, "log_every": 2, "checkpoint_every": 4},
    }


class PulledPlugError(Exception):
    """Somebody has pulled the plug."""


@dataclass
class Alone:
    """The colleagues of a worker that has none.

    Attributes:
        stops_at: The update at whose line the plug is pulled; 0 for never.
        lines: What was reported.
    """

    stops_at: int = 0
    lines: list[Line] = field(default_factory=list)
    share: Share = field(default_factory=Share)
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))

    def agree(self, found: str | None) -> str | None:
        return found

    def report(self, line: Line) -> None:
        self.lines.append(line)
        if line["update"] == self.stops_at:
            raise PulledPlugError


def run_alone(recipe: TrainRecipe, folder: str, *, checkpoint: str = "", stops_at: int = 0) -> list[Line]:
    """Train in this process, as a worker does; return the lines of its journal."""
    colleagues = Alone(stops_at)
    work(order_of(recipe, Claim.stake(folder), digests(recipe), checkpoint), colleagues)
    return colleagues.lines
