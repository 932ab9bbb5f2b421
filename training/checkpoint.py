"""Checkpoints: everything that the next update depends on, in files that hold tensors and JSON only.

A folder holds `learnt.safetensors` (what is learnt; what is frozen is not in it), `optimizer.safetensors` and
`state.json` (update, schedule, data positions, random state, and what the checkpoint was made with). It is written
under another name and renamed, so a checkpoint that is there is whole.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from training.optimizer import trainable

FORMAT = 1
LEARNT, OPTIMIZER, STATE = "learnt.safetensors", "optimizer.safetensors", "state.json"
KEYS = {"format", "update", "positions", "origin", "schedule", "optimizer", "random"}

REMEDY = "remove this checkpoint's folder, and the run goes on from the one before"


class CheckpointError(ValueError):
    """A checkpoint that can't be read, or does not fit; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a training is.

    Attributes:
        update: Updates done.
        positions: Data position of each dataset, by name.
        origin: What it is made from: the resolved recipe, and the digests of data and frozen weights.
    """

    update: int
    positions: Mapping[str, Any]
    origin: Mapping[str, Any]


def save(folder: Path, model: nn.Module, optimizer: AdamW, schedule: LambdaLR, progress: Progress) -> None:
    """Write a checkpoint; the folder must not be there yet."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))  # nobody else's
    try:
        _write(making, model, optimizer, schedule, progress)
        making.chmod(0o755)
        making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _write(making: Path, model: nn.Module, optimizer: AdamW, schedule: LambdaLR, progress: Progress) -> None:
    save_file({name: each.detach().contiguous() for name, each in trainable(model).items()}, making / LEARNT)
    tensors, plain = _flatten(optimizer.state_dict())
    random_state = {"torch": torch.get_rng_state()}
    if torch.cuda.is_available():
        random_state["cuda"] = torch.cuda.get_rng_state()
    save_file({**tensors, **{f"random.{key}": value for key, value in random_state.items()}}, making / OPTIMIZER)
    state = {
        "format": FORMAT,
        "update": progress.update,
        "positions": progress.positions,
        "origin": progress.origin,
        "schedule": {"last_epoch": schedule.last_epoch},
        "optimizer": plain,
        "random": random.getstate(),
    }
    (making / STATE).write_text(json.dumps(state, indent=1, sort_keys=True))
    for path in making.iterdir():  # before the rename, or a power cut could leave a name without its content
        with path.open("rb") as stream:
            os.fsync(stream.fileno())


def load(folder: Path, model: nn.Module, optimizer: AdamW, schedule: LambdaLR) -> Progress:
    """Read a checkpoint into model, optimizer, schedule and the random generators.

    Raises:
        CheckpointError: It is not there, damaged, of another format, or of another model.
    """
    state = _read_state(folder)
    load_learnt(folder, model)
    tensors = _read_tensors(folder / OPTIMIZER)
    try:
        _restore(state, tensors, optimizer, schedule)
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise CheckpointError(f"{folder} is damaged ({error!r}): {REMEDY}") from error
    return _progress(state)


def _restore(state: Mapping[str, Any], tensors: dict[str, Tensor], optimizer: AdamW, schedule: LambdaLR) -> None:
    torch.set_rng_state(tensors.pop("random.torch"))
    of_gpu = tensors.pop("random.cuda", None)
    if of_gpu is not None and torch.cuda.is_available():
        torch.cuda.set_rng_state(of_gpu)
    optimizer.load_state_dict(_unflatten(tensors, state["optimizer"]))
    schedule.last_epoch = state["schedule"]["last_epoch"]
    schedule._last_lr = [group["lr"] for group in optimizer.param_groups]
    version, numbers, gauss = state["random"]
    random.setstate((version, tuple(numbers), gauss))


def read_progress(folder: Path) -> Progress:
    """Read how far a checkpoint is, and what it is made from.

    Raises:
        CheckpointError: It is not there, damaged or of another format.
    """
    return _progress(_read_state(folder))


def require_whole(folder: Path) -> None:
    """Look at the heads of a checkpoint's files.

    Raises:
        CheckpointError: One is missing or damaged.
    """
    for name in (LEARNT, OPTIMIZER):
        try:
            with safe_open(folder / name, framework="pt"):
                continue
        except (OSError, SafetensorError) as error:
            raise CheckpointError(f"{folder / name} is damaged ({error}): {REMEDY}") from error


def _progress(state: Mapping[str, Any]) -> Progress:
    return Progress(state["update"], state["positions"], state["origin"])


def _read_state(folder: Path) -> dict[str, Any]:
    path = folder / STATE
    if not path.is_file():
        raise CheckpointError(f"{folder} holds no checkpoint: give the folder that has {STATE} in it")
    try:
        state = dict[str, Any](json.loads(path.read_text()))
    except (ValueError, TypeError) as error:
        raise CheckpointError(f"{path} is damaged ({error}): {REMEDY}") from error
    if state.get("format") != FORMAT:
        raise CheckpointError(
            f"{path} has format {state.get('format')!r}, this m3w reads {FORMAT}: "
            f"continue with the version of m3w that wrote it"
        )
    lacking = sorted(KEYS - state.keys()) + sorted({"recipe", "inputs"} - dict(state.get("origin") or {}).keys())
    if lacking:
        raise CheckpointError(f"{path} is damaged (it lacks {lacking[0]}): {REMEDY}")
    return state


def _read_tensors(path: Path) -> dict[str, Tensor]:
    try:
        return load_file(path)
    except (OSError, SafetensorError) as error:
        raise CheckpointError(f"{path} is damaged ({error}): {REMEDY}") from error


def load_learnt(folder: Path, model: nn.Module) -> None:
    """Read what is learnt into a model.

    Raises:
        CheckpointError: It is of another model.
    """
    saved, own = _read_tensors(folder / LEARNT), trainable(model)
    missing, strange = sorted(own.keys() - saved.keys()), sorted(saved.keys() - own.keys())
    shapes = [name for name in own.keys() & saved.keys() if own[name].shape != saved[name].shape]
    for names, what in ((missing, "lacks"), (strange, "has, which the model lacks,"), (shapes, "has in other shapes")):
        if names:
            raise CheckpointError(
                f"{folder} {what} {names[0]} (and {len(names) - 1} more): "
                f"the recipe describes another model than the one the checkpoint was made with"
            )
    with torch.no_grad():
        for name, parameter in own.items():
            parameter.copy_(saved[name])


def _flatten(state: Mapping[str, Any]) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Part an optimizer's state into tensors and plain values."""
    tensors: dict[str, Tensor] = {}
    plain: dict[str, dict[str, Any]] = {}
    for number, entry in state["state"].items():
        for key, value in entry.items():
            if isinstance(value, Tensor):
                tensors[f"{number}.{key}"] = value.contiguous()
            else:
                plain.setdefault(str(number), {})[key] = value
    return tensors, {"state": plain, "param_groups": state["param_groups"]}


def _unflatten(tensors: Mapping[str, Tensor], plain: Mapping[str, Any]) -> dict[str, Any]:
    state: dict[int, dict[str, Any]] = {int(number): dict(entry) for number, entry in plain["state"].items()}
    for name, value in tensors.items():
        number, _, key = name.partition(".")
        state.setdefault(int(number), {})[key] = value
    return {"state": state, "param_groups": plain["param_groups"]}
