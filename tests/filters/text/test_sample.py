from __future__ import annotations

from dom_parsing.records import Image, Text
from filters.text.sample import Sample

PHOTO = Image("https://a.example/1.jpg", alt="not a word of the text")


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
