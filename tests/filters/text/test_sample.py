from __future__ import annotations

from dom_parsing.records import Image, Text
from filters.text.sample import Sample

SAMPLE = Sample(
    (Text("One, 2 \u2013 \u2022"), Image("https://a.example/1.jpg"), Text("\u2028Three.\n \nFour")), within="en"
)


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
