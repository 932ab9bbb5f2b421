"""CPU seconds of datatrove's filters: run by benchmarks/filters.py with a Python that has datatrove, and no m3w.

    python benchmarks/datatrove_speed.py MODEL ROUNDS < TEXTS

TEXTS are JSON strings, one a line. Prints one JSON object: filter -> seconds over all texts, each text with its best
round. `chain` runs a text through the filters until one drops it, as a pipeline would. MODEL is the fasttext model of
languages, in place of the one that datatrove downloads.
"""

import json
import sys
import time

from datatrove.data import Document
from datatrove.pipeline.filters import LanguageFilter
from datatrove.pipeline.filters.c4_filters import C4QualityFilter
from datatrove.pipeline.filters.fineweb_quality_filter import FineWebQualityFilter
from datatrove.pipeline.filters.gopher_quality_filter import GopherQualityFilter
from datatrove.pipeline.filters.gopher_repetition_filter import GopherRepetitionFilter
from fasttext.FastText import _FastText


def filters(model):
    """Return the filters in FineWeb's order, warmed up."""
    language = LanguageFilter("en")
    language.model._model = _FastText(model)
    found = {
        "language": language,
        "GopherRepetition": GopherRepetitionFilter(),
        "GopherQuality": GopherQualityFilter(),
        "C4Quality": C4QualityFilter(filter_no_terminal_punct=False),
        "FineWebQuality": FineWebQualityFilter(),
    }
    for each in found.values():
        each.filter(Document(text="A first text. It loads what is loaded once.", id=""))
    return found


def every(found, text):
    """Return the seconds of each filter on the whole text."""
    seconds = {}
    for name, each in found.items():
        document = Document(text=text, id="")  # C4's filter shortens the text: each filter gets the whole one
        begun = time.process_time()
        each.filter(document)
        seconds[name] = time.process_time() - begun
    return seconds


def chain(found, text):
    """Return the seconds of a text on its way through the filters."""
    document = Document(text=text + " ", id="")  # a new text to the cache of words
    begun = time.process_time()
    all(each.filter(document) is True for each in found.values())
    return time.process_time() - begun


def main():
    """Measure."""
    found = filters(sys.argv[1])
    sums = dict.fromkeys((*found, "chain"), 0.0)
    for line in sys.stdin:
        text = json.loads(line)
        tries = [{**every(found, text), "chain": chain(found, text)} for _ in range(int(sys.argv[2]))]
        for name in sums:
            sums[name] += min(each[name] for each in tries)
    print(json.dumps(sums))


if __name__ == "__main__":
    main()
