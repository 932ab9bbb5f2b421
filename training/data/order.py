"""The order of samples in an epoch: a permutation that is computed, not stored, so any position is reached at once."""

from __future__ import annotations

import hashlib

ROUNDS = 6


def place(position: int, size: int, seed: int, epoch: int, block: int = 1) -> int:
    """Return the number of the sample at a position of an epoch: for fixed arguments a permutation of 0..size-1.

    Args:
        position: From 0.
        size: Number of samples.
        seed: Of the training.
        epoch: From 0; each has an order of its own.
        block: Samples that lie side by side in a shard and stay together, so that they are read in one go; where
            blocks begin differs by epoch. Shards are sorted by hash, so neighbours have nothing else in common.

    Raises:
        ValueError: The position is outside.
    """
    if not 0 <= position < size:
        raise ValueError(f"position {position} is outside of an epoch of {size} samples")
    blocks, key = size // block, hashlib.blake2b(b"%d %d" % (seed, epoch), digest_size=32).digest()
    number, within = divmod(position, block)
    moved = shuffled(number, blocks, key) * block + within if number < blocks else position
    return (moved + _hash(key, b"begin") % size) % size if block > 1 else moved


def shuffled(number: int, size: int, key: bytes) -> int:
    """Return where a permutation of 0..size-1, one for each key of up to 64 bytes, takes a number.

    A Feistel network permutes the numbers below the next power of four; whoever lands outside goes on from there
    (cycle walking: Black and Rogaway 2002), 4 times at most on average.
    """
    bits = max(1, ((size - 1).bit_length() + 1) // 2)
    mask = (1 << bits) - 1
    while True:
        left, right = number >> bits, number & mask
        for turn in range(ROUNDS):
            left, right = right, left ^ (_hash(key, b"%d %d" % (turn, right)) & mask)
        number = left << bits | right
        if number < size:
            return number


def _hash(key: bytes, text: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(text, key=key, digest_size=8).digest(), "big")
