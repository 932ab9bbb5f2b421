from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dom_parsing.records import Image, Text
from filters.text.sample import Sample
from filters.text.shares import dates, digits, phone_numbers, uppercase, words_per_image

PHOTO = Image("https://a.example/1.jpg")


def of(text: str, language: str = "en") -> Sample:
    return Sample((Text(text),), within=language)


def test_uppercase_and_digits() -> None:
    assert uppercase(of("AB cd\nÄ1")) == 3 / 6
    assert digits(of("a1 ٢\n")) == 2 / 5
    assert uppercase(of("")) == digits(of("")) == uppercase(of(" \n")) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "212-555-0123",
        "212.555.0123",
        "(212) 555-0123",
        "(212)555-0123",
        "+44 20 7946 0958",
        "+1-212-555-0123",
        "+49 (30) 1234-5678",
        "Tel.: 212-555-0123.",
        "call (212) 555-0123, please",
    ],
)
def test_phone_numbers(text: str) -> None:
    assert phone_numbers(of(text)) == 1 / len(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-31",
        "1,234,567",
        "3.14159265",
        "12345678901",
        "0-306-40615-2",
        "1212-555-01234",
        "a212-555-0123",
        "+1",
        "(212)",
    ],
)
def test_other_numbers_are_no_phone_numbers(text: str) -> None:
    assert phone_numbers(of(text)) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "May 31, 2024",
        "Sept. 1st, 2024",
        "December 25 2023",
        "31 May 2024",
        "1 Jan. 2024",
        "2024-05-31",
        "31.05.2024",
        "31. 5. 2024",
        "5/31/24",
        "05/31/2024",
        "2024年5月31日",
        "12:30",
        "23:59:59",
        "3:05 p.m.",
        "3 pm",
        "11AM",
        "12.30pm",
        "(May 31, 2024)",
    ],
)
def test_dates(text: str) -> None:
    assert dates(of(text)) == 1 / len(text.split())


@pytest.mark.parametrize(
    "text", ["2024", "May", "1.2.3", "10.0.0.1", "3:2", "12:75", "1/2", "2024-5", "v12:30x", "3 amps", "Mayor 31, 2024"]
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert dates(of(text)) == 0.0


def test_they_are_counted_by_words() -> None:
    assert phone_numbers(of("Call 212-555-0123 or 212-555-0199 now")) == 2 / 5
    assert dates(of("From 12:30 to 13:30 on 2024-05-31 or June 1, 2024")) == 4 / 10
    assert phone_numbers(of("")) == dates(of("")) == 0.0
    assert phone_numbers(of("2024", "bo")) is dates(of("2024", "bo")) is None


def test_words_per_image() -> None:
    assert words_per_image(Sample((Text("one two three"), PHOTO, PHOTO), within="en")) == 1.5
    assert words_per_image(Sample((PHOTO,), within="en")) == 0.0
    assert words_per_image(Sample((Text("one two three"),), within="en")) is None
    assert words_per_image(Sample((Text("one"), PHOTO), within="bo")) is None


@pytest.mark.parametrize("pattern", ["1", "+", "(", "1.", "12:", "+1 ", "(212) ", "May ", "1/", "1 May "])
def test_patterns_are_linear(pattern: str) -> None:
    sample = of(pattern * 200_000)
    assert (phone_numbers(sample), dates(sample)) == (0.0, 0.0)


@settings(deadline=None, max_examples=200)
@given(st.text("0123456789+-()./: aMpy", max_size=60))
def test_any_digits(text: str) -> None:
    sample = of(text)
    for measure in (phone_numbers, dates):
        assert 0 <= (measure(sample) or 0) <= len(text)
