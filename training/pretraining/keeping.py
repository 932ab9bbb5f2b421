"""Folders that are made once and kept: whole or not at all, and with a note of what they were made from."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = 1
NOTE = "made_from.json"

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Making:
    """What a folder is made from.

    Attributes:
        what: What it holds, such as `language model`.
        inputs: Settings and digests, as plain JSON: all that decides whether it would be made again.
        versions: Libraries it was made with. They are noted and not compared: a frozen model stays what it is when a
            library is replaced, and what was trained on top of it still needs it.
    """

    what: str
    inputs: Json
    versions: Mapping[str, str]


def keep(folder: Path, making: Making, make: Callable[[Path], Json], overwrite: bool = False) -> Json:
    """Make a folder, or read the note of the one that is there; return what its maker said of it.

    Args:
        folder: Where it goes.
        making: What it is made from.
        make: Fills an empty folder and returns plain JSON about it.
        overwrite: Replace a folder that was made from something else.

    Raises:
        ValueError: The folder was made from something else, or holds what was not made here.
    """
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder} is a file, the {making.what} needs a folder: give another name")
    if folder.exists() and any(folder.iterdir()):
        note = _read(folder, making.what)
        change = difference(note["inputs"], making.inputs)
        if change is None:
            return dict(note["report"])
        if not overwrite:
            raise ValueError(
                f"the {making.what} in {folder} was made from something else: {change}; "
                f"give another folder, or overwrite it"
            )
    return _make(folder, making, make)


def difference(there: Json, wanted: Json, name: str = "") -> str | None:
    """Return the first thing that differs between two notes, for people to read; None where nothing does."""
    for key in [*wanted, *(key for key in there if key not in wanted)]:
        one, other, path = there.get(key), wanted.get(key), f"{name}{key}"
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            inner = difference(one, other, f"{path}.")
            if inner is not None:
                return inner
        elif one != other:
            return f"{path} is {json.dumps(one)} there and {json.dumps(other)} now"
    return None


def _read(folder: Path, what: str) -> dict[str, Any]:
    path = folder / NOTE
    try:
        note: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if note["format"] == FORMAT and note["what"] == what and note["report"].keys() and note["inputs"].keys():
            return note
        raise ValueError(f"it notes a {note['what']} in format {note['format']}")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(
            f"{folder} is not empty and its {NOTE} is not that of a {what} of ours ({error}): give another folder"
        ) from error


def _make(folder: Path, making: Making, make: Callable[[Path], Json]) -> Json:
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))  # nobody else's
    unfinished.chmod(0o755)
    replaced = unfinished.with_suffix(".old")
    try:
        report = make(unfinished)
        note = {
            "format": FORMAT,
            "what": making.what,
            "inputs": making.inputs,
            "versions": making.versions,
            "report": report,
        }
        text = json.dumps(note, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        (unfinished / NOTE).write_text(text, encoding="utf-8")
        if folder.exists():
            folder.rename(replaced)
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    shutil.rmtree(replaced, ignore_errors=True)
    return report
