"""Beam: all elements of a bundle at once, each in a thread: for work that waits for others most of the time."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import apache_beam as beam
from apache_beam.transforms.window import GlobalWindows
from apache_beam.utils.windowed_value import WindowedValue

Work = Callable[[Any, Iterable[Any]], Iterable[Any]]


class SideBySide(beam.DoFn):
    """(key, values) -> what the work yields for each, in no order.

    What one key fails with is raised at once; the other threads end with the process, as if it had been killed.
    """

    def __init__(self, work: Work) -> None:
        self._work = work

    def start_bundle(self) -> None:
        """Begin with nothing."""
        self._waiting: list[tuple[Any, list[Any]]] = []

    def process(self, element: tuple[Any, Iterable[Any]]) -> Iterator[Any]:
        """Take note."""
        key, values = element
        self._waiting.append((key, list(values)))
        return iter(())

    def finish_bundle(self) -> Iterator[WindowedValue]:
        """Work on all that was noted."""
        results: queue.SimpleQueue[list[Any] | BaseException] = queue.SimpleQueue()
        for each in self._waiting:
            threading.Thread(target=self._run, args=(*each, results), daemon=True).start()
        for _ in self._waiting:
            result = results.get()
            if isinstance(result, BaseException):
                raise result
            for item in result:
                yield GlobalWindows.windowed_value(item)

    def _run(self, key: Any, values: list[Any], results: queue.SimpleQueue[list[Any] | BaseException]) -> None:
        try:
            results.put(list(self._work(key, values)))
        except BaseException as error:  # whatever it is, the bundle has to hear of it
            results.put(error)
