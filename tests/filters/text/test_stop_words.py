from __future__ import annotations

from filters.text.stop_words import STOP_WORDS


def test_every_list_has_eight_words_as_gophers_has() -> None:
    assert STOP_WORDS["en"] == {"the", "be", "to", "of", "and", "that", "have", "with"}
    assert {language: len(words) for language, words in STOP_WORDS.items()} == dict.fromkeys(STOP_WORDS, 8)


def test_words_are_written_as_the_signal_looks_them_up() -> None:
    for words in STOP_WORDS.values():
        assert all(word == word.lower() and word.isalpha() for word in words)
