"""What is to be predicted: all text and `<EOC>`; no image, no padding, nothing that no token comes before."""

from __future__ import annotations

from torch import Tensor

IGNORED = -100
"""The label of a position of which nothing is learnt; torch's losses leave it out."""


def labels_of(ids_BL: Tensor, mask_BL: Tensor, image: int) -> Tensor:
    """Return labels [B, L]: the ids themselves, each to be predicted by the position before it.

    The first position has none: `<BOS>` stands there, and where the tokenizer has no `<BOS>` nothing predicts it. An id
    that begins a sequence and also ends it (as in GPT-2 and OPT) keeps its label at the end.

    Args:
        ids_BL: Token ids [B, L].
        mask_BL: 1 for tokens, 0 for padding [B, L].
        image: Id of `<image>`.
    """
    labels_BL = ids_BL.masked_fill((mask_BL == 0) | (ids_BL == image), IGNORED)
    labels_BL[:, 0] = IGNORED
    return labels_BL
