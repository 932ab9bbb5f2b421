"""`[models]`: models of others, given by path, and the signals they give."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field

from filters.models.model_signals import DOCUMENT_MODEL_SIGNALS, IMAGE_MODEL_SIGNALS
from filters.rules import Rules

WAYS = {
    "clip_similarity": "a CLIP model of transformers (CLIPModel), such as openai/clip-vit-large-patch14",
    "nsfw": "an image classifier of transformers and its label, such as Falconsai/nsfw_image_detection and 'nsfw'",
    "watermark": "an image classifier of transformers and its label for pictures with a watermark",
    "aesthetic": "an image classifier of transformers with one output, or with a label for good pictures",
    "toxicity": "a text classifier of transformers and its label, such as unitary/toxic-bert and 'toxic'",
}
"""What to give for each signal, with examples on the Hugging Face Hub."""


class ModelSection(BaseModel):
    """A model."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str = Field(min_length=1, description="Folder or URL with config.json and weights in safetensors files.")


class ClassifierSection(ModelSection):
    """A model that sorts pictures or texts."""

    label: str = Field(default="", description="The label whose probability counts; empty for a model of one output.")


class TextClassifierSection(ClassifierSection):
    """A model that sorts texts."""

    max_tokens: int = Field(default=512, ge=8, le=100_000, description="Tokens that the model reads at once.")
    max_stretches: int = Field(default=32, ge=1, le=10_000, description="Stretches of a document that are looked at.")


class ModelSettings(BaseModel):
    """Models by the signals they give."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    nsfw: ClassifierSection | None = None
    watermark: ClassifierSection | None = None
    aesthetic: ClassifierSection | None = None
    clip_similarity: ModelSection | None = None
    toxicity: TextClassifierSection | None = None
    batch: int = Field(default=32, ge=1, le=4096, description="Pictures or texts that a model is given at once.")
    max_paragraphs: int = Field(default=500, ge=1, le=20_000, description="Paragraphs that images are compared with.")

    def given(self) -> Iterator[tuple[str, ModelSection]]:
        """Yield the models that there are, by signal."""
        for signal in (*IMAGE_MODEL_SIGNALS, *DOCUMENT_MODEL_SIGNALS):
            section = getattr(self, signal)
            if section is not None:
                yield signal, section


def asked_of_models(rules: Rules) -> list[str]:
    """Return the signals of models that rules are set on."""
    return [name for name in rules if name in IMAGE_MODEL_SIGNALS or name in DOCUMENT_MODEL_SIGNALS]


def check_models(rules: Rules, models: ModelSettings, where: str) -> None:
    """Hold the rules of a recipe against the models it gives: without them, a rule would drop nothing.

    Raises:
        ValueError: A rule is on a signal whose model is not given.
    """
    for name in asked_of_models(rules):
        if getattr(models, name) is None:
            raise ValueError(
                f"{where}.{name} needs a model, which the recipe does not give: under [models.{name}] set path to the "
                f"folder of {WAYS[name]}, and run `m3w score` before select; or leave the rule out ({name} = false in "
                f"a recipe that extends this one)"
            )
