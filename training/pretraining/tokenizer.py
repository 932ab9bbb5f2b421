"""Byte-level BPE (Sennrich et al. 2016; Radford et al. 2019): every text can be written in it, and read back."""

from __future__ import annotations

from collections.abc import Iterable

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

SPECIAL = BOS, EOS = "<s>", "</s>"
"""The first tokens of every tokenizer made here."""


def make_tokenizer(texts: Iterable[str], vocabulary: int) -> PreTrainedTokenizerFast:
    """Return a tokenizer whose tokens are the two special ones, all bytes, and what is frequent in the texts.

    Letters, digits and marks are parted before they are merged; so no merge can ever spell a special token.

    Args:
        texts: What it is made from; equal texts give equal tokenizers.
        vocabulary: Most tokens; little text gives fewer.
    """
    own = Tokenizer(models.BPE())
    own.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    own.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=list(SPECIAL),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    own.train_from_iterator(texts, trainer)
    return PreTrainedTokenizerFast(tokenizer_object=own, bos_token=BOS, eos_token=EOS)
