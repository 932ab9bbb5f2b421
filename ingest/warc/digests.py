"""The digests that WARC headers hold of what follows them."""

from __future__ import annotations

import base64
import hashlib

_KNOWN = frozenset({"sha1", "sha256", "sha512", "md5"})


def agrees(labelled: str, data: bytes) -> bool | None:
    """Return whether a digest is that of the data; None where it is none that we can compute.

    Args:
        labelled: Algorithm, colon, digest in hexadecimal or base 32, as in WARC-Block-Digest.
        data: What it should be the digest of.
    """
    name, _, value = labelled.partition(":")
    name, value = name.strip().lower().replace("-", ""), value.strip()
    if name not in _KNOWN:
        return None
    computed = hashlib.new(name, data, usedforsecurity=False).digest()
    hexadecimal, base32 = computed.hex(), base64.b32encode(computed).decode("ascii").rstrip("=")
    if len(value.rstrip("=")) not in {len(hexadecimal), len(base32)}:
        return None
    return value.lower().rstrip("=") in {hexadecimal, base32.lower()}
