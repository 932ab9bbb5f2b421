"""Signals that models give: measured by `m3w score`, once for each model, and asked after all others."""

from __future__ import annotations

from typing import Any

from filters.signals import INFINITE, SignalSpec, registry

NSFW = (
    "Probability that an image classifier gives to a label for pictures not safe for work. OBELICS drops documents for "
    "0.9 and 0.85 (two labels of GantMan's model), OmniCorpus images above 0.8, mmc4 above 0.1."
)
WATERMARK = "Probability that an image classifier gives to a label for watermarks. data-juicer keeps up to 0.8."
AESTHETIC = (
    "What an image classifier of one output says of a picture, or the probability of its label. OmniCorpus drops below "
    "3.7 of LAION's predictor."
)
CLIP_SIMILARITY = (
    "Cosine of the CLIP features of the image and of that paragraph of its document which is most like it; None where "
    "there is no paragraph. mmc4 and NeMo Curator keep 0.15 and more (CLIP ViT-L/14)."
)
TOXICITY = (
    "The highest value that a text classifier gives to a stretch of the document as it was extracted, a stretch being "
    "what the model reads at once; None for an empty text."
)
PICTURE_SPECS: tuple[SignalSpec[Any], ...] = (
    SignalSpec("nsfw", float, 0, 1, None, about=NSFW),
    SignalSpec("watermark", float, 0, 1, None, about=WATERMARK),
    SignalSpec("aesthetic", float, -INFINITE, INFINITE, None, about=AESTHETIC),
)
"""What classifiers say of a picture's bytes."""
REFERENCE_SPECS: tuple[SignalSpec[Any], ...] = (
    SignalSpec("clip_similarity", float, -1, 1, None, about=CLIP_SIMILARITY),
)
"""What models say of an image where it stands."""
DOCUMENT_SPECS: tuple[SignalSpec[Any], ...] = (
    SignalSpec("toxicity", float, -INFINITE, INFINITE, None, about=TOXICITY),
)
PICTURE_MODEL_SIGNALS = registry(PICTURE_SPECS)
IMAGE_MODEL_SIGNALS = registry(PICTURE_SPECS, REFERENCE_SPECS)
DOCUMENT_MODEL_SIGNALS = registry(DOCUMENT_SPECS)
