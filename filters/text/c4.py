"""C4's rules (Raffel et al. 2020, arXiv 1910.10683, section 2.2) as signals of the lines they leave.

C4 drops lines, then pages by what is left of them. Nothing is dropped here: the signals say what C4 would find.
`_any_end` leaves out the rule that a line ends in a terminal mark, as FineWeb does. `lorem_ipsum` and `curly_brackets`
read lines with any end; C4's code saw the lines with a terminal mark only: these have `_ended` for it.
"""

from __future__ import annotations

from collections.abc import Callable

from filters.signals import SignalSpec
from filters.text.c4_lines import JAVASCRIPT, POLICY, Tally, tally
from filters.text.sample import Sample

INFINITE = float("inf")


def sentences(sample: Sample) -> int:
    """Sentences of the text, each line by itself. mmc4 core keeps 4 to 40."""
    return sum(line.sentences for line in sample.c4_lines)


def _ended(sample: Sample) -> Tally:
    return tally(line for line in sample.c4_lines if line.punctuated)


def _any_end(sample: Sample) -> Tally:
    return tally(sample.c4_lines)


def c4_sentences(sample: Sample) -> int:
    """Sentences of the lines that C4's rules leave: three words, none of more than 1,000 characters, a terminal mark.

    Lines that speak of javascript or of policies are left out. C4 keeps 5 and more by its paper, 3 by its code.
    """
    return _ended(sample).sentences


def c4_sentences_any_end(sample: Sample) -> int:
    """As `c4_sentences`, of lines with any end. FineWeb keeps 5 and more."""
    return _any_end(sample).sentences


def lorem_ipsum(sample: Sample) -> int:
    """Lines with `lorem ipsum` in any case, before the first line with a curly bracket. FineWeb keeps none."""
    return _any_end(sample).lorem_ipsum


def curly_brackets(sample: Sample) -> int:
    """Lines with `{`, of three words and more and without `javascript`. FineWeb keeps none, and so C4 by its paper."""
    return _any_end(sample).curly_brackets


def lorem_ipsum_ended(sample: Sample) -> int:
    """As `lorem_ipsum`, of lines that end in a terminal mark. C4's code keeps none."""
    return _ended(sample).lorem_ipsum


def curly_brackets_ended(sample: Sample) -> int:
    """As `curly_brackets`, of lines that end in a terminal mark. C4's code keeps none."""
    return _ended(sample).curly_brackets


def policy_lines(sample: Sample) -> int:
    """Lines that C4 leaves out for their mention of cookies, a privacy policy or terms of use."""
    return sum(line.found == POLICY for line in sample.c4_lines)


def javascript_lines(sample: Sample) -> int:
    """Lines that C4 leaves out for their mention of javascript, in any case."""
    return sum(line.found == JAVASCRIPT for line in sample.c4_lines)


def longest_word(sample: Sample) -> int:
    """Characters of the longest word (what white space separates, where the language writes it); 0 for none.

    C4 drops lines with one of more than 1,000.
    """
    return max(map(len, sample.words), default=0)


def _count(name: str, measure: Callable[[Sample], int]) -> SignalSpec[Sample]:
    return SignalSpec(name, int, 0, INFINITE, measure)


SPECS: tuple[SignalSpec[Sample], ...] = (
    _count("lorem_ipsum", lorem_ipsum),
    _count("curly_brackets", curly_brackets),
    _count("lorem_ipsum_ended", lorem_ipsum_ended),
    _count("curly_brackets_ended", curly_brackets_ended),
    _count("sentences", sentences),
    _count("c4_sentences", c4_sentences),
    _count("c4_sentences_any_end", c4_sentences_any_end),
    _count("policy_lines", policy_lines),
    _count("javascript_lines", javascript_lines),
    _count("longest_word", longest_word),
)
"""In C4's order: what drops a page at a line comes before what is counted at its end."""
