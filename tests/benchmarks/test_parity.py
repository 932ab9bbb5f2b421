"""Texts of which datatrove 0.10.1 was asked; benchmarks/parity.py asks it of many more."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks.made_up_texts import made_up_texts
from benchmarks.parity import RULES, SplitByOthers, judge
from dom_parsing.records import Text
from filters.text.sample import Sample

PROSE = (
    "the cat sat on a mat and the dog lay with it near one old door while rain fell on all roofs of that town so we "
    "had to wait for some hours and then go back by bus which came late as it often does when there is much snow out "
    "in our hills"
)
WORDS = PROSE.split()
GOPHER, REPETITION, C4, ANY_END, FINEWEB = RULES


def lines(count: int, *more: str) -> str:
    return "\n".join([*(f"Line {chr(97 + number)} of them has words enough." for number in range(count)), *more])


def each(line: Callable[[int], str], count: int) -> str:
    return "\n".join(map(line, range(count)))


@pytest.mark.parametrize(
    ("text", "filter_name", "reason"),
    [
        (PROSE, GOPHER, ""),
        (" ".join(WORDS[:49]), GOPHER, "gopher_short_doc"),
        (" ".join(WORDS[:49]) + " ( )", GOPHER, "gopher_short_doc"),
        ("a of " * 30, GOPHER, "gopher_below_avg_threshold"),
        (f"extraordinarily the{'x' * 6} of{'y' * 9} " * 20, GOPHER, "gopher_above_avg_threshold"),
        (PROSE + " #" * 7, GOPHER, "gopher_too_many_hashes"),
        (PROSE + " \u2026" * 7, GOPHER, "gopher_too_many_ellipsis"),
        ("\n".join(f"- {word}" for word in WORDS), GOPHER, "gopher_too_many_bullets"),
        (
            each(lambda n: " ".join(WORDS[11 * n :][:11]) + " ..." * (n % 2 == 0), 5),
            GOPHER,
            "gopher_too_many_end_ellipsis",
        ),
        (PROSE.title(), GOPHER, "gopher_enough_stop_words"),
        (PROSE, REPETITION, ""),
        ("", REPETITION, "empty"),
        ("one line here\nanother line here\n" * 2 + "a third", REPETITION, "dup_line_frac"),
        ("a much longer line of many words\n" * 2 + "b\nc\nd\ne", REPETITION, "dup_line_char_frac"),
        ("first part\n\nfirst part\n\nsecond part", REPETITION, "dup_para_frac"),
        (each(lambda n: f"my cat {chr(97 + n)}{chr(98 + n)}", 20).replace("\n", " "), REPETITION, "top_2_gram"),
        (f"{' '.join(WORDS[:9])} x y {' '.join(WORDS[:9])} z {PROSE}", REPETITION, "duplicated_8_n_grams"),
        (lines(5), C4, ""),
        (lines(4), C4, "too_few_sentences"),
        (lines(4, "Turn on Javascript now."), C4, "too_few_sentences"),
        (lines(4, "We say how the site uses cookies here."), C4, "too_few_sentences"),
        (lines(6, "This is { a bracket."), C4, "curly_bracket"),
        (lines(6, "This is { a bracket"), C4, ""),
        (lines(6, "This is { a bracket"), ANY_END, "curly_bracket"),
        (lines(6, "Some Lorem Ipsum here."), C4, "lorem_ipsum"),
        (lines(6, "This is { a bracket.", "Some lorem ipsum here."), C4, "curly_bracket"),
        (lines(5), FINEWEB, ""),
        ("\n", FINEWEB, "empty"),
        (
            each(lambda n: f"line {chr(97 + n)} that goes on for more than thirty characters", 9),
            FINEWEB,
            "line_punct_ratio",
        ),
        (each(lambda n: f"short {chr(97 + n)}.", 6), FINEWEB, "short_line_ratio"),
        (lines(26, "Line a of them has words enough."), FINEWEB, "char_dup_ratio"),
    ],
)
def test_what_datatrove_says(text: str, filter_name: str, reason: str) -> None:
    assert judge(Sample((Text(text),), within="en")).reasons[filter_name] == reason


def test_the_words_of_others_are_counted_instead_of_our_own() -> None:
    found = SplitByOthers(
        (Text("One. Two."),), within="en", words_found=["One", "Two"], sentences_found={"One. Two.": 7}
    )
    assert judge(found).signals["words"] == 2
    assert judge(found).signals["alphabetic_tokens"] == 1
    assert judge(found).signals["sentences"] == 7


def test_made_up_texts_are_the_same_for_a_seed_and_break_most_rules() -> None:
    texts = list(made_up_texts(1000, 0))
    assert texts[:50] == list(made_up_texts(50, 0))
    reasons = {why for text in texts for why in judge(Sample((Text(text),), within="en")).reasons.values()}
    known = {name for rules in RULES.values() for _, names in rules.values() for name in names}
    assert len(reasons & known) >= len(known) - 6
