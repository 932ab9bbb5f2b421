"""How many frames a GIF has, without decoding any, and without counting on and on."""

from __future__ import annotations

IMAGE, EXTENSION = 0x2C, 0x21
HEADER = 13
HAS_TABLE, TABLE_SIZE = 0x80, 0x07


def frames_in(data: bytes, most: int) -> int:
    """Return the number of frames of a GIF file, `most` + 1 where there are more.

    Counting ends where the file does, or where something stands that is no block.
    """
    at = HEADER + _table(data[10] if len(data) > HEADER else 0)
    frames = 0
    while at < len(data) and frames <= most:
        if data[at] == IMAGE and at + 10 < len(data):
            frames += 1
            at = _after_blocks(data, at + 11 + _table(data[at + 9]))
        elif data[at] == EXTENSION:
            at = _after_blocks(data, at + 2)
        else:
            break
    return frames


def _table(flags: int) -> int:
    """Return the bytes of the colour table that follows the flags."""
    return 3 << ((flags & TABLE_SIZE) + 1) if flags & HAS_TABLE else 0


def _after_blocks(data: bytes, at: int) -> int:
    """Return where a row of data blocks ends: each has its length before it, the last is empty."""
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1
