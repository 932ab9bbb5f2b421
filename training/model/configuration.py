"""What a Flamingo is made of. Defaults are the paper's (Alayrac et al. 2022, arXiv 2204.14198, tables 4 and 5)."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, ClassVar

from transformers import AutoConfig, PretrainedConfig


class FlamingoConfig(PretrainedConfig):
    """Configuration of a Flamingo.

    Args:
        text_config: Configuration of the causal language model, as a transformers config or its dictionary.
        vision_config: Configuration of the vision encoder, likewise.
        num_latents: Vectors that stand for an image, however many features it has.
        resampler_layers: Layers of the Perceiver Resampler.
        resampler_heads: Heads of its attention; each has the vision encoder's width divided by their number.
        max_frames: Frames of a video for which a time embedding is learnt; 1 for still images.
        cross_attention_every: A gated block stands before every n-th layer of the language model, from the first.
        cross_attention_heads: Heads of the gated cross-attention; 0 for as many as the language model has.
        ffw_factor: Inner width of every feed-forward part, as a multiple of its outer width.
    """

    model_type = "m3w-flamingo"
    sub_configs: ClassVar[dict[str, Any]] = {"text_config": AutoConfig, "vision_config": AutoConfig}

    def __init__(
        self,
        text_config: PretrainedConfig | dict[str, Any] | None = None,
        vision_config: PretrainedConfig | dict[str, Any] | None = None,
        num_latents: int = 64,
        resampler_layers: int = 6,
        resampler_heads: int = 16,
        max_frames: int = 8,
        cross_attention_every: int = 1,
        cross_attention_heads: int = 0,
        ffw_factor: int = 4,
        **kwargs: Any,
    ) -> None:
        self.text_config = _read(text_config)
        self.vision_config = _read(vision_config)
        self.num_latents = num_latents
        self.resampler_layers = resampler_layers
        self.resampler_heads = resampler_heads
        self.max_frames = max_frames
        self.cross_attention_every = cross_attention_every
        self.cross_attention_heads = cross_attention_heads
        self.ffw_factor = ffw_factor
        super().__init__(**kwargs)

    @property
    def vision_width(self) -> int:
        """Width of the vision encoder's features: of a convolutional one, the channels of its last stage."""
        stages = getattr(self.vision_config, "hidden_sizes", None)
        return int(stages[-1] if stages else self.vision_config.hidden_size)

    @property
    def image_token_id(self) -> int:
        """Id of `<image>`: the first after the language model's own vocabulary."""
        return int(self.text_config.vocab_size)

    @property
    def eoc_token_id(self) -> int:
        """Id of `<EOC>`: the second after the language model's own vocabulary."""
        return int(self.text_config.vocab_size) + 1


def _read(config: PretrainedConfig | dict[str, Any] | None) -> PretrainedConfig:
    if isinstance(config, dict):
        values = dict(config)
        return AutoConfig.for_model(values.pop("model_type"), **values)
    # A copy: transformers resets the attention of a model's parts by their configs, and a language model that is handed
    # over with its weights would go on without its causal mask if this one were its own.
    return deepcopy(config) if config is not None else PretrainedConfig()
