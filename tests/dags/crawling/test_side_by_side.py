"""Elements of a bundle wait side by side, nothing of theirs is lost, and a failure is heard of while others wait."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

import apache_beam as beam
import pytest
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner
from apache_beam.testing.util import assert_that, equal_to

from dags.crawling.side_by_side import SideBySide

TOGETHER = threading.Barrier(3)
NEVER = threading.Event()


def meet(key: str, numbers: Iterable[int]) -> Iterator[tuple[str, int]]:
    """Wait for two others: who works one after the other waits in vain."""
    TOGETHER.wait(timeout=60)
    for number in numbers:
        yield key, number


def fail(key: str, _: Iterable[int]) -> Iterator[str]:
    if key == "b":
        raise ValueError(f"{key} cannot be done")
    NEVER.wait()
    yield key


def test_elements_of_a_bundle_are_worked_on_at_once() -> None:
    pairs = [(key, number) for key in "abc" for number in range(3)]
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        made = pipeline | beam.Create(pairs) | beam.GroupByKey() | beam.ParDo(SideBySide(meet))
        assert_that(made, equal_to(pairs))


def test_a_failure_does_not_wait_for_the_others() -> None:
    with pytest.raises(Exception, match="b cannot be done"), beam.Pipeline(runner=FnApiRunner()) as pipeline:
        _ = pipeline | beam.Create([("a", 1), ("b", 2)]) | beam.GroupByKey() | beam.ParDo(SideBySide(fail))
