"""What a recipe says of a small language model and a random vision encoder, for want of weights at hand."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator

SMALLEST_VOCABULARY = 258  # every byte, <s> and </s>
SMALLEST_HEAD = 8  # a sine and a cosine for row and column, and room for something besides


class LanguageModelSettings(BaseModel):
    """A small tokenizer and causal language model, and how it learns."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    vocabulary: int = Field(
        default=8000, ge=SMALLEST_VOCABULARY, le=2**16, description="Most tokens; less text gives fewer."
    )
    max_characters: int = Field(default=200_000_000, ge=1, description="Text read, of all datasets together.")
    width: int = Field(default=256, ge=8, description="Of embeddings and layers.")
    layers: int = Field(default=4, ge=1, description="Layers.")
    heads: int = Field(default=4, ge=1, description="Heads of attention in a layer.")
    context: int = Field(default=256, ge=8, description="Tokens of a sequence.")
    updates: int = Field(default=1000, ge=1, description="Updates of the weights.")
    batch_size: int = Field(default=16, ge=1, description="Sequences in every update.")
    learning_rate: float = Field(default=1e-3, gt=0, description="Highest learning rate, after the warm-up.")
    warmup_updates: int = Field(default=50, ge=0, description="Updates over which it rises linearly from 0.")
    seed: int = Field(default=0, ge=0, description="Of the weights at the start and of the order of sequences.")

    @model_validator(mode="after")
    def _fits(self) -> LanguageModelSettings:
        if self.width % (2 * self.heads):
            raise ValueError(
                f"width = {self.width} can't be shared by heads = {self.heads} in even parts (rotary positions need "
                f"them even): give a multiple of {2 * self.heads}"
            )
        return self


class VisionEncoderSettings(BaseModel):
    """A small random vision transformer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    width: int = Field(default=128, ge=2 * SMALLEST_HEAD, description="Of what stands for a patch.")
    layers: int = Field(default=2, ge=1, description="Layers.")
    heads: int = Field(default=8, ge=2, description="Heads in a layer; each looks at one of 8 neighbouring patches.")
    patch: int = Field(default=4, ge=1, description="Side of a patch, in pixels.")
    image_size: int = Field(default=64, ge=8, le=4096, description="Side of the square pictures, in pixels.")
    seed: int = Field(default=0, ge=0, description="Of the weights.")

    @model_validator(mode="after")
    def _fits(self) -> VisionEncoderSettings:
        if self.width % self.heads or self.width // self.heads < SMALLEST_HEAD:
            raise ValueError(
                f"width = {self.width} can't be shared by heads = {self.heads} in parts of {SMALLEST_HEAD} or more: "
                f"give a multiple of {self.heads}, {SMALLEST_HEAD * self.heads} at least"
            )
        if self.image_size % self.patch:
            raise ValueError(
                f"image_size = {self.image_size} is no multiple of patch = {self.patch}: its edge would go unseen"
            )
        return self
