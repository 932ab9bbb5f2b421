from __future__ import annotations

import math

import pyarrow as pa
import pytest

from filters.images.image_signals import IMAGE_SIGNALS
from filters.signals import SignalSpec, arrow_struct, measure_all, registry
from filters.text.text_signals import DOCUMENT_SIGNALS

SPECS: dict[str, SignalSpec[str]] = {
    "later": SignalSpec("later", int, 0, math.inf, None),
    "length": SignalSpec("length", int, 0, math.inf, len),
    "half": SignalSpec("half", float, 0, math.inf, lambda text: len(text) / 2),
    "first": SignalSpec("first", str, 0, 0, lambda text: text[:1] or None),
}


def test_everything_but_what_needs_a_corpus_is_measured_in_order() -> None:
    assert list(measure_all("abc", SPECS).items()) == [("length", 3), ("half", 1.5), ("first", "a")]
    assert measure_all("", SPECS)["first"] is None


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_measurement_that_no_bound_could_hold_is_an_error(value: float) -> None:
    specs: dict[str, SignalSpec[str]] = {"odd": SignalSpec("odd", float, 0, 1, lambda _: value)}
    with pytest.raises(AssertionError, match=r"signal odd is -?(nan|inf)"):
        measure_all("abc", specs)


def test_the_arrow_type_has_a_nullable_field_for_each_measured_signal() -> None:
    struct = arrow_struct(SPECS)
    fields = [(field.name, field.type, field.nullable) for field in struct]
    assert fields == [("length", pa.int64(), True), ("half", pa.float64(), True), ("first", pa.string(), True)]


def test_a_registry_has_the_signals_of_all_groups_in_their_order() -> None:
    later, length, half, first = SPECS.values()
    assert list(registry((half, first), (), (later, length))) == ["half", "first", "later", "length"]


@pytest.mark.parametrize("specs", [DOCUMENT_SIGNALS, IMAGE_SIGNALS])
def test_every_signal_is_filed_under_its_name_and_documented(specs: dict[str, SignalSpec[object]]) -> None:
    for name, spec in specs.items():
        assert spec.name == name
        assert spec.low <= spec.high
        assert spec.about if spec.measure is None else spec.measure.__doc__
