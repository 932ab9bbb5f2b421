"""A small tokenizer and causal language model, learnt from the text of a corpus alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import LlamaConfig, LlamaForCausalLM

from shards.fingerprint import versions_of
from training.data.tokens import tokens_of
from training.pretraining.blocks import pack
from training.pretraining.fit import fit
from training.pretraining.keeping import Making, keep
from training.pretraining.pacing import Watch, one_thread, unwatched
from training.pretraining.settings import LanguageModelSettings
from training.pretraining.texts import Source, texts_of
from training.pretraining.tokenizer import BOS, EOS, SPECIAL, make_tokenizer

WHAT = "language model"


@dataclass(frozen=True, slots=True)
class LanguageModelReport:
    """What a language model is and has learnt.

    Attributes:
        vocabulary: Tokens of its tokenizer, and rows of its embeddings.
        parameters: Weights.
        tokens: Tokens of the texts.
        blocks: Sequences it learnt from.
        held_out: Sequences it did not learn from.
        loss_before: Nats per token on the latter before learning; None where there were none.
        loss_after: The same after learning.
        last_loss: Nats per token on the sequences of the last update.
    """

    vocabulary: int
    parameters: int
    tokens: int
    blocks: int
    held_out: int
    loss_before: float | None
    loss_after: float | None
    last_loss: float


def make_language_model(
    folder: Path,
    sources: Sequence[Source],
    settings: LanguageModelSettings,
    watch: Watch = unwatched,
    overwrite: bool = False,
) -> LanguageModelReport:
    """Train a tokenizer and a language model, once: where the folder has them already, it is only read.

    The folder appears whole or not at all. transformers loads it by `AutoModelForCausalLM` and `AutoTokenizer`.

    Args:
        folder: Where they go.
        sources: Datasets of which the text is learnt.
        settings: What is made, and how it learns.
        watch: Is told after every update.
        overwrite: Replace what was made from other datasets or settings.

    Raises:
        DatasetError: A dataset is not finished.
        ValueError: The folder was made from something else, or there is no text.
        FloatingPointError: Learning ran away.
    """
    datasets = {str(number): {"kind": each.kind, "digest": each.digest()} for number, each in enumerate(sources)}
    inputs = {"settings": settings.model_dump(), "datasets": datasets}
    making = Making(WHAT, inputs, versions_of("torch", "transformers", "tokenizers"))
    report = keep(folder, making, lambda empty: asdict(_make(empty, sources, settings, watch)), overwrite)
    return LanguageModelReport(**report)


def configuration(settings: LanguageModelSettings, vocabulary: int) -> LlamaConfig:
    """Return a Llama (Touvron et al. 2023) whose output rows are its input rows: with little text, half the weights.

    Args:
        settings: How large it is.
        vocabulary: Tokens there are, which may be fewer than the settings ask for; `<s>` and `</s>` come first.
    """
    return LlamaConfig(
        vocab_size=vocabulary,
        hidden_size=settings.width,
        intermediate_size=8 * settings.width // 3,  # three matrices in place of two: as many weights as 4 x width
        num_hidden_layers=settings.layers,
        num_attention_heads=settings.heads,
        max_position_embeddings=settings.context,
        tie_word_embeddings=True,
        bos_token_id=SPECIAL.index(BOS),
        eos_token_id=SPECIAL.index(EOS),
    )


def _make(empty: Path, sources: Sequence[Source], settings: LanguageModelSettings, watch: Watch) -> LanguageModelReport:
    tokenizer = make_tokenizer(texts_of(sources, settings.max_characters), settings.vocabulary)
    tokenizer.model_max_length = settings.context
    tokens = tokens_of(tokenizer, len(tokenizer))
    blocks = pack(texts_of(sources, settings.max_characters), tokens, settings.context)
    with torch.random.fork_rng(devices=[]):  # the caller's random numbers stay as they are
        torch.manual_seed(settings.seed)
        model: Any = LlamaForCausalLM(configuration(settings, len(tokenizer)))
    with one_thread():
        losses = fit(model, blocks, settings, watch)
    model.save_pretrained(empty)
    tokenizer.save_pretrained(empty)
    return LanguageModelReport(
        vocabulary=len(tokenizer),
        parameters=model.num_parameters(),
        tokens=blocks.tokens,
        blocks=len(blocks.learnt),
        held_out=len(blocks.held_out),
        loss_before=losses.before,
        loss_after=losses.after,
        last_loss=losses.last,
    )
