"""What to train, how, and on how many workers: the whole of a training recipe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from training.optimizer import OptimizerSettings
from training.pretraining.settings import LanguageModelSettings, VisionEncoderSettings
from training.settings import DataSettings

FREE = (
    "name",
    "description",
    "run",
    "ray",
    "weights",
    "language_model",
    "vision_encoder",
    "data.threads",
    "data.datasets.*.at_once",
    "data.datasets.*.path",
)
"""What may change between a checkpoint and what goes on from it. Data and weights are held by their digests."""
Key = tuple[str, ...]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ModelSettings(_Section):
    """`[model]`: what is learnt. Defaults are Flamingo-3B's (paper, table 4), for still images."""

    num_latents: int = Field(default=64, ge=1, description="Vectors that stand for an image.")
    resampler_layers: int = Field(default=6, ge=1, description="Layers of the Perceiver Resampler.")
    resampler_heads: int = Field(default=16, ge=1, description="Heads of its attention.")
    max_frames: int = Field(default=1, ge=1, description="Frames of a video; 1 for still images.")
    cross_attention_every: int = Field(default=1, ge=1, description="A gated block before every n-th layer.")
    cross_attention_heads: int = Field(default=0, ge=0, description="Its heads; 0 for the language model's.")
    ffw_factor: int = Field(default=4, ge=1, description="Inner width of feed-forward parts over the outer one.")


class WeightSettings(_Section):
    """`[weights]`: folders of transformers checkpoints that stay frozen. Where one is empty, a small one is made."""

    language_model: str = Field(default="", description="Folder or URL of a causal language model and its tokenizer.")
    vision_encoder: str = Field(default="", description="Folder or URL of a vision encoder.")


class RunSettings(_Section):
    """`[run]`: how long, and what is written down how often."""

    updates: int = Field(default=1000, ge=1, description="Updates in all.")
    log_every: int = Field(default=10, ge=1, description="Updates between two lines of the journal.")
    checkpoint_every: int = Field(default=500, ge=1, description="Updates between two checkpoints.")
    keep: int = Field(default=3, ge=1, description="Checkpoints that are kept, the latest ones.")
    precision: Literal["auto", "float32", "bfloat16"] = Field(
        default="auto", description="Of frozen weights and activations; auto: bfloat16 on a GPU, float32 on a CPU."
    )

    @model_validator(mode="after")
    def _windows_end_with_checkpoints(self) -> RunSettings:
        if self.checkpoint_every % self.log_every:
            raise ValueError(
                f"checkpoint_every = {self.checkpoint_every} is no multiple of log_every = {self.log_every}: "
                f"lines of the journal are means since the line before, and a resumed training must begin one"
            )
        return self


class RaySettings(_Section):
    """`[ray]`: where it runs."""

    workers: int = Field(default=0, ge=0, le=4096, description="Workers; 0 for this process, without a cluster.")
    address: str = Field(default="", description="Of a running cluster: HOST:PORT, or auto; empty for this machine.")
    gpus: bool = Field(default=False, description="Whether every worker has a GPU.")
    cpus: float = Field(default=1, gt=0, description="CPUs of every worker.")
    max_failures: int = Field(default=3, ge=0, description="How often lost workers are replaced.")
    ship: Literal["code", "environment", "nothing"] = Field(
        default="code",
        description="What a running cluster is sent: our code; code and pinned packages, for pip; or nothing.",
    )


class TrainRecipe(_Section):
    """A whole training recipe."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$", description="Of the recipe, and of its run by default.")
    description: str = ""
    seed: int = Field(default=0, ge=0, description="Of what is learnt, before anything is learnt.")
    weights: WeightSettings = Field(default_factory=WeightSettings)
    language_model: LanguageModelSettings = Field(default_factory=LanguageModelSettings)
    vision_encoder: VisionEncoderSettings = Field(default_factory=VisionEncoderSettings)
    model: ModelSettings = Field(default_factory=ModelSettings)
    data: DataSettings
    optimizer: OptimizerSettings = Field(default_factory=OptimizerSettings)
    run: RunSettings = Field(default_factory=RunSettings)
    ray: RaySettings = Field(default_factory=RaySettings)

    @model_validator(mode="after")
    def _a_part_for_every_worker(self) -> TrainRecipe:
        for name, each in self.data.datasets.items():
            if each.batch_size < self.ray.workers:
                raise ValueError(
                    f"data.datasets.{name}.batch_size = {each.batch_size} leaves some of {self.ray.workers} workers "
                    f"without an example: raise it, or take fewer workers"
                )
        return self


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return what binds a checkpoint and differs between two resolved recipes, as `key: then ..., now ...`."""
    before, after = dict(_leaves(then)), dict(_leaves(now))
    keys = sorted(key for key in {*before, *after} if not _is_free(key))
    return [
        f"{'.'.join(key)}: then {before.get(key)!r}, now {after.get(key)!r}"
        for key in keys
        if before.get(key) != after.get(key)
    ]


def _leaves(values: Mapping[str, Any], above: Key = ()) -> Iterator[tuple[Key, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*above, key))
        else:
            yield (*above, key), value


def _is_free(key: Key) -> bool:
    for pattern in FREE:
        wanted = pattern.split(".")
        if len(key) >= len(wanted) and all(one in ("*", other) for one, other in zip(wanted, key, strict=False)):
            return True
    return False
