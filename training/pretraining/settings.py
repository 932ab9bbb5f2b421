"""What a recipe says of a small language model and a small vision encoder, for want of weights at hand."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator

SMALLEST_VOCABULARY = 258  # every byte, <s> and </s>


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
    """A small convolutional vision encoder, and how it learns which caption goes with which picture."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    width: int = Field(default=128, ge=16, multiple_of=4, description="Channels of its last stage.")
    blocks: int = Field(default=1, ge=1, description="Blocks in each of its three stages.")
    updates: int = Field(default=300, ge=0, description="Updates of the weights; 0 leaves them random.")
    batch_size: int = Field(default=64, ge=2, description="Pairs in every update, of each dataset of pairs.")
    learning_rate: float = Field(default=1e-3, gt=0, description="Highest learning rate, after the warm-up.")
    warmup_updates: int = Field(default=50, ge=0, description="Updates over which it rises linearly from 0.")
    seed: int = Field(default=0, ge=0, description="Of the weights at the start and of the order of pairs.")
