"""Torch on one thread: on tiny tensors several wait for one another, and other tests run beside."""

from __future__ import annotations

import torch

torch.set_num_threads(1)
