"""Update after update, with a line now and then and a checkpoint less often."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch

from training.recipe import RunSettings
from training.runs.checkpoints import Checkpoints
from training.runs.claim import Claim
from training.runs.journal import Journal
from training.runs.learner import Learner
from training.runs.meter import Meter
from training.runs.pulse import Beat, Pulse

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Books:
    """Where the first worker writes things down; other workers have none.

    Attributes:
        claim: To the run's folder: once it is another's, nothing more is written.
        checkpoints: Of the run.
        journal: Of the run.
        pulse: Of the run.
    """

    claim: Claim
    checkpoints: Checkpoints
    journal: Journal
    pulse: Pulse


def learn(
    learner: Learner,
    settings: RunSettings,
    workers: int,
    precision: torch.dtype,
    books: Books | None,
    report: Callable[[Line], None],
) -> None:
    """Do the updates that are left.

    Args:
        learner: Who learns.
        settings: How long, and what is written down how often.
        workers: How many learn together.
        precision: Of the computation.
        books: Where to write things down.
        report: Is given every line, on every worker.

    Raises:
        TakenError: Another training has begun in the same folder.
        FloatingPointError: A gradient is not finite.
    """
    meter, remark = Meter(workers), "begins"
    while learner.update < settings.updates:
        rate = float(learner.schedule.get_last_lr()[0])
        meter.add(learner.step(precision))
        last = learner.update == settings.updates
        if last or learner.update % settings.log_every == 0:
            line = meter.line(learner.model, learner.update, rate)
            remark = in_words(line)
            if books is not None:
                books.claim.require()
                books.journal.write(line)
            report(line)
        if books is not None:
            if last or learner.update % settings.checkpoint_every == 0:
                books.claim.require()
                books.journal.keep()  # first: lines beyond a checkpoint are left out, missing ones are not made again
                books.checkpoints.add(learner.update, learner.save)
                books.checkpoints.keep(settings.keep)
            books.pulse.beat(Beat(learner.update, settings.updates, remark))


def in_words(line: Line) -> str:
    """Return a line as people read it while they wait."""
    losses = ", ".join(f"{name} {loss:.3f}" for name, loss in line["losses"].items())
    return (
        f"loss {losses}; gradient {line['gradient_norm']:.2f}; "
        f"{line['tokens_per_second']:,.0f} tokens/s, {line['images_per_second']:,.1f} images/s"
    )
