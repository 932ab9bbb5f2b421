"""What moves the weights: AdamW with two kinds of parameters, one clip an update, a linear warm-up, then constant."""

from __future__ import annotations

import torch
from pydantic import BaseModel, ConfigDict, Field
from torch import Tensor, nn
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

WITHOUT_DECAY = "resampler."


class OptimizerSettings(BaseModel):
    """Flamingo's optimizer (Alayrac et al. 2022, B.1.2). Betas and epsilon are not in the paper: AdamW's own."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    learning_rate: float = Field(default=1e-4, gt=0, description="Learning rate after the warm-up.")
    warmup_updates: int = Field(default=5000, ge=0, description="Updates over which it rises linearly from 0.")
    weight_decay: float = Field(default=0.1, ge=0, description="Of all that is learnt but the resampler.")
    clip_norm: float = Field(default=1.0, gt=0, description="Largest norm of the gradient of all weights together.")


def trainable(model: nn.Module) -> dict[str, nn.Parameter]:
    """Return what is learnt, by name."""
    return {name: each for name, each in model.named_parameters() if each.requires_grad}


def make_optimizer(model: nn.Module, settings: OptimizerSettings) -> AdamW:
    """Return AdamW over what is learnt, without weight decay on the resampler.

    Raises:
        ValueError: Nothing is learnt.
    """
    weights = trainable(model)
    if not weights:
        raise ValueError("every parameter is frozen: there is nothing to train")
    groups = [
        {"params": [each for name, each in weights.items() if _decays(name)], "weight_decay": settings.weight_decay},
        {"params": [each for name, each in weights.items() if not _decays(name)], "weight_decay": 0.0},
    ]
    return AdamW([group for group in groups if group["params"]], lr=settings.learning_rate)


def make_schedule(optimizer: AdamW, settings: OptimizerSettings) -> LambdaLR:
    """Return a schedule to be stepped once an update: update n (from 1) runs at n / warmup of the full rate."""
    warmup = max(1, settings.warmup_updates)
    return LambdaLR(optimizer, lambda update: min(1.0, (update + 1) / warmup))


def clip(model: nn.Module, settings: OptimizerSettings) -> Tensor:
    """Scale the gradient of all that is learnt to the largest norm; return the norm it had.

    Raises:
        FloatingPointError: It is not finite; an update would destroy the weights.
    """
    norm = torch.nn.utils.clip_grad_norm_(list(trainable(model).values()), settings.clip_norm)
    if not norm.isfinite():
        raise FloatingPointError(f"the gradient's norm is {norm.item()}: lower learning_rate, look at the last batch")
    return norm


def _decays(name: str) -> bool:
    return not name.removeprefix("module.").startswith(WITHOUT_DECAY)
