"""What a text is made of beside words: capitals, digits, phone numbers, dates; and how many words an image has.

After OmniCorpus' rules from human feedback (Li et al. 2024, arXiv 2406.08418; human_feedback_textfiltering/run.py).
"""

from __future__ import annotations

import re

from dom_parsing.records import Image
from filters.signals import SignalSpec
from filters.text.sample import Sample
from filters.text.segmentation import has_words

INFINITE = float("inf")

# Each pattern begins with a set of characters that it consumes: the search leaps over all others.
PHONE_NUMBER = re.compile(
    r"[+(0-9](?<![\w./-].)"
    r"(?:(?<=\+)[1-9]\d{0,2}(?:[ .-]?\(?\d{1,4}\)?){2,5}"  # +44 20 7946 0958
    r"|(?<=\()\d{3}\)[ .-]?\d{3}[ .-]\d{4}"  # (212) 555-0123
    r"|(?<=\d)\d{2}[.-]\d{3}[.-]\d{4})"  # 212-555-0123
    r"(?![\w-])"
)
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
MONTH_FIRST = re.compile(rf"{MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}(?!\w)")  # May 31, 2024
NUMBER_FIRST = re.compile(
    r"[0-9](?<![\w./:-].)"
    rf"(?:\d?\s{MONTH}\.?,?\s\d{{4}}"  # 31 May 2024
    r"|\d{3}-\d{2}-\d{2}"  # 2024-05-31
    r"|\d?\.\s?\d{1,2}\.\s?\d{4}"  # 31.05.2024
    r"|\d?/\d{1,2}/(?:\d{4}|\d{2})"  # 5/31/24
    r"|\d{3}年\d{1,2}月\d{1,2}日"
    r"|\d?:[0-5]\d(?::[0-5]\d)?(?:\s?[AaPp]\.?[Mm]\b)?"  # 12:30:45 pm
    r"|\d?(?:\.[0-5]\d)?\s?[AaPp]\.?[Mm]\b)"  # 3 p.m.
    r"(?![\w:/-])"
)


def uppercase(sample: Sample) -> float:
    """Share of capitals in the characters that are not white space; 0 to 1, 0 for none. OmniCorpus keeps up to 0.8."""
    counts = sample.character_counts
    return _by(counts.uppercase, counts.all - counts.spaces)


def digits(sample: Sample) -> float:
    """Share of digits in all characters, white space included; 0 to 1, 0 for no text. OmniCorpus keeps up to 0.8."""
    counts = sample.character_counts
    return _by(counts.digits, counts.all)


def phone_numbers(sample: Sample) -> float | None:
    """Phone numbers a word: `+44 20 7946 0958`, `(212) 555-0123`, `212-555-0123`; 0 for no words.

    OmniCorpus drops a paragraph of less than 80 words with such a number in it: `max = 0.0125` says the same.
    """
    return _by_words(sum(1 for _ in PHONE_NUMBER.finditer(sample.text)), sample)


def dates(sample: Sample) -> float | None:
    """Dates and times of day a word: `May 31, 2024`, `31 May 2024`, `2024-05-31`, `12:30 pm`; 0 for no words.

    Months are English ones. OmniCorpus drops a paragraph of less than 20 words with one of them in it: `max = 0.05`
    says the same.
    """
    found = sum(1 for pattern in (MONTH_FIRST, NUMBER_FIRST) for _ in pattern.finditer(sample.text))
    return _by_words(found, sample)


def words_per_image(sample: Sample) -> float | None:
    """Words by images; None without images.

    OmniCorpus drops documents of more than two images with less than 50 (its code; a document with one or two passes).
    """
    images = sum(isinstance(element, Image) for element in sample.elements)
    if not images or not has_words(sample.written_in):
        return None
    return len(sample.words) / images


def _by_words(count: int, sample: Sample) -> float | None:
    return _by(count, len(sample.words)) if has_words(sample.written_in) else None


def _by(count: int, total: int) -> float:
    return count / total if total else 0.0


SPECS: tuple[SignalSpec[Sample], ...] = (
    SignalSpec("phone_numbers", float, 0, INFINITE, phone_numbers),
    SignalSpec("dates", float, 0, INFINITE, dates),
    SignalSpec("uppercase", float, 0, 1, uppercase),
    SignalSpec("digits", float, 0, 1, digits),
)
DOCUMENT_SPECS: tuple[SignalSpec[Sample], ...] = (
    *SPECS,
    SignalSpec("words_per_image", float, 0, INFINITE, words_per_image),
)
"""`words_per_image` makes sense for a whole document only."""
