from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filters.duplicates.minhash import MinHasher, exact_key, normalised_words, shingles, similarity

HASHER = MinHasher(bands=14, rows=8, shingle=1)
PLACES = 14 * 8


def text_of(numbers: Sequence[int]) -> str:
    return " ".join(f"w{number}" for number in numbers)


def pair(seed: int, union: int, jaccard: float) -> tuple[str, str, float]:
    """Two texts of different words, whose sets have the wanted Jaccard similarity."""
    words = [seed * 1_000_003 + number for number in range(union)]
    common = round(union * jaccard)
    one, other = words[common::2], words[common + 1 :: 2]
    return text_of(words[:common] + one), text_of(words[:common] + other), common / union


@pytest.mark.parametrize("jaccard", [0.0, 0.2, 0.5, 0.8, 0.95, 1.0])
def test_the_estimate_is_binomial_around_the_jaccard_similarity(jaccard: float) -> None:
    estimates = []
    for seed in range(120):
        one, other, exact = pair(seed, 200, jaccard)
        estimates.append(similarity(HASHER.signature(one), HASHER.signature(other)))
        error = math.sqrt(exact * (1 - exact) / PLACES)
        assert abs(estimates[-1] - exact) <= 4.5 * error
    assert abs(np.mean(estimates) - exact) <= 4.5 * error / math.sqrt(len(estimates))
    assert np.std(estimates) <= 1.3 * error  # independent places; places that agree with one another spread more


@settings(deadline=None, max_examples=150, derandomize=True)
@given(st.sets(st.integers(0, 10_000), min_size=1, max_size=300), st.sets(st.integers(0, 10_000), max_size=300))
def test_the_estimate_lies_within_binomial_bounds(one: set[int], more: set[int]) -> None:
    other = (one | more) - {min(one)} or one
    exact = len(one & other) / len(one | other)
    hasher = MinHasher(bands=64, rows=8, shingle=1)
    estimate = similarity(hasher.signature(text_of(sorted(one))), hasher.signature(text_of(sorted(other))))
    assert abs(estimate - exact) <= 5 * math.sqrt(max(exact * (1 - exact), 1 / 512) / 512)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text("ab cß", max_size=6), max_size=40), st.integers(1, 4))
def test_signatures_are_what_plain_integers_give(words: list[str], length: int) -> None:
    hasher = MinHasher(bands=3, rows=2, shingle=length)
    factors = [int(value) for value in np.random.PCG64(20220429).random_raw(12)]
    hashes = [int(value) for value in shingles(normalised_words(" ".join(words)), length)]
    expected = [
        min((factor * number + addend) % 2**64 for number in hashes) >> 32
        for factor, addend in zip(factors[:6], factors[6:], strict=True)
    ]
    assert hasher.signature(" ".join(words)).tolist() == expected


def test_the_places_of_a_long_text_are_the_same_however_it_is_cut_for_memory() -> None:
    long = text_of(range(20_000))
    whole = MinHasher(bands=4, rows=4, shingle=1)
    hashes = shingles(normalised_words(long), 1)
    factor, addend = np.random.PCG64(20220429).random_raw(32).reshape(2, 16, 1)
    expected = ((factor * hashes + addend).min(axis=1) >> np.uint64(32)).astype(np.uint32)
    assert (whole.signature(long) == expected).all()
    wide = MinHasher(bands=256, rows=64, shingle=1)  # the most a recipe may ask for
    assert wide.signature(text_of(range(2000))).shape == (256 * 64,)


def test_another_process_with_another_hash_seed_gives_the_same() -> None:
    code = (
        "from filters.duplicates.minhash import MinHasher, exact_key\n"
        "hasher = MinHasher(14, 8, 2)\n"
        "signature = hasher.signature('Ein Zwei Drei vier FÜNF sechs')\n"
        "print(signature.tobytes().hex(), exact_key('Ein, zwei!').hex(), hasher.band_keys(signature)[3].hex())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    hasher = MinHasher(14, 8, 2)
    signature = hasher.signature("Ein Zwei Drei vier FÜNF sechs")
    here = (signature.tobytes().hex(), exact_key("Ein, zwei!").hex(), hasher.band_keys(signature)[3].hex())
    assert found == {" ".join(here) + "\n"}


def test_signatures_never_change_between_versions() -> None:
    # Computed once and written down: a corpus built earlier must cluster alike.
    signature = MinHasher(2, 2, 2).signature("the cat sat on the mat").tolist()
    assert signature == [194821810, 934220010, 539439451, 1936909027]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The cat, sat!", "the CAT sat"),
        ("\ufb01ne \uff57\uff49\uff44\uff45", "fine wide"),
        ("STRASSE", "straße"),
        ("a\n\nb", "a b"),
        ("", "?! …"),
    ],
)
def test_exact_keys_ignore_case_punctuation_and_compatibility_forms(one: str, other: str) -> None:
    assert exact_key(one) == exact_key(other)


def test_exact_keys_tell_other_words_and_other_borders_apart() -> None:
    texts = ["a b", "ab", "b a", "a b b", "", "résumé", "resume"]
    assert len({exact_key(text) for text in texts}) == len(texts)
    assert all(len(exact_key(text)) == 16 for text in texts)


def test_shingles_are_runs_of_words_each_once_in_order() -> None:
    assert len(shingles(["a", "b", "a", "b", "a"], 2)) == 2
    assert len(shingles(["a", "b", "c"], 2)) == 2
    assert (shingles(["a", "b", "c"], 5) == shingles(["a b c"], 1)).all()
    assert len(shingles([], 5)) == 1
    found = shingles([str(number) for number in range(1000)], 3)
    assert (np.diff(found.astype(np.int64)) > 0).all()
    assert int(found.max()) < 2**32


def test_a_band_key_is_shared_by_exactly_the_bands_that_agree() -> None:
    hasher = MinHasher(bands=4, rows=3, shingle=1)
    one = hasher.signature("some words")
    other = one.copy()
    other[5] += 1  # in band 1
    first, second = hasher.band_keys(one), hasher.band_keys(other)
    assert [a == b for a, b in zip(first, second, strict=True)] == [True, False, True, True]
    alike = np.full(12, 7, dtype=np.uint32)
    assert len(set(hasher.band_keys(alike))) == 4  # equal rows in different bands tie nothing
