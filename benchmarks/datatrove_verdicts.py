"""What datatrove's filters say of texts: run by benchmarks/parity.py with a Python that has datatrove, and no m3w.

    python benchmarks/datatrove_verdicts.py < TEXTS > VERDICTS

Both are JSON lines. A text is a JSON string; a verdict has the reason of each filter (empty: kept), the words the
filters saw and the number of sentences they saw in each line they asked for.
"""

import json
import sys

from datatrove.data import Document
from datatrove.pipeline.filters import c4_filters
from datatrove.pipeline.filters.fineweb_quality_filter import FineWebQualityFilter
from datatrove.pipeline.filters.gopher_quality_filter import GopherQualityFilter
from datatrove.pipeline.filters.gopher_repetition_filter import GopherRepetitionFilter
from datatrove.utils.text import split_into_sentences, split_into_words

FILTERS = {
    "GopherQuality": GopherQualityFilter(),
    "GopherRepetition": GopherRepetitionFilter(),
    "C4Quality": c4_filters.C4QualityFilter(),
    "C4Quality, any end": c4_filters.C4QualityFilter(filter_no_terminal_punct=False),
    "FineWebQuality": FineWebQualityFilter(),
}
sentences = {}


def counted(line, language):
    """Split a line as datatrove does and remember into how many sentences."""
    found = split_into_sentences(line, language)
    sentences[line] = len(found)
    return found


def reason(one, text):
    """Return why a filter drops a text; empty where it does not."""
    try:
        verdict = one.filter(Document(text=text, id=""))
    except ZeroDivisionError as error:
        return f"raises {error!r}"
    return "" if verdict is True else verdict[1]


def main():
    """Judge what comes in."""
    c4_filters.split_into_sentences = counted
    for line in sys.stdin:
        text = json.loads(line)
        sentences.clear()
        reasons = {name: reason(one, text) for name, one in FILTERS.items()}
        row = {"reasons": reasons, "words": split_into_words(text), "sentences": sentences}
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
