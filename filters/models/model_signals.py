"""Signals that models give: measured by `m3w score`, once for each model, and asked after all others."""

from __future__ import annotations

from typing import Any

from filters.signals import INFINITE, SignalSpec, registry

PICTURE_SPECS: tuple[SignalSpec[Any], ...] = (
    SignalSpec("nsfw", float, 0, 1, None),
    SignalSpec("watermark", float, 0, 1, None),
    SignalSpec("aesthetic", float, -INFINITE, INFINITE, None),
)
"""What a classifier says of a picture's bytes: the probability of a label, or the output of a model with only one.

OBELICS drops from 0.85 and 0.9 on (two labels of GantMan's model), OmniCorpus above 0.8 (nsfw) and below 3.7 (LAION's
aesthetic predictor), data-juicer above 0.5 (nsfw) and 0.8 (watermark).
"""
REFERENCE_SPECS: tuple[SignalSpec[Any], ...] = (SignalSpec("clip_similarity", float, -1, 1, None),)
"""Cosine of the CLIP features of an image and of the paragraph of its document that is most like it.

mmc4 drops images below 0.15 (CLIP ViT-L/14), as NeMo Curator does.
"""
DOCUMENT_SPECS: tuple[SignalSpec[Any], ...] = (SignalSpec("toxicity", float, -INFINITE, INFINITE, None),)
"""The highest value that a text classifier gives to a stretch of the document, as long as the model reads."""
PICTURE_MODEL_SIGNALS = registry(PICTURE_SPECS)
IMAGE_MODEL_SIGNALS = registry(PICTURE_SPECS, REFERENCE_SPECS)
DOCUMENT_MODEL_SIGNALS = registry(DOCUMENT_SPECS)
