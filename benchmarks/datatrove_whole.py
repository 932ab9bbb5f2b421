"""datatrove's pipeline from WARC to documents: run by benchmarks/whole_extract.py with a Python that has datatrove.

    python benchmarks/datatrove_whole.py MODEL ARCHIVES OUT WORKERS

WarcReader, Trafilatura, language, Gopher's two filters and a writer, as in datatrove's example of FineWeb, a task an
archive. Two things differ from it: MODEL is the fasttext model of languages in place of the one that is downloaded, and
Trafilatura neither looks for duplicates (the archives repeat their pages: it would empty them) nor gives up after a
second (so that a busy machine costs it no page).
"""

import sys
from pathlib import Path

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.extractors import Trafilatura
from datatrove.pipeline.filters import GopherQualityFilter, GopherRepetitionFilter, LanguageFilter
from datatrove.pipeline.readers import WarcReader
from datatrove.pipeline.writers.jsonl import JsonlWriter

SECONDS_A_PAGE = 20


def pipeline(model, archives, out):
    """Return the steps."""
    language = LanguageFilter("en")
    language.model.MODEL_URL = model
    return [
        WarcReader(archives, glob_pattern="*.warc.gz"),
        Trafilatura(favour_precision=True, deduplicate=False, timeout=SECONDS_A_PAGE),
        language,
        GopherRepetitionFilter(),
        GopherQualityFilter(),
        JsonlWriter(out),
    ]


def main():
    """Run."""
    model, archives, out, workers = sys.argv[1:]
    tasks = len(list(Path(archives).glob("*.warc.gz")))
    LocalPipelineExecutor(
        pipeline(model, archives, f"{out}/documents"), tasks=tasks, workers=int(workers), logging_dir=f"{out}/logs"
    ).run()


if __name__ == "__main__":
    main()
