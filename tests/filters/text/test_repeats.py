from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filters.text.repeats import DUPLICATED, TOP, repeated, repeats


def top_by_hand(words: list[str], n: int) -> int:
    grams = Counter(tuple(words[place : place + n]) for place in range(len(words) - n + 1))
    if not grams:
        return 0
    ((gram, count),) = grams.most_common(1)
    return len(" ".join(gram)) * count


def duplicated_by_hand(words: list[str], n: int) -> int:
    seen, characters, place = set(), 0, 0
    while place + n <= len(words):
        gram = tuple(words[place : place + n])
        if gram in seen:
            characters += sum(map(len, gram))
            place += n
        else:
            seen.add(gram)
            place += 1
    return characters


WORDS = st.lists(st.sampled_from(["a", "b", "cc", "\u732b", "."]), max_size=60)
COPIED = st.tuples(WORDS, WORDS, st.integers(0, 3)).map(lambda parts: parts[0] + parts[1] * parts[2] + parts[0])


@settings(deadline=None, max_examples=300)
@given(WORDS | COPIED)
def test_as_counted_by_hand(words: list[str]) -> None:
    found = repeats(words)
    assert found.top == {n: top_by_hand(words, n) for n in TOP}
    assert found.duplicated == {n: duplicated_by_hand(words, n) for n in DUPLICATED}


def test_only_what_occurs_again_is_found_with_its_places() -> None:
    numbers = np.array([0, 1, 2, 0, 1, 2, 0, 3])
    found = {places.n: (places.first.tolist(), places.count.tolist()) for places in repeated(numbers, 6)}
    assert found[2] == ([0, 1, 2, 3, 4, 5], [2, 2, 2, 2, 2, 2])
    assert found[4] == ([0, 3], [2, 2])
    assert found[5] == found[6] == ([], [])


def test_a_repetition_is_counted_once_and_leapt_over() -> None:
    assert repeats(["ab"] * 11).duplicated[5] == 10 + 10  # 0 to 4 is new, 1 to 5 repeats it, 6 to 10 again
    assert repeats(["ab"] * 11).top[2] == 10 * len("ab ab")


def test_no_words() -> None:
    assert set(repeats([]).top.values()) == set(repeats([]).duplicated.values()) == {0}


@pytest.mark.parametrize("words", [["word"] * 300_000, [str(n % 50_000) for n in range(300_000)]])
def test_long_texts(words: list[str]) -> None:
    found = repeats(words)
    assert found.duplicated[10] >= 0.8 * len("".join(words))
    assert found.top[2] > 0
