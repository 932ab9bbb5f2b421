"""Gopher's repetition rules (Rae et al. 2021, arXiv 2112.11446, table A1) as signals.

All are shares of the text's characters, white space included, or of its lines or paragraphs. Where the paper leaves
open how to count, we count as datatrove does: the first of several equal lines is no duplicate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from filters.signals import SignalSpec
from filters.text.known_words import where_words_are_known
from filters.text.repeats import DUPLICATED, TOP
from filters.text.sample import Sample
from filters.text.share import share


def _duplicates(pieces: Sequence[str]) -> int:
    return len(pieces) - len(set(pieces))


def duplicate_characters(pieces: Sequence[str]) -> int:
    """Return the characters of pieces that came before."""
    return sum(map(len, pieces)) - sum(map(len, set(pieces)))


def duplicate_lines(sample: Sample) -> float:
    """Share of lines that came before; empty lines separate. Gopher keeps up to 0.3."""
    return share(_duplicates(sample.separate_lines), len(sample.separate_lines))


def duplicate_line_characters(sample: Sample) -> float:
    """Characters of lines that came before, by all characters. Gopher keeps up to 0.2."""
    return share(duplicate_characters(sample.separate_lines), len(sample.text))


def duplicate_paragraphs(sample: Sample) -> float:
    """Share of paragraphs (what empty lines separate) that came before. Gopher keeps up to 0.3."""
    return share(_duplicates(sample.paragraphs), len(sample.paragraphs))


def duplicate_paragraph_characters(sample: Sample) -> float:
    """Characters of paragraphs that came before, by all characters. Gopher keeps up to 0.2."""
    return share(duplicate_characters(sample.paragraphs), len(sample.text))


def _top(n: int) -> Callable[[Sample], float | None]:
    def top_ngram(sample: Sample) -> float:
        return min(1.0, share(sample.repeats.top[n], len(sample.text)))

    top_ngram.__doc__ = f"""Characters in the most frequent {n}-gram of tokens, by all characters, at most 1.

    Its occurrences, overlapping ones too, times its length with one space between tokens; of several equally frequent
    the first; 0 for fewer than {n} tokens. Gopher keeps up to {GOPHER[n]}.
    """
    return where_words_are_known(top_ngram)


def _duplicated(n: int) -> Callable[[Sample], float | None]:
    def duplicate_ngrams(sample: Sample) -> float:
        return share(sample.repeats.duplicated[n], len(sample.text))

    duplicate_ngrams.__doc__ = f"""Characters in {n}-grams of tokens that came before, by all characters.

    Read from left to right, a repetition is counted, without spaces, and leapt over: no token counts twice. datatrove
    takes two n-grams for one where only the spaces between their tokens differ; here they are two.
    Gopher keeps up to {GOPHER[n]}.
    """
    return where_words_are_known(duplicate_ngrams)


GOPHER = {2: 0.2, 3: 0.18, 4: 0.16, 5: 0.15, 6: 0.14, 7: 0.13, 8: 0.12, 9: 0.11, 10: 0.1}
SPECS: tuple[SignalSpec[Sample], ...] = (
    SignalSpec("duplicate_paragraphs", float, 0, 1, duplicate_paragraphs),
    SignalSpec("duplicate_paragraph_characters", float, 0, 1, duplicate_paragraph_characters),
    SignalSpec("duplicate_lines", float, 0, 1, duplicate_lines),
    SignalSpec("duplicate_line_characters", float, 0, 1, duplicate_line_characters),
    *(SignalSpec(f"top_{n}gram", float, 0, 1, _top(n)) for n in TOP),
    *(SignalSpec(f"duplicate_{n}gram", float, 0, 1, _duplicated(n)) for n in DUPLICATED),
)
"""In datatrove's order."""
