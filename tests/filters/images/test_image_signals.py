from __future__ import annotations

import pytest
from PIL import Image

from filters.images.image_signals import FILE_SIGNALS, IMAGE_SIGNALS, REFERENCE_SIGNALS, SPREAD_SIGNALS
from filters.models.model_signals import IMAGE_MODEL_SIGNALS
from filters.signals import measure_all
from tests.filters.images.pictures import flat, photo, view


@pytest.mark.parametrize("pixels", [flat(), photo(), Image.new("RGB", (1, 1)), Image.new("RGB", (512, 1), "white")])
def test_every_measured_signal_lies_in_its_range(pixels: Image.Image) -> None:
    found = measure_all(view(pixels, qr_codes=True), FILE_SIGNALS)
    assert list(found) == list(FILE_SIGNALS)
    for name, value in found.items():
        spec = FILE_SIGNALS[name]
        if spec.kind is str:
            assert value in spec.words
        elif value is not None:
            assert type(value) is spec.kind
            assert spec.low <= float(value) <= spec.high


def test_what_is_known_first_is_asked_first() -> None:
    assert list(IMAGE_SIGNALS)[: len(REFERENCE_SIGNALS)] == list(REFERENCE_SIGNALS)
    assert list(IMAGE_SIGNALS)[len(REFERENCE_SIGNALS) :][:2] == ["documents", "hosts"] == list(SPREAD_SIGNALS)


def test_every_signal_has_one_name_and_says_what_it_is() -> None:
    groups = (REFERENCE_SIGNALS, SPREAD_SIGNALS, FILE_SIGNALS, IMAGE_MODEL_SIGNALS)
    assert len(IMAGE_SIGNALS) == sum(map(len, groups))
    assert all(spec.measure.__doc__ for spec in IMAGE_SIGNALS.values() if spec.measure is not None)
