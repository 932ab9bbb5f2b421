"""The signals of OBELICS' text filters (Laurençon et al. 2023, arXiv 2306.16527, appendix A.2.2 and its code).

Formulas are those of obelics/processors/web_document_filtering.py; where they differ from the paper, the code counts,
since the data was made by it. What differs here: words end at any white space Unicode knows, not at U+FFFC; letters of
other scripts are no special characters; punctuation marks of other scripts count; words of languages without spaces
are ICU's; a text that a rule would wave through is None.
"""

from __future__ import annotations

from math import isqrt

import numpy as np

from filters.signals import SignalSpec
from filters.text.ngrams import dense, ngram_counts
from filters.text.phrases import count_listed, phrases_in
from filters.text.sample import Sample
from filters.text.segmentation import UNSPACED, has_words
from filters.text.share import share
from filters.text.stop_words import all_stop_words
from filters.text.word_lists import read_list

CHARACTERS, WORDS = 10, 5
"""Lengths of the n-grams that must not repeat."""
FEW_TOKENS = 12


def character_repetition(sample: Sample) -> float:
    """Share that the most frequent character 10-grams have in all; 0 to 1, 0 for fewer than 10 characters.

    Of u different 10-grams of which s occur once, the min(floor(sqrt(u)), u - s) most frequent count. OBELICS keeps up
    to 0.1, of paragraphs and of documents (`compute_character_repetition_ratio`; from ROOTS, Laurençon et al. 2022).
    """
    counts = ngram_counts(dense(sample.code_points), CHARACTERS)
    if counts.size == 0:
        return 0.0
    repeated = counts[counts > 1]
    frequent = min(isqrt(counts.size), repeated.size)
    return int(np.sort(repeated)[repeated.size - frequent :].sum()) / int(counts.sum())


def word_repetition(sample: Sample) -> float | None:
    """Share of the word 5-grams that occur more than once, each occurrence counted; 0 to 1, 0 for fewer than 5 words.

    OBELICS keeps paragraphs up to 0.1, documents up to 0.2 (`compute_word_repetition_ratio`).
    """
    if not has_words(sample.written_in):
        return None
    known: dict[str, int] = {}
    ids = np.fromiter((known.setdefault(word, len(known)) for word in sample.plain_words), np.uint64)
    counts = ngram_counts(ids, WORDS)
    return int(counts[counts > 1].sum()) / int(counts.sum()) if counts.size else 0.0


def special_characters(sample: Sample) -> float:
    """Share of the characters that are punctuation, digits, white space, symbols or emoji; 0 to 1, 0 for no text.

    OBELICS keeps paragraphs up to 0.3, documents up to 0.275 (`compute_special_character_ratio`).
    """
    counts = sample.character_counts
    return counts.special / counts.all if counts.all else 0.0


def stop_word_share(sample: Sample) -> float | None:
    """Share of the words that are stop words of the language; 0 to 1, 0 for no words, None for a language without list.

    OBELICS keeps paragraphs from 0.3, documents from 0.35 on (`compute_stopword_ratio`), by its English list of 301
    words; give it as `signals.stop_words` for its very numbers.
    """
    return _share_in(sample, all_stop_words(sample.written_in, sample.settings.stop_words))


def flagged_words(sample: Sample) -> float | None:
    """Share of the words that are on a list of flagged ones; 0 to 1, None without a list for the language.

    Of a phrase on the list all words count where it stands whole. OBELICS keeps up to 0.01, of paragraphs and of
    documents (`compute_flagged_word_ratio`), by a list of 67 words, of which it finds single ones only.
    """
    listed = read_list(sample.settings.flagged_words, sample.written_in)
    if listed is None:
        return None
    words = sample.plain_words
    return share(count_listed(words, listed, phrases_in(listed, sample.written_in)), len(words))


def common_words(sample: Sample) -> float | None:
    """Share of the words that are on a list of common ones; 0 to 1, None without a list for the language.

    OBELICS keeps paragraphs from 0.8, documents from 0.9 on (`compute_common_word_ratio`), by a list that it no longer
    offers for download.
    """
    return _share_in(sample, read_list(sample.settings.common_words, sample.written_in))


def punctuation(sample: Sample) -> float | None:
    """Punctuation marks by words and marks together; 0 to 1, 0 for neither.

    Words are runs of letters, digits, underscores and apostrophes. OBELICS keeps documents from 0.03 on
    (`compute_punctuation_ratio`).
    """
    marks, tokens = _marks_and_tokens(sample)
    return marks / tokens if tokens else 0.0


def punctuation_of_paragraph(sample: Sample) -> float | None:
    """Punctuation marks by words and marks together; 0 to 1, None for fewer than 12 of them: a heading has none.

    OBELICS keeps paragraphs from 0.001 on (`compute_punctuation_ratio`, which gives 1 where this gives None).
    """
    marks, tokens = _marks_and_tokens(sample)
    return marks / tokens if tokens >= FEW_TOKENS else None


def _marks_and_tokens(sample: Sample) -> tuple[int, int]:
    counts = sample.character_counts
    words = len(sample.words) if sample.written_in in UNSPACED else counts.runs
    return counts.marks, counts.marks + words


def _share_in(sample: Sample, listed: frozenset[str] | None) -> float | None:
    if listed is None:
        return None
    words = sample.plain_words
    return sum(map(listed.__contains__, words)) / len(words) if words else 0.0


SPECS: tuple[SignalSpec[Sample], ...] = (
    SignalSpec("character_repetition", float, 0, 1, character_repetition),
    SignalSpec("word_repetition", float, 0, 1, word_repetition),
    SignalSpec("special_characters", float, 0, 1, special_characters),
    SignalSpec("stop_word_share", float, 0, 1, stop_word_share),
    SignalSpec("flagged_words", float, 0, 1, flagged_words, needs="flagged_words"),
    SignalSpec("punctuation", float, 0, 1, punctuation),
    SignalSpec("common_words", float, 0, 1, common_words, needs="common_words"),
)
PARAGRAPH_SPECS: tuple[SignalSpec[Sample], ...] = tuple(
    SignalSpec("punctuation", float, 0, 1, punctuation_of_paragraph) if spec.name == "punctuation" else spec
    for spec in SPECS
)
