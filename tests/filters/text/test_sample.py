from __future__ import annotations

from dom_parsing.records import Image, Text
from filters.text.sample import Sample

PHOTO = Image("https://a.example/1.jpg", alt="not a word of the text")
SAMPLE = Sample(
    (Text("One, 2 \u2013 \u2022"), Image("https://a.example/1.jpg"), Text("\u2028Three.\n \nFour")), within="en"
)


def test_the_text_is_that_of_all_paragraphs() -> None:
    assert Sample((Text("One."), PHOTO, Text("Two."))).text == "One.\n\nTwo."
    assert Sample((PHOTO,)).text == ""


def test_words_are_those_of_the_texts_language() -> None:
    sample = Sample((Text("我们的产品质量很好，欢迎大家来北京旅游。"),))
    assert sample.written_in == "zh"
    assert sample.words[:3] == ["我们", "的", "产品"]
    assert Sample((Text('"The CAT" sat.'),), within="en").plain_words == ["the", "cat", "sat"]


def test_a_part_is_written_in_the_language_of_the_whole() -> None:
    part = Sample((Text("東京 2024"),), within="ja")
    assert part.written_in == "ja"
    assert part.words == ["東京", "2024"]
    assert Sample((Text("東京旅行"),), within="en").words == ["東京旅行"]


def test_tokens_are_told_apart() -> None:
    assert SAMPLE.tokens == ["One", ",", "2", "\u2013", "\u2022", "Three", ".", "Four"]
    assert SAMPLE.unlettered == [",", "2", "\u2013", "\u2022", "."]
    assert SAMPLE.marks == [",", "\u2013", "."]


def test_lines_of_each_kind() -> None:
    assert SAMPLE.lines == ["One, 2 \u2013 \u2022", "", "", "Three.", " ", "Four"]
    assert SAMPLE.filled_lines == ["One, 2 \u2013 \u2022", "\u2028Three.", "Four"]
    assert [line.sentences for line in SAMPLE.c4_lines] == [1, 1, 1]


def test_words_without_spaces_are_the_languages_own() -> None:
    japanese = Sample((Text("\u732b\u304c\u3044\u308b\u3002"),), within="ja")
    assert japanese.tokens == japanese.words
    assert len(japanese.tokens) == 3
