from __future__ import annotations

import apache_beam as beam
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner
from apache_beam.testing.util import assert_that, equal_to

from filters.images.spread import CountSpread, Spread


def test_components_and_their_hosts_are_counted_once_each() -> None:
    shown = [
        ("p", ("a", "one.example")),
        ("p", ("a", "one.example")),
        ("p", ("a", "copy.example")),  # the same text on another host: `copy` is the first of its hosts by name
        ("p", ("b", "one.example")),
        ("p", ("c", "one.example")),
        ("q", ("a", "one.example")),
    ]
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        found = pipeline | beam.Create(shown) | CountSpread()
        assert_that(found, equal_to([("p", Spread(3, 2)), ("q", Spread(1, 1))]))


def test_its_signals_bear_their_names() -> None:
    assert Spread(3, 2).signals == {"documents": 3, "hosts": 2}
