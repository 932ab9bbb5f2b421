from __future__ import annotations

import string
import unicodedata

from filters.text.special_characters import SPECIAL_CHARACTERS, plain_words


def test_what_is_special() -> None:
    assert set(string.punctuation + string.digits + string.whitespace) < SPECIAL_CHARACTERS
    assert set("“”–—…•€£«»→★✓™©、。！？😀🎉") < SPECIAL_CHARACTERS


def test_letters_and_vowel_signs_of_scripts_are_not() -> None:
    assert SPECIAL_CHARACTERS.isdisjoint("ıɪπГهॽøाी्ेাシッツンー一上士")
    letters = {each for each in SPECIAL_CHARACTERS if unicodedata.category(each)[0] in "LM"}
    assert letters == set("ªºʺʻʼˈˌːℹ")  # what stands for marks


def test_words_without_them() -> None:
    words = ['"The', "CAT's", "(mat).", "---", "42", "b2b", "😀ok😀", "naïve,", "x" * 3 + "!" * 100_000]
    assert plain_words(words) == ["the", "cat's", "mat", "b2b", "ok", "naïve", "xxx"]
