"""Small tokenizers, made on the spot, and what their ids say."""

from __future__ import annotations

import string
from collections.abc import Iterable

from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

from training.data.tokens import Tokens, tokens_of

VOCABULARY = 300
SPECIAL = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>"}


def byte_tokenizer(**special: str) -> PreTrainedTokenizerFast:
    """A tokenizer with a token for every byte, and the special tokens that are named."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    own = Tokenizer(models.BPE({letter: number for number, letter in enumerate(alphabet)}, []))
    own.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    own.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(tokenizer_object=own, **special)


def byte_tokens(special: bool = True) -> Tokens:
    """Tokens for every byte, with or without those that begin, end and fill a sequence."""
    return tokens_of(byte_tokenizer(**SPECIAL if special else {}), VOCABULARY)


def letter_tokens(vocabulary: int) -> Tokens:
    """Tokens for the small letters alone."""
    own = Tokenizer(models.BPE({letter: number for number, letter in enumerate(string.ascii_lowercase)}, []))
    return tokens_of(PreTrainedTokenizerFast(tokenizer_object=own), vocabulary)


def structure(ids: Iterable[int], tokens: Tokens) -> list[str]:
    """What ids say: texts as they are, `<image>` and `<EOC>` as elements of their own."""
    found: list[str] = []
    text: list[int] = []
    for each in [*ids, None]:
        if each is None or each in (tokens.image, tokens.eoc, tokens.bos, tokens.eos):
            if text:
                found.append("text " + tokens.tokenizer.decode(text))
            text = []
            names = {tokens.image: "<image>", tokens.eoc: "<EOC>", tokens.bos: "<BOS>", tokens.eos: "<EOS>"}
            if each is not None:
                found.append(names[each])
        else:
            text.append(each)
    return found
