"""Progress of a running job, read from what lies on disk: finished parts and heartbeat files.

Beam's local runner has no live metrics, and counters lie after a restart; files do not.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from dags.report import console
from shards import storage
from shards.parts import PartName

HEARTBEAT = storage.TEMPORARY + "heartbeat-"
LABEL = re.compile(rf"^(?!{re.escape(storage.TEMPORARY)})[a-z]+-(.+?)\.[0-9a-f]{{16}}\.")
EVERY = 1.0
LOG_EVERY = 15.0
log = logging.getLogger("m3w")


class Heartbeat(AbstractContextManager["Heartbeat"]):
    """Tells how far the work on one part is, at most once a second, in a small file beside the part.

    Args:
        name: The part.
        expected: How much there is to do.
        unit: Of what.
    """

    def __init__(self, name: PartName, expected: int, unit: str) -> None:
        self._path = storage.join(name.folder, f"{HEARTBEAT}{name.label}.{name.fingerprint}.json")
        self._expected, self._unit, self._done, self._next = expected, unit, 0, 0.0
        self._begun = time.monotonic()

    def beat(self, number: int = 1, **counts: int) -> None:
        """Count what is done; `counts` say what else there is to know of it so far, by name."""
        self._done += number
        now = time.monotonic()
        if now >= self._next:
            self._next = now + EVERY
            rate = self._done / max(now - self._begun, 1e-3)
            state = {"done": self._done, "of": self._expected, "unit": self._unit, "rate": rate, "counts": counts}
            with suppress(OSError), storage.published(self._path) as stream:  # no reason to stop the work itself
                stream.write(json.dumps(state).encode())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            storage.remove([self._path])


@dataclass(frozen=True, slots=True)
class State:
    """How far a job is: parts done (begun ones by their share), parts in all as far as known, and a remark."""

    done: float
    total: int | None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class _Beat:
    """What a heartbeat file says: how much of how much of what, how fast (a second), and what else."""

    done: int
    of: int
    unit: str
    rate: float
    counts: Mapping[str, int]


def state_of(folder: str, fingerprint: str, parts: int | None) -> State:
    """Return how far the job that writes into a folder is.

    Args:
        folder: Where its parts go.
        fingerprint: Of its parts.
        parts: How many there will be; None where that shows only as they come.
    """
    names = storage.names_in(folder)
    finished = {found[1] for name in names if (found := LABEL.match(name))}
    beating = [name for name in names if _is_heartbeat(name, fingerprint, finished)]
    running = [state for name in beating if (state := _read(storage.join(folder, name)))]
    share = sum(beat.done / beat.of for beat in running if beat.of)
    remarks = [f"{len(finished)} of {parts if parts is not None else '?'} parts finished", *_remarks(running)]
    total = parts if parts is not None else (len(finished) + len(running)) or None
    return State(len(finished) + share, total, ", ".join(remarks))


def _is_heartbeat(name: str, fingerprint: str, finished: Collection[str]) -> bool:
    """Tell whether a file is the heartbeat of a part that runs; that of a finished one is about to go."""
    ending = f".{fingerprint}.json"
    of_this_job = name.startswith(HEARTBEAT) and name.endswith(ending)
    return of_this_job and name.removeprefix(HEARTBEAT).removesuffix(ending) not in finished


def _remarks(running: Collection[_Beat]) -> list[str]:
    """Return what is going on: how much of each unit, and where a job says more of its work, how fast and what."""
    begun: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for beat in running:
        begun[beat.unit] += beat.done
        counts.update(beat.counts)
    said = [f"{done:,} {unit} in others" for unit, done in sorted(begun.items())]
    if counts:
        said.append(f"{sum(beat.rate for beat in running):,.1f} a second")
    return said + [f"{number:,} {name}" for name, number in sorted(counts.items())]


def _read(path: str) -> _Beat | None:
    try:
        state = json.loads(storage.read_bytes(path))
        counts = {str(name): int(number) for name, number in state["counts"].items()}
        return _Beat(int(state["done"]), int(state["of"]), str(state["unit"]), float(state["rate"]), counts)
    except (OSError, ValueError):  # just being replaced or removed by its worker: next time
        return None


@contextmanager
def shown(title: str, measure: Callable[[], State]) -> Iterator[None]:
    """Show progress while the block runs: a bar on a terminal, a line now and then in a log.

    Args:
        title: What is running.
        measure: Tells how far it is; called about once a second.
    """
    stop = threading.Event()
    watch = _watch_terminal if sys.stdout.isatty() else _watch_log
    thread = threading.Thread(target=watch, args=(title, measure, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _watch_terminal(title: str, measure: Callable[[], State], stop: threading.Event) -> None:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[remark]}"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        first = measure()  # what an earlier run has done tells nothing of this one's speed
        task = progress.add_task(title, completed=int(first.done), total=first.total, remark=first.remark)
        while True:
            stopped = stop.wait(EVERY / 2)
            state = measure()
            progress.update(task, completed=state.done, total=state.total, remark=state.remark)
            if stopped:
                return


def _watch_log(title: str, measure: Callable[[], State], stop: threading.Event) -> None:
    begun = said = moving = time.monotonic()
    first = measure()
    while not stop.wait(EVERY):
        now, state = time.monotonic(), measure()
        own = state.done - first.done
        if own <= 0:
            moving = now  # until something is done: starting takes its time, and tells nothing of the speed
        if now - said < LOG_EVERY:
            continue
        said = now
        left = (now - moving) / own * (state.total - state.done) if state.total and own > 0 else None
        ending = f", about {left:.0f} s left" if left is not None else ""
        log.info("%s: %s, %.0f s%s", title, state.remark, now - begun, ending)
