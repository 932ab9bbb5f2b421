from __future__ import annotations

from filters.text.phrases import count_listed, phrases_in
from filters.text.segmentation import words_of


def test_entries_of_several_words_are_phrases() -> None:
    listed = frozenset({"bad", "bad cat", "2 bad cats", "type 2"})
    assert phrases_in(listed, "en") == {"bad": (("bad", "cats"), ("bad", "cat"))}


def test_a_listed_word_that_is_cut_in_two_is_found_again() -> None:
    entry = "我们的产品"
    words = words_of("买" + entry + "吧", "zh")
    assert entry not in words
    assert count_listed(words, frozenset({entry}), phrases_in(frozenset({entry}), "zh")) == len(words_of(entry, "zh"))


def test_a_word_counts_once_however_many_entries_hold_it() -> None:
    listed = frozenset({"a b", "b c", "b"})
    assert count_listed(["a", "b", "c", "a", "c", "b"], listed, phrases_in(listed, "en")) == 4
    assert count_listed(["a", "c"], listed, phrases_in(listed, "en")) == 0
