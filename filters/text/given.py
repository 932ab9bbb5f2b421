"""Models and word lists given by path, tried before work starts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dom_parsing.records import Text
from filters.text import language_signals, perplexity, quality
from filters.text.sample import Sample
from filters.text.settings import LISTS, SignalSettings
from filters.text.word_lists import read_list

SENTENCE = "This page is about a cat and a dog, and it was written for people."


def require_lists(settings: SignalSettings, languages: Sequence[str]) -> None:
    """Hold the word lists that are given against the languages that a recipe keeps: without one, rules drop nothing.

    Args:
        settings: Paths of the folders.
        languages: All languages that a rule lets pass; none where there is no such rule.

    Raises:
        ValueError: A folder has no list of any of them, or only empty ones.
    """
    for name in LISTS:
        folder = getattr(settings, name)
        if folder and languages and not any(read_list(folder, each) for each in languages):
            raise ValueError(
                f"signals.{name} = {folder!r} has no words of {', '.join(languages)}, all that document.rules.language "
                f"lets pass: a rule on them would drop nothing; add {languages[0]}.txt, a word a line"
            )


def try_out(settings: SignalSettings) -> None:
    """Read every model and word list once, and measure a sentence by them.

    Raises:
        ValueError: One of them can't be read, or a model knows no label of the name that is asked for.
    """
    for folder in filter(None, (getattr(settings, name) for name in LISTS)):
        for path in Path(folder).glob("*.txt"):
            read_list(folder, path.stem)
    sample = Sample((Text(SENTENCE),), settings)
    for spec in (*language_signals.SPECS, *quality.SPECS, *perplexity.SPECS):
        assert spec.measure is not None
        spec.measure(sample)
