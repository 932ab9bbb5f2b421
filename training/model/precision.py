"""Frozen weights in a lower precision, but for what would suffer from it."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.modules.batchnorm import _NormBase

NORMS = (nn.LayerNorm, nn.GroupNorm, _NormBase)


def lower(frozen: nn.Module, precision: torch.dtype) -> None:
    """Turn the weights of a frozen model into another precision, in place.

    Those of norms are kept in float32: they read what learnt blocks have added to in float32, or have running means of
    that precision beside them, and torch refuses to norm that with weights of a lower one. Buffers stay as they are:
    the frequencies of rotary embeddings, rounded to bfloat16, confuse distant places.
    """
    for part in frozen.modules():
        wanted = torch.float32 if isinstance(part, NORMS) else precision
        for each in part.parameters(recurse=False):
            each.data = each.data.to(wanted)
