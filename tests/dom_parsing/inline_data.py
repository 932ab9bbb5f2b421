"""Inline data for tests: what counts by its size and type, not by what it shows."""

from __future__ import annotations

import base64
import random


def inline_png(size: int, seed: int = 0, kind: str = "image/png") -> str:
    """Return a `data:` URL of as many bytes, the same for the same seed."""
    return f"data:{kind};base64,{base64.b64encode(random.Random(seed).randbytes(size)).decode()}"
