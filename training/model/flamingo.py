"""Flamingo: frozen vision encoder and language model, and between them what is learnt (paper, section 2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModel, AutoModelForCausalLM, GenerationMixin, PreTrainedModel
from transformers.modeling_outputs import CausalLMOutputWithPast

from training.model.configuration import FlamingoConfig
from training.model.cross_attention import GatedCrossAttention, Routing, last_image_index, route
from training.model.resampler import PerceiverResampler
from training.model.vocabulary import NewTokens


@dataclass(slots=True)
class Sight:
    """What the layers of the language model look at during one forward pass, and what its output layer has read."""

    latents: Tensor | None = None
    routing: Routing | None = None
    hidden: Tensor | None = None


class Flamingo(PreTrainedModel, GenerationMixin):
    """A causal language model over text with images in it.

    Token ids are the language model's own, then `<image>` and `<EOC>`. The language model's modules are left as they
    are: a hook before every n-th of its layers lets the text look at its image, another one hands on what its output
    layer reads. With all gates at 0 its logits are exactly those of the language model alone.

    Args:
        config: What it is made of.
        language_model: A causal language model of transformers, with weights; a random one is made from the
            configuration where it is None.
        vision_encoder: Likewise; its `last_hidden_state` is what the resampler reads.
    """

    config_class = FlamingoConfig
    main_input_name = "input_ids"
    _supports_sdpa = True
    language_model: Any  # transformers' models have methods and attributes that torch's Module does not declare
    vision_encoder: Any

    def __init__(
        self,
        config: FlamingoConfig,
        language_model: nn.Module | None = None,
        vision_encoder: nn.Module | None = None,
    ) -> None:
        super().__init__(config)
        self.language_model = language_model or AutoModelForCausalLM.from_config(config.text_config)
        self.vision_encoder = vision_encoder or AutoModel.from_config(config.vision_config)
        text = config.text_config
        self.resampler = PerceiverResampler(
            config.vision_width,
            config.num_latents,
            config.resampler_layers,
            config.resampler_heads,
            config.max_frames,
            config.ffw_factor,
        )
        layers = decoder_layers(self.language_model)
        self.seeing_layers = range(0, len(layers), config.cross_attention_every)
        heads = config.cross_attention_heads or text.num_attention_heads
        self.cross_attention = nn.ModuleList(
            GatedCrossAttention(
                text.hidden_size, config.vision_width, heads, text.hidden_size // heads, config.ffw_factor
            )
            for _ in self.seeing_layers
        )
        self.new_tokens = NewTokens(text.vocab_size, self.language_model.get_output_embeddings().in_features)
        self._sight = Sight()
        self._hook(layers)
        self.freeze()
        self.generation_config.suppress_tokens = [config.image_token_id]  # it writes about images, it can't show any
        self.post_init()

    @classmethod
    def from_pretrained(cls, *args: Any, **kwargs: Any) -> Any:
        """Load as transformers does; what is frozen is frozen again."""
        loaded = super().from_pretrained(*args, **kwargs)
        (loaded[0] if isinstance(loaded, tuple) else loaded).freeze()
        return loaded

    def freeze(self) -> None:
        """Let language model and vision encoder alone: what is learnt is resampler, cross-attention, new tokens."""
        for frozen in (self.language_model, self.vision_encoder):
            frozen.requires_grad_(False)

    def train(self, mode: bool = True) -> Flamingo:
        """Set training mode; the frozen parts stay as they are when used, without dropout."""
        super().train(mode)
        self.language_model.eval()
        self.vision_encoder.eval()
        return self

    def get_input_embeddings(self) -> nn.Module:
        """Return the language model's own embeddings; the new tokens' rows are in `new_tokens`."""
        return self.language_model.get_input_embeddings()

    def get_output_embeddings(self) -> nn.Module:
        """Return the language model's own output layer."""
        return self.language_model.get_output_embeddings()

    def encode(self, pixels_BNFCHW: Tensor) -> Tensor:
        """Return latents [B, N, R, D] for N images (of F frames) a sample."""
        batch, images, frames = pixels_BNFCHW.shape[:3]
        with torch.no_grad():
            flat = pixels_BNFCHW.flatten(0, 2).to(self.vision_encoder.dtype)
            features = self.vision_encoder(pixel_values=flat).last_hidden_state
            if features.dim() == 4:  # of a convolutional encoder, as the paper's: a grid of features [B, D, H, W]
                features = features.flatten(2).transpose(1, 2)
        features = features.to(self.resampler.latents.dtype).unflatten(0, (batch * images, frames))
        return self.resampler(features).unflatten(0, (batch, images))

    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor | None = None,
        pixel_values: Tensor | None = None,
        latents: Tensor | None = None,
        image_index: Tensor | None = None,
        labels: Tensor | None = None,
        **kwargs: Any,
    ) -> CausalLMOutputWithPast:
        """Return logits over the language model's vocabulary and the two new tokens.

        Args:
            input_ids: Token ids [B, L].
            attention_mask: 1 for tokens, 0 for padding [B, L].
            pixel_values: Images [B, N, F, C, H, W], preprocessed as the vision encoder wants them.
            latents: What `encode` gave, in place of `pixel_values`.
            image_index: For each token the number of the image it sees, from 1; 0 for none [B, L]. By default the last
                image at or before it.
            labels: Token ids [B, L] to be predicted (each by the position before it); -100 for none. With them the
                output has the mean loss.
            kwargs: For the language model: `past_key_values`, `use_cache`, ...

        Raises:
            ValueError: Tokens point to more images than there are.
        """
        if latents is None and pixel_values is not None:
            latents = self.encode(pixel_values)
        if image_index is None:
            image_index = last_image_index(input_ids == self.config.image_token_id)
        with self._looking_at(latents, image_index) as sight:
            output = self.language_model(
                inputs_embeds=self.new_tokens.embed(input_ids, self.get_input_embeddings()),
                attention_mask=attention_mask,
                **kwargs,
            )
            assert sight.hidden is not None
            ours = self.new_tokens.logits(sight.hidden).to(output.logits.dtype)
        logits = torch.cat([output.logits, ours], dim=-1)
        loss = None
        if labels is not None:
            loss = nn.functional.cross_entropy(logits[:, :-1].flatten(0, 1).float(), labels[:, 1:].flatten())
        return CausalLMOutputWithPast(loss=loss, logits=logits, past_key_values=output.past_key_values)

    @torch.no_grad()
    def generate(self, input_ids: Tensor, pixel_values: Tensor | None = None, **kwargs: Any) -> Any:
        """Continue a text with images in it; images are encoded once. Arguments as transformers' `generate`."""
        latents = self.encode(pixel_values) if pixel_values is not None else kwargs.pop("latents", None)
        return super().generate(input_ids, latents=latents, **kwargs)

    def prepare_inputs_for_generation(self, input_ids: Tensor, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give each token the image that the whole text up to it assigns, also where a cache holds the text before."""
        inputs: dict[str, Any] = super().prepare_inputs_for_generation(input_ids, *args, **kwargs)
        index = last_image_index(input_ids == self.config.image_token_id)
        inputs["image_index"] = index[:, -inputs["input_ids"].shape[1] :]
        return inputs

    @contextmanager
    def _looking_at(self, latents: Tensor | None, image_index: Tensor) -> Iterator[Sight]:
        if latents is None:
            # Blocks run without images too: what is learnt takes part in every pass, as distributed training needs.
            batch, width = len(image_index), self.config.vision_width
            latents = self.resampler.latents.new_zeros(batch, 0, self.config.num_latents, width)
        self._sight = Sight(latents, route(image_index, latents.shape[1]))
        try:
            yield self._sight
        finally:
            self._sight = Sight()

    def _hook(self, layers: nn.ModuleList) -> None:
        for number, block in zip(self.seeing_layers, self.cross_attention, strict=True):
            layers[number].register_forward_pre_hook(self._look_first(block), with_kwargs=True)
        self.get_output_embeddings().register_forward_pre_hook(self._hand_on)

    def _look_first(self, block: nn.Module) -> Any:
        def look(_: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
            sight = self._sight
            if sight.routing is None:  # the language model is used by itself
                return args, kwargs
            if args:
                return (block(args[0], sight.latents, sight.routing), *args[1:]), kwargs
            return args, {**kwargs, "hidden_states": block(kwargs["hidden_states"], sight.latents, sight.routing)}

        return look

    def _hand_on(self, _: nn.Module, args: tuple[Any, ...]) -> None:
        self._sight.hidden = args[0]


def decoder_layers(language_model: Any) -> nn.ModuleList:
    """Return the layers of a causal language model of transformers.

    Raises:
        ValueError: It is built in a way that does not show which modules these are.
    """
    number = language_model.config.num_hidden_layers
    found = [each for each in language_model.modules() if isinstance(each, nn.ModuleList) and len(each) == number]
    if not found:
        raise ValueError(f"{type(language_model).__name__} has no list of {number} layers: it can't be made to see")
    return found[0]
