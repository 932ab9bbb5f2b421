"""Token ids of many texts, packed into sequences of one length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import torch
from torch import Tensor

from training.data.tokens import Tokens

TOGETHER = 256
"""Texts that are encoded in one go."""
HELD_OUT = 20
"""Every so many blocks one is held out."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """Sequences of one length, cut from texts laid end to end.

    Attributes:
        learnt: Those that are learnt from [N, L].
        held_out: Every twentieth of all; none where there are fewer [M, L].
        tokens: Tokens of all texts; the last ones, too few for a block, are in none.
    """

    learnt: Tensor
    held_out: Tensor
    tokens: int


def pack(texts: Iterable[str], tokens: Tokens, length: int) -> Blocks:
    """Return texts as blocks, each text between the tokens that begin and end a sequence.

    Args:
        texts: The texts.
        tokens: What turns them into token ids; text that spells a special token stays text.
        length: Tokens of a block; all there are where they are fewer.

    Raises:
        ValueError: There is no text.
    """
    parts = [np.asarray(ids, np.int32) for ids in _encoded(texts, tokens)]
    if not parts:
        raise ValueError("the datasets hold no text: there is nothing a language model could learn; add documents")
    stream = np.concatenate(parts)
    length = min(length, len(stream))
    blocks = torch.from_numpy(stream[: len(stream) // length * length].reshape(-1, length)).long()
    is_held_out = torch.arange(len(blocks)) % HELD_OUT == HELD_OUT - 1
    return Blocks(blocks[~is_held_out], blocks[is_held_out], len(stream))


def _encoded(texts: Iterable[str], tokens: Tokens) -> Iterator[list[int]]:
    first, last = ([] if each is None else [each] for each in (tokens.bos, tokens.eos))
    source = iter(texts)
    while together := list(islice(source, TOGETHER)):
        for ids in tokens.encode(together):
            yield [*first, *ids, *last]
