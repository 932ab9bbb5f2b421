"""All signals of images, by what they are measured on, in the order in which rules are asked."""

from __future__ import annotations

from typing import Any

from filters.images import colours, letterbox, qr_codes, references, shape, sharpness, spread
from filters.images.references import Shown
from filters.images.view import View
from filters.models.model_signals import IMAGE_MODEL_SIGNALS
from filters.signals import SignalSpec, registry

REFERENCE_SIGNALS: dict[str, SignalSpec[Shown]] = registry(references.SPECS)
"""Of the place where a page shows an image: judged before anything is fetched."""
SPREAD_SIGNALS: dict[str, SignalSpec[Any]] = registry(spread.SPECS)
"""Of a whole cut: counted by URL before images are fetched, and by bytes thereafter."""
FILE_SIGNALS: dict[str, SignalSpec[View]] = registry(
    shape.SPECS, colours.SPECS, sharpness.SPECS, letterbox.SPECS, qr_codes.SPECS
)
"""Of the file: measured when it is fetched, and stored with its facts."""
IMAGE_SIGNALS: dict[str, SignalSpec[Any]] = {
    **REFERENCE_SIGNALS,
    **SPREAD_SIGNALS,
    **FILE_SIGNALS,
    **IMAGE_MODEL_SIGNALS,
}
"""All of them: what is known first is asked first."""
