"""Decisions and reasons of the text rules beside datatrove's, on real pages and on texts made up to break them.

    python -m benchmarks.parity FOLDER --datatrove PYTHON [--made-up 3000] [--seed 0]

FOLDER holds pages as `*.html.gz`, at any depth (`*.expected.html.gz` are no pages); PYTHON is a Python where datatrove
and spaCy are installed (`python3 -m venv DT && DT/bin/pip install "datatrove[processing]" spacy`). Each text is judged
three times: by datatrove; by our signals of datatrove's words and sentences; by our signals of our own. All take the
text for English.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.made_up_texts import made_up_texts
from dom_parsing.extract import extract
from dom_parsing.records import Signal, Text
from filters.rules import Bound, broken
from filters.signals import measure_all
from filters.text import c4, fineweb, gopher, repetition
from filters.text.sample import Sample

THEIRS = Path(__file__).with_name("datatrove_verdicts.py")
SPECS = {spec.name: spec for spec in (*gopher.SPECS, *repetition.SPECS, *c4.SPECS, *fineweb.SPECS)}
SHOWN = 60
TOP, DUPLICATED = (0.2, 0.18, 0.16), (0.15, 0.14, 0.13, 0.12, 0.11, 0.1)
RULES: Mapping[str, Mapping[str, tuple[Bound, Sequence[str]]]] = {
    "GopherQuality": {
        "words": (Bound(min=50, max=100_000), ("gopher_short_doc", "gopher_long_doc")),
        "mean_word_length": (Bound(min=3, max=10), ("gopher_below_avg_threshold", "gopher_above_avg_threshold")),
        "hash_ratio": (Bound(max=0.1), ("gopher_too_many_hashes",)),
        "ellipsis_ratio": (Bound(max=0.1), ("gopher_too_many_ellipsis",)),
        "bullet_lines": (Bound(max=0.9), ("gopher_too_many_bullets",)),
        "ellipsis_lines": (Bound(max=0.3), ("gopher_too_many_end_ellipsis",)),
        "alphabetic_tokens": (Bound(min=0.8), ("gopher_below_alpha_threshold",)),
        "stop_words": (Bound(min=2), ("gopher_enough_stop_words",)),
    },
    "GopherRepetition": {
        "duplicate_paragraphs": (Bound(max=0.3), ("dup_para_frac",)),
        "duplicate_paragraph_characters": (Bound(max=0.2), ("dup_para_char_frac",)),
        "duplicate_lines": (Bound(max=0.3), ("dup_line_frac",)),
        "duplicate_line_characters": (Bound(max=0.2), ("dup_line_char_frac",)),
        **{f"top_{n}gram": (Bound(max=most), (f"top_{n}_gram",)) for n, most in enumerate(TOP, 2)},
        **{
            f"duplicate_{n}gram": (Bound(max=most), (f"duplicated_{n}_n_grams",))
            for n, most in enumerate(DUPLICATED, 5)
        },
    },
    "C4Quality": {
        "lorem_ipsum_ended": (Bound(max=0), ("lorem_ipsum",)),
        "curly_brackets_ended": (Bound(max=0), ("curly_bracket",)),
        "c4_sentences": (Bound(min=5), ("too_few_sentences",)),
    },
    "C4Quality, any end": {
        "lorem_ipsum": (Bound(max=0), ("lorem_ipsum",)),
        "curly_brackets": (Bound(max=0), ("curly_bracket",)),
        "c4_sentences_any_end": (Bound(min=5), ("too_few_sentences",)),
    },
    "FineWebQuality": {
        "punctuated_lines": (Bound(min=0.12), ("line_punct_ratio",)),
        "short_lines": (Bound(max=0.67), ("short_line_ratio",)),
        "repeated_line_characters": (Bound(max=0.01), ("char_dup_ratio",)),
        "newlines_per_word": (Bound(max=0.3), ("list_ratio",)),
    },
}
"""Filter -> our signal -> bound, and what datatrove calls it when the bound is broken below, or above."""


@dataclass(frozen=True)
class SplitByOthers(Sample):
    """A sample of English whose words and sentences another program has found."""

    words_found: Sequence[str] = ()
    sentences_found: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def tokens(self) -> list[str]:
        """The words found."""
        return list(self.words_found)

    def count_sentences(self, line: str) -> int:
        """Return the sentences found in a line; 0 for a line that was not asked for."""
        return self.sentences_found.get(line, 0)


@dataclass(frozen=True, slots=True)
class Judged:
    """What our signals of a text are, and why each filter would drop it, in datatrove's words (empty: it would not)."""

    signals: Mapping[str, Signal]
    reasons: Mapping[str, str]


def judge(sample: Sample) -> Judged:
    """Judge a sample by the rules of every filter."""
    signals = measure_all(sample, SPECS)
    found = {}
    for name, rules in RULES.items():
        first = next(broken(signals, {signal: bound for signal, (bound, _) in rules.items()}, SPECS), None)
        found[name] = "" if first is None else rules[first[0]][1][0 if first[2].startswith(">") else -1]
    empty = {"GopherRepetition": not sample.text, "FineWebQuality": not sample.filled_lines}
    return Judged(signals, found | {name: "empty" for name, holds in empty.items() if holds})


@dataclass(frozen=True, slots=True)
class Difference:
    """A text of which a filter of datatrove says something else than our rules."""

    name: str
    filter: str
    theirs: str
    ours: str
    cause: str


def verdicts(texts: Sequence[str], python: str) -> list[dict[str, Any]]:
    """Return what datatrove says of each text."""
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    done = subprocess.run([python, THEIRS], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def differences(name: str, reasons: Mapping[str, str], ours: Judged, by_their_words: Judged) -> Iterator[Difference]:
    """Yield what differs, with the values of the signals that decide."""
    for each, rules in RULES.items():
        two = reasons[each], ours.reasons[each]
        if two[0] != two[1]:
            deciding = [signal for signal, (_, names) in rules.items() if set(names) & set(two)]
            values = (f"{name} {by_their_words.signals[name]:.6g} -> {ours.signals[name]:.6g}" for name in deciding)
            yield Difference(name, each, *two, "; ".join(values))


def report(title: str, differing: Sequence[Difference], total: int) -> None:
    """Print how many texts are judged alike, filter by filter."""
    print(f"\n{title}: {total} texts\n\n| filter | same decision | same reason |\n|---|---|---|")
    for name in RULES:
        here = [each for each in differing if each.filter == name]
        decisions = sum(bool(each.theirs) != bool(each.ours) for each in here)
        print(f"| {name} | {1 - decisions / total:.2%} | {1 - len(here) / total:.2%} |")
    split = {each.name for each in differing if bool(each.theirs) != bool(each.ours)}
    print(f"| every filter at once | {1 - len(split) / total:.2%} | ", end="")
    print(f"{1 - len({each.name for each in differing}) / total:.2%} |")


def compare(title: str, texts: Mapping[str, str], python: str) -> None:
    """Judge texts thrice and print what differs."""
    found = dict(zip(texts, verdicts(list(texts.values()), python), strict=True))
    counts = Counter(f"{name}: {reason or 'kept'}" for row in found.values() for name, reason in row["reasons"].items())
    raising = {name for name, row in found.items() if any(why.startswith("raises") for why in row["reasons"].values())}
    same: list[Difference] = []
    own: list[Difference] = []
    for name in texts.keys() - raising:
        row, elements = found[name], (Text(texts[name]),)
        theirs = SplitByOthers(elements, within="en", words_found=row["words"], sentences_found=row["sentences"])
        by_their_words = judge(theirs)
        same += differences(name, row["reasons"], by_their_words, by_their_words)
        own += differences(name, row["reasons"], judge(Sample(elements, within="en")), by_their_words)
    report(f"{title}, split as datatrove splits", same, len(texts) - len(raising))
    report(f"{title}, our own splitting", own, len(texts) - len(raising))
    print(f"\ndatatrove raises on {len(raising)}; what it says: {dict(sorted(counts.items()))}")
    print("\nDifferences; signals with datatrove's words -> with ours:")
    for each in sorted({*same, *own}, key=lambda each: (each.filter, each.name))[:SHOWN]:
        print(f"{each.name[-40:]} | {each.filter} | {each.theirs or 'kept'} | {each.ours or 'kept'} | {each.cause}")


def main() -> None:
    """Compare on pages and on texts made up."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--datatrove", required=True, help="a Python where datatrove is installed")
    parser.add_argument("--made-up", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    files = sorted(file for file in given.folder.rglob("*.html.gz") if ".expected." not in file.name)
    if not files:
        sys.exit(f"no *.html.gz in {given.folder}")
    pages = {
        str(file.relative_to(given.folder)): extract(gzip.decompress(file.read_bytes()), "https://site.example/").text
        for file in files
    }
    compare("Real pages", pages, given.datatrove)
    made = enumerate(made_up_texts(given.made_up, given.seed))
    compare("Made-up texts", {str(number): text for number, text in made}, given.datatrove)


if __name__ == "__main__":
    main()
