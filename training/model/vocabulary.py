"""Two tokens more than the language model knows, with rows of their own that are learnt; its matrices stay frozen."""

from __future__ import annotations

import torch
from torch import Tensor, nn

NEW_TOKENS = 2  # <image> and <EOC>


class NewTokens(nn.Module):
    """Input and output rows of `<image>` and `<EOC>`, whose ids follow the language model's own vocabulary.

    Args:
        vocabulary: Size of the language model's own vocabulary.
        width: Of its embeddings and of what its output layer reads.
        scale: Standard deviation of the rows at the start.
    """

    def __init__(self, vocabulary: int, width: int, scale: float = 0.02) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.inputs = nn.Parameter(torch.empty(NEW_TOKENS, width).normal_(std=scale))
        self.outputs = nn.Parameter(torch.empty(NEW_TOKENS, width).normal_(std=scale))

    def embed(self, ids_BL: Tensor, embeddings: nn.Module) -> Tensor:
        """Return input embeddings [B, L, D]: the language model's own, and ours for the new ids."""
        is_new = ids_BL >= self.vocabulary
        known: Tensor = embeddings(ids_BL.masked_fill(is_new, 0))
        ours = self.inputs[(ids_BL - self.vocabulary).clamp(min=0)]
        return torch.where(is_new[..., None], ours.to(known.dtype), known)

    def logits(self, hidden_BLD: Tensor) -> Tensor:
        """Return the logits of the new tokens [B, L, 2]."""
        return hidden_BLD @ self.outputs.to(hidden_BLD.dtype).T
