from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filters.text.segmentation import UNSPACED, UNSUPPORTED, has_words, words_of


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "pt", "nl", "ru", "ar", "ko", "und", "xx", ""])
def test_white_space_separates_words_where_it_is_written(language: str) -> None:
    text = "All  human,\nbeings\u00a0are\t«born» свободными في 我们的"
    assert words_of(text, language) == text.split()


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("zh", "我们的产品质量很好，欢迎大家来北京旅游。", "我们 的 产品 质量 很好 欢迎 大家 来 北京 旅游"),
        ("zh", "我用Python 3写了2个程序。", "我 用 Python 3 写 了 2 个 程序"),
        ("ja", "私は東京で本を読みます。", "私 は 東京 で 本 を 読み ます"),
        ("th", "ฉันรักประเทศไทย", "ฉัน รัก ประเทศไทย"),
    ],
)
def test_dictionaries_cut_what_is_written_without_spaces(language: str, text: str, words: str) -> None:
    assert words_of(text, language) == words.split()


def test_a_language_that_nothing_can_cut_is_told_apart() -> None:
    assert not any(map(has_words, UNSUPPORTED))
    assert all(map(has_words, [*UNSPACED, "en", "und"]))


@pytest.mark.parametrize("language", sorted(UNSPACED))
@pytest.mark.parametrize("text", ["", " \n", "。！？…", "\x00\x1b", "😀😀"])
def test_there_may_be_no_words(language: str, text: str) -> None:
    assert words_of(text, language) == []


@pytest.mark.parametrize("character", "我カก字a。😀")
def test_a_long_run_is_cut_in_linear_time(character: str) -> None:
    assert "".join(words_of(character * 300_000, "zh")) == (character * 300_000 if character.isalnum() else "")


@settings(deadline=None, max_examples=200)
@given(
    st.text(max_size=100) | st.text("我们的产品ですカท a1。\u0301😀", max_size=100), st.sampled_from(sorted(UNSPACED))
)
def test_words_stand_in_the_text_in_order_and_leave_out_no_letter(text: str, language: str) -> None:
    place, left = 0, []
    for word in words_of(text, language):
        start = text.index(word, place)
        left.append(text[place:start])
        place = start + len(word)
    assert not any(map(str.isalnum, "".join(left) + text[place:]))
