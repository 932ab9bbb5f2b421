"""A supervised fasttext model of chosen weights, in the format of fasttext's `.bin` files."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

MAGIC, VERSION = 793712314, 12
SOFTMAX, SUPERVISED = 3, 3


def write_model(path: Path, words: Mapping[str, Sequence[float]], labels: Mapping[str, Sequence[float]]) -> str:
    """Write a model without subwords; return its path.

    A text's vector is the mean of those of its known words, and a label's probability the softmax of its product with
    the label's vector.
    """
    dim = len(next(iter(words.values())))
    settings = struct.pack("<12id", dim, 5, 1, 1, 5, 1, SOFTMAX, SUPERVISED, 0, 0, 0, 100, 1e-4)
    entries = [(word, 0) for word in words] + [(f"__label__{label}", 1) for label in labels]
    dictionary = struct.pack("<3i2q", len(entries), len(words), len(labels), len(entries), -1)
    for name, kind in entries:
        dictionary += name.encode() + b"\0" + struct.pack("<qb", 1, kind)
    matrices = b"".join(_matrix(list(rows.values()), dim) for rows in (words, labels))
    path.write_bytes(struct.pack("<2i", MAGIC, VERSION) + settings + dictionary + matrices)
    return str(path)


def _matrix(rows: Sequence[Sequence[float]], dim: int) -> bytes:
    numbers = [number for row in rows for number in row]
    return struct.pack("<?2q", False, len(rows), dim) + struct.pack(f"<{len(numbers)}f", *numbers)
