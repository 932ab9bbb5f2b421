from __future__ import annotations

from filters.images.image_signals import IMAGE_SIGNALS
from filters.models.model_signals import DOCUMENT_MODEL_SIGNALS, IMAGE_MODEL_SIGNALS, PICTURE_MODEL_SIGNALS
from filters.text.text_signals import DOCUMENT_SIGNALS


def test_models_are_asked_last_of_all_and_nothing_else_measures_their_signals() -> None:
    assert list(IMAGE_SIGNALS)[-len(IMAGE_MODEL_SIGNALS) :] == list(IMAGE_MODEL_SIGNALS)
    assert all(spec.measure is None for spec in (*IMAGE_MODEL_SIGNALS.values(), *DOCUMENT_MODEL_SIGNALS.values()))
    assert PICTURE_MODEL_SIGNALS.keys() < IMAGE_MODEL_SIGNALS.keys()
    assert not DOCUMENT_MODEL_SIGNALS.keys() & {*DOCUMENT_SIGNALS, *IMAGE_SIGNALS}
