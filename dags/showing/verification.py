"""`m3w verify`: everything a corpus' manifests promise, held against what lies on disk."""

from __future__ import annotations

from collections.abc import Iterator

from dags.report import console
from dags.showing.explanation import cut_names
from shards import storage
from shards.dataset import Corpus, Dataset
from shards.verify import SAMPLE_CHECKS, problems_of, shard_problems


def datasets_of(corpus: Corpus) -> Iterator[Dataset]:
    """Yield every dataset a corpus may have."""
    yield from (corpus.captures, corpus.documents, corpus.images, corpus.scores)
    for cut in cut_names(corpus):
        yield from (corpus.shortlist(cut), corpus.selection(cut), corpus.shards(cut), corpus.pairs(cut))


def show(corpus: Corpus) -> bool:
    """Print what was checked and what is wrong; return whether all is well.

    Raises:
        ValueError: There is no finished dataset at all.
    """
    checked, wrong = 0, 0
    for dataset in datasets_of(corpus):
        generations = dataset.generations()
        if not generations:
            if storage.names_in(dataset.folder) or storage.folders_in(dataset.folder):
                console.print(f"{dataset.folder}: [yellow]unfinished, not checked[/yellow]")
            continue
        problems = [*problems_of(dataset), *(shard_problems(dataset) if dataset.kind in SAMPLE_CHECKS else ())]
        files = sum(len(part.files) for each in generations for part in each.manifest.parts)
        state = "[green]ok[/green]" if not problems else f"[red]{len(problems)} problems[/red]"
        console.print(f"{dataset.folder}: {len(generations)} generations, {files} files, {state}")
        for problem in problems:
            console.print(f"  {problem}", style="red", markup=False)
        checked, wrong = checked + files, wrong + len(problems)
    if checked == 0:
        raise ValueError(f"{corpus.root} holds no finished dataset: is --corpus right?")
    console.print(f"{checked} files checked, {wrong} problems")
    return wrong == 0
