"""What `m3w score` does: plan, run or say that there is nothing to do, report."""

from __future__ import annotations

from dags.command_line.commands import Request
from dags.command_line.dry_run import show_plan
from dags.imaging.images import seen_by
from dags.job import run
from dags.report import console, show_ledgers
from dags.scoring import known
from dags.scoring import score as scoring


def score(request: Request) -> None:
    """Score what a cut may keep."""
    corpus, recipe, cut = request.corpus, request.recipe, request.cut
    job = scoring.plan(corpus, recipe, cut)
    if known.is_scored(corpus, recipe, cut):
        console.print(f"score: cut {cut!r} has all it needs; nothing to do")
        request.note("score")
        return
    if request.dry_run:
        show_plan(corpus, job)
        return
    finished = run(job, request.launch)
    known.save_view(corpus, recipe, cut)
    request.note("score")
    if finished is not None:
        show_ledgers(finished.dataset, finished.ledgers)
    console.print(f"  {len(corpus.scores.generations())} generations in {corpus.scores.folder}")
    # Where a model drops the first of several duplicates, the images of the next one may be wanted.
    further = "select" if seen_by(corpus, recipe, cut) is not None else "images"
    console.print(f"  next: {request.hint(further)}", style="cyan", markup=False)
