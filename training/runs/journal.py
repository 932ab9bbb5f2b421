"""What a run writes down: `metrics.jsonl` and TensorBoard's events, continued where a checkpoint continues.

Lines lie in the run's folder as they are written. Where that is a URL, they lie on the first worker's own disk, and are
copied with every checkpoint.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from torch.utils.tensorboard.writer import SummaryWriter

from shards import storage
from training.folders import is_local

LINES, EVENTS = "metrics.jsonl", "tensorboard"
EACH_GATE = 8
"""Most blocks whose gates are drawn one by one; of more, the mean is."""


class Journal(AbstractContextManager["Journal"]):
    """Writes lines.

    Args:
        folder: Of the run, a path or URL.
        update: From where it goes on: what was written of later updates is left out.
    """

    def __init__(self, folder: str, update: int) -> None:
        self._folder = folder
        self._temporary = None if is_local(folder) else tempfile.TemporaryDirectory(prefix="m3w-")
        self._here = Path(folder if self._temporary is None else self._temporary.name)
        self._here.mkdir(parents=True, exist_ok=True)
        kept = [line for line in read_lines(folder) if line["update"] <= update]
        with storage.published(str(self._here / LINES)) as stream:
            stream.writelines(_encoded(line) for line in kept)
        self._lines = (self._here / LINES).open("ab")
        self._events = SummaryWriter(str(self._here / EVENTS), purge_step=update + 1)

    def write(self, line: Mapping[str, Any]) -> None:
        """Add a line."""
        self._lines.write(_encoded(line))
        self._lines.flush()
        for name, value in scalars(line):
            self._events.add_scalar(name, value, line["update"])
        self._events.flush()

    def keep(self) -> None:
        """Make sure that what is written lies in the run's folder."""
        if self._temporary is None:
            return
        for path in (self._here / LINES, *(self._here / EVENTS).iterdir()):
            name = path.relative_to(self._here).parts
            with storage.published(storage.join(self._folder, *name)) as stream:
                stream.write(path.read_bytes())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._events.close()
        self._lines.close()
        with suppress(OSError):  # what is wrong already is to be told, not this
            self.keep()
        if self._temporary is not None:
            self._temporary.cleanup()


def read_lines(folder: str) -> list[dict[str, Any]]:
    """Return the lines of a run's journal; one that was cut off by a kill is left out."""
    path = storage.join(folder, LINES)
    if not storage.exists(path):
        return []
    whole, _, _ = storage.read_bytes(path).rpartition(b"\n")
    return [json.loads(line) for line in whole.splitlines()]


def scalars(line: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Yield what TensorBoard draws of a line, by name of the chart."""
    yield "loss/all", line["loss"]
    for name, loss in line["losses"].items():
        yield f"loss/{name}", loss
    for name in ("gradient_norm", "learning_rate", "tokens_per_second", "images_per_second", "broken_images"):
        yield f"training/{name}", line[name]
    for kind, values in line["gates"].items():
        if len(values) > EACH_GATE:
            yield f"gates/{kind}/mean", sum(values) / len(values)
        else:
            yield from ((f"gates/{kind}/{number}", value) for number, value in enumerate(values))


def _encoded(line: Mapping[str, Any]) -> bytes:
    return json.dumps(line).encode() + b"\n"
