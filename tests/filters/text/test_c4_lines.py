from __future__ import annotations

import pytest

from filters.text.c4_lines import (
    CURLY,
    FEW_WORDS,
    JAVASCRIPT,
    LEFT,
    LONG_WORD,
    LOREM_IPSUM,
    POLICY,
    Line,
    Tally,
    read_lines,
    tally,
)


def once(_: str) -> int:
    return 1


@pytest.mark.parametrize(
    ("line", "found", "punctuated"),
    [
        ("A line of words.", LEFT, True),
        ("  A line of words  ", LEFT, False),
        ("A line of words...", LEFT, False),
        ("A line, it's said, of 'words'", LEFT, True),
        ("Two words.", FEW_WORDS, True),
        ("[1] [2] three", LEFT, False),
        ("A fact.[12]", FEW_WORDS, True),
        ("It is a fact.[12][citation needed]", LEFT, True),
        (f"A word of {'a' * 1000} characters", LEFT, False),
        (f"A word of {'a' * 1001} characters", LONG_WORD, False),
        ("The Lorem Ipsum of { javascript", LOREM_IPSUM, False),
        ("Enable JavaScript {now}", JAVASCRIPT, False),
        ("if (a) { privacy policy", CURLY, False),
        ("Read our Privacy Policy.", POLICY, True),
    ],
)
def test_what_is_found_first_in_a_line(line: str, found: str, punctuated: bool) -> None:
    assert list(read_lines([line], once)) == [Line(found, punctuated, 1)]


def test_empty_lines_are_no_lines_and_citations_are_taken_out_before_sentences_are_counted() -> None:
    seen: list[str] = []

    def count(line: str) -> int:
        seen.append(line)
        return 2

    assert [line.sentences for line in read_lines(["", " \t", " It is a fact.[3] So it is.[edit] "], count)] == [2]
    assert seen == ["It is a fact. So it is."]


def test_a_page_comes_to_what_its_lines_leave() -> None:
    lines = [
        Line(LEFT, True, 2),
        Line(LOREM_IPSUM, True, 1),
        Line(POLICY, True, 1),
        Line(CURLY, True, 1),
        Line(LOREM_IPSUM, True, 1),
        Line(CURLY, True, 1),
        Line(LEFT, True, 1),
        Line(FEW_WORDS, True, 1),
    ]
    assert tally(lines) == Tally(sentences=3, lorem_ipsum=1, curly_brackets=2)
    assert tally([]) == Tally()
