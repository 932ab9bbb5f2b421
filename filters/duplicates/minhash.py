"""MinHash signatures of texts, to find those that say nearly the same (Broder 1997).

The probability that two signatures agree in one place is the Jaccard similarity of the two sets of word shingles.
Signatures are cut into bands; texts that agree in a whole band are candidates (Leskovec, Rajaraman, Ullman 2014, 3.4).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

import numpy as np
import numpy.typing as npt

SEED = 20220429
UPPER_32 = np.uint64(32)
PLACES_AT_ONCE = 1 << 19
WORD = re.compile(r"\w+")

Signature = npt.NDArray[np.uint32]


def normalised_words(text: str) -> list[str]:
    """Return the words of a text without case, punctuation and compatibility forms."""
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def exact_key(text: str) -> bytes:
    """Return 128 bits that two texts share when their normalised words are the same."""
    return hashlib.blake2b(" ".join(normalised_words(text)).encode(), digest_size=16).digest()


def shingles(words: list[str], length: int) -> npt.NDArray[np.uint64]:
    """Return the 32-bit hashes of all runs of `length` words, each once; of the whole text where it is shorter."""
    runs = {" ".join(words[start : start + length]) for start in range(max(1, len(words) - length + 1))}
    hashes = {int.from_bytes(hashlib.blake2b(run.encode(), digest_size=4).digest(), "big") for run in runs}
    return np.fromiter(sorted(hashes), dtype=np.uint64, count=len(hashes))


class MinHasher:
    """Makes signatures of `bands * rows` places; the same numbers always give the same signature.

    Each place has a hash function of its own: the upper 32 bits of (factor * x + addend) mod 2**64, with both numbers
    drawn from all 64 bits (multiply-add-shift, 2-independent: Dietzfelbinger 1996). A smaller factor would hardly mix:
    the functions would order the shingles alike, and the places would all say the same.
    """

    def __init__(self, bands: int, rows: int, shingle: int) -> None:
        self.bands, self.rows, self.shingle = bands, rows, shingle
        # The raw stream of a bit generator never changes between versions of NumPy; those of its distributions may.
        self._factor, self._addend = np.random.PCG64(SEED).random_raw(2 * bands * rows).reshape(2, bands * rows, 1)

    def signature(self, text: str) -> Signature:
        """Return the signature of a text: `bands * rows` numbers of 32 bits."""
        hashes = shingles(normalised_words(text), self.shingle)
        least = np.full(self.bands * self.rows, np.iinfo(np.uint64).max, dtype=np.uint64)
        step = max(1, PLACES_AT_ONCE // len(least))  # bounds the memory a long text takes
        for start in range(0, len(hashes), step):
            places = self._factor * hashes[start : start + step] + self._addend  # wraps at 2**64, as it must
            least = np.minimum(least, places.min(axis=1))
        return (least >> UPPER_32).astype(np.uint32)

    def band_keys(self, signature: Signature) -> list[bytes]:
        """Return a key for each band: texts that share one are candidates."""
        return [
            band.to_bytes(2, "big")
            + hashlib.blake2b(
                signature[band * self.rows : (band + 1) * self.rows].astype(">u4").tobytes(), digest_size=8
            ).digest()
            for band in range(self.bands)
        ]


def similarity(one: Signature, other: Signature) -> float:
    """Estimate the Jaccard similarity of two texts by the share of places in which their signatures agree."""
    return float((one == other).mean())
