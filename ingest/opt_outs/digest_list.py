"""Lists of digests of files that must never be stored, such as hash lists of illegal images."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

NAMES = {32: "md5", 40: "sha1", 64: "sha256"}
"""Algorithms by the number of hex digits."""
HEX = re.compile(r"[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class DigestList:
    """Known digests.

    Attributes:
        digests: By algorithm, all digests in ascending order, one behind the other: a list has millions of them.
    """

    digests: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Iterable[str], name: str = "digest list") -> DigestList:
        """Read lists: an MD5, SHA-1 or SHA-256 in hexadecimal a line, `#` begins a comment.

        Args:
            lines: Lines of text.
            name: What errors call the list.

        Raises:
            ValueError: A line is no such digest, or there is none at all: a guard that guards nothing is a mistake.
        """
        found: dict[str, set[bytes]] = {}
        for number, line in enumerate(lines, 1):
            digest = line.partition("#")[0].strip().lower()
            if digest:
                algorithm = NAMES.get(len(digest))
                if algorithm is None or not HEX.fullmatch(digest):
                    raise ValueError(f"{name}, line {number}: {line.strip()[:80]!r} is no MD5, SHA-1 or SHA-256 in hex")
                found.setdefault(algorithm, set()).add(bytes.fromhex(digest))
        if not found:
            raise ValueError(f"{name} holds no digest: give one a line, or leave the list out")
        return cls({algorithm: b"".join(sorted(digests)) for algorithm, digests in found.items()})

    @property
    def digest(self) -> str:
        """What the list holds, in sixteen hex digits; empty where that is nothing."""
        known = hashlib.sha256(b"".join(name.encode() + held for name, held in sorted(self.digests.items())))
        return known.hexdigest()[:16] if self.digests else ""

    def signal(self, *forms: bytes) -> str:
        """Return what a row says of a file on the list: `digest list: sha1:a94a…`; empty where it is not on it.

        Args:
            forms: The file as it is and as it was sent; an empty one is none.
        """
        hit = next(filter(None, (self.hit(data) for data in forms if data)), "")
        return f"digest list: {hit}" if hit else ""

    def hit(self, data: bytes) -> str:
        """Return which digest of the data is on the list, such as `sha256:2c26…`; empty where none is."""
        for algorithm, known in self.digests.items():
            digest = hashlib.new(algorithm, data, usedforsecurity=False).digest()
            if _holds(known, digest):
                return f"{algorithm}:{digest.hex()}"
        return ""


def _holds(known: bytes, digest: bytes) -> bool:
    size = len(digest)
    places = range(len(known) // size)
    place = bisect_left(places, digest, key=lambda index: known[index * size : (index + 1) * size])
    return known[place * size : (place + 1) * size] == digest
